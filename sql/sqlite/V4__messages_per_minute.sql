-- How many messages there are in each minute of event time, by level: what a histogram reads instead
-- of the messages (decision 0078). Changed in the transaction that inserts or removes them. Dialect
-- SQLite; names and order are the same in every dialect.
CREATE TABLE message_minute (
    event_minute INTEGER NOT NULL, -- where the minute begins
    level        INTEGER NOT NULL, -- as in message; 0 for none
    messages     INTEGER NOT NULL,
    PRIMARY KEY (event_minute, level)
);

INSERT INTO message_minute (event_minute, level, messages)
SELECT event_time - (event_time % 60000000 + 60000000) % 60000000, COALESCE(level, 0), COUNT(*)
FROM message
GROUP BY event_time - (event_time % 60000000 + 60000000) % 60000000, COALESCE(level, 0);
