-- The ledger's sums, kept with each change of the ledger, and origins that are closed (decisions
-- 0035 and 0037). Dialect SQLite; names, types and order are the same in every dialect.

-- What became of the origin's sequences: the sums of its rows of ledger. received is the highest
-- sequence known + 1; gaps are runs of sequences that are not here.
ALTER TABLE origin ADD COLUMN received INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE origin ADD COLUMN stored   INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE origin ADD COLUMN filtered INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE origin ADD COLUMN dead     INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE origin ADD COLUMN gaps     INTEGER DEFAULT 0 NOT NULL;

UPDATE origin SET
    received = (SELECT COALESCE(MAX(last) + 1, 0) FROM ledger WHERE origin_id = origin.id),
    stored   = (SELECT COALESCE(SUM(stored), 0)   FROM ledger WHERE origin_id = origin.id),
    filtered = (SELECT COALESCE(SUM(filtered), 0) FROM ledger WHERE origin_id = origin.id),
    dead     = (SELECT COALESCE(SUM(dead), 0)     FROM ledger WHERE origin_id = origin.id),
    gaps     = (SELECT COALESCE(COUNT(*) - CASE WHEN MIN(first) = 0 THEN 1 ELSE 0 END, 0)
                FROM ledger WHERE origin_id = origin.id);

-- The origins with the latest batches, of which people ask first.
CREATE INDEX origin_last_seen ON origin (last_seen, id);

-- An origin of which nothing is missing and nothing came for long: all that is needed to know its
-- sequences when they come again. It has no row in origin and none in ledger; its sequences are
-- those from 0 to stored + filtered + dead - 1.
CREATE TABLE origin_closed (
    id        TEXT                        NOT NULL PRIMARY KEY,
    kind      TEXT                        NOT NULL,
    last_seen INTEGER                     NOT NULL,
    stored    INTEGER                      NOT NULL,
    filtered  INTEGER                      NOT NULL,
    dead      INTEGER                      NOT NULL
);

-- One row: the id of the next message, and the sums over all origins, closed ones too. A writer
-- locks it from the moment it takes ids until its commit, so that ids are in the order of commits
-- however many writers there are.
CREATE TABLE ledger_total (
    next_id  INTEGER NOT NULL,
    origins  INTEGER NOT NULL, -- rows of origin
    closed   INTEGER NOT NULL, -- rows of origin_closed
    received INTEGER NOT NULL,
    stored   INTEGER NOT NULL,
    filtered INTEGER NOT NULL,
    dead     INTEGER NOT NULL,
    gaps     INTEGER NOT NULL
);

INSERT INTO ledger_total
SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM message),
       COUNT(*), 0, COALESCE(SUM(received), 0), COALESCE(SUM(stored), 0),
       COALESCE(SUM(filtered), 0), COALESCE(SUM(dead), 0), COALESCE(SUM(gaps), 0)
FROM origin;
