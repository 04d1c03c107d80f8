-- How many messages there are in each minute of event time, by level: what a histogram reads instead
-- of the messages (decision 0078). Changed in the transaction that inserts or removes them. Dialect
-- H2; names and order are the same in every dialect.
CREATE TABLE message_minute (
    event_minute TIMESTAMP(6) WITH TIME ZONE NOT NULL, -- where the minute begins
    level        SMALLINT                    NOT NULL, -- as in message; 0 for none
    messages     BIGINT                      NOT NULL,
    PRIMARY KEY (event_minute, level)
);

INSERT INTO message_minute (event_minute, level, messages)
SELECT DATE_TRUNC('MINUTE', event_time), COALESCE(level, 0), COUNT(*)
FROM message
GROUP BY DATE_TRUNC('MINUTE', event_time), COALESCE(level, 0);
