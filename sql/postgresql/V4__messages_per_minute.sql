-- How many messages there are in each minute of event time, by level: what a histogram reads instead
-- of the messages (decision 0078). Changed in the transaction that inserts or removes them. Dialect
-- PostgreSQL; names and order are the same in every dialect.
CREATE TABLE message_minute (
    event_minute timestamptz(6) NOT NULL, -- where the minute begins
    level        smallint       NOT NULL, -- as in message; 0 for none
    messages     bigint         NOT NULL,
    PRIMARY KEY (event_minute, level)
);

INSERT INTO message_minute (event_minute, level, messages)
SELECT DATE_BIN('1 minute', event_time, TIMESTAMPTZ '1970-01-01 00:00:00+00'), COALESCE(level, 0), COUNT(*)
FROM message
GROUP BY DATE_BIN('1 minute', event_time, TIMESTAMPTZ '1970-01-01 00:00:00+00'), COALESCE(level, 0);
