-- Logdrive's tables (DESIGN.md, section 6), dialect SQLite. Names and order are the same in every
-- dialect; a time is an integer of microseconds since the epoch in UTC, a UUID its text.

-- One stored record. id is given by the writer in the order of commits.
CREATE TABLE message (
    id            INTEGER                      NOT NULL PRIMARY KEY,
    event_time    INTEGER                     NOT NULL,
    received_time INTEGER                     NOT NULL,
    level         INTEGER,                   -- OpenTelemetry severity number: 1, 5, 9, 13, 17, 21
    service       TEXT,   
    host          TEXT,   
    origin_id     TEXT                        NOT NULL,
    sequence      INTEGER                      NOT NULL,
    tags          TEXT,                       -- JSON array of texts
    body          TEXT                        NOT NULL,
    fields        TEXT,                       -- JSON object
    flags         INTEGER                     NOT NULL -- 1 truncated, 2 replaced, 4 unparsed, 8 time assumed
);

-- The order of every answer, and the range of every search.
CREATE INDEX message_event_time ON message (event_time, id);

-- One ordered stream of lines.
CREATE TABLE origin (
    id         TEXT                        NOT NULL PRIMARY KEY,
    kind       TEXT                        NOT NULL,
    peer       TEXT                        NOT NULL,
    host       TEXT                        NOT NULL,
    name       TEXT                        NOT NULL,
    first_seen INTEGER                     NOT NULL,
    last_seen  INTEGER                     NOT NULL
);

-- Which sequences of an origin are accounted for: intervals that neither overlap nor touch, so
-- that what lies between two of them is a gap. last - first + 1 = stored + filtered + dead.
CREATE TABLE ledger (
    origin_id TEXT   NOT NULL,
    first     INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    stored    INTEGER NOT NULL,
    filtered  INTEGER NOT NULL,
    dead      INTEGER NOT NULL,
    PRIMARY KEY (origin_id, first)
);

-- What cannot be stored as a message, kept whole.
CREATE TABLE dead_letter (
    id        INTEGER                      PRIMARY KEY AUTOINCREMENT,
    what      TEXT                        NOT NULL, -- record: one Forward entry as PROTOCOL.md has it
    why       TEXT                        NOT NULL,
    at        INTEGER                     NOT NULL,
    origin_id TEXT                        NOT NULL,
    sequence  INTEGER                      NOT NULL,
    raw       BLOB                        NOT NULL
);
