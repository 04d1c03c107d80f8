-- Searches that people have named (decision 0104): each user's own, some of them shown to others. Dialect
-- SQLite; names, types and order are the same in every dialect.

CREATE TABLE saved_search (
    owner          TEXT                        NOT NULL,         -- account.name; empty: saved while there were no users
    name           TEXT                        NOT NULL,
    state          TEXT                        NOT NULL,         -- opaque: the console's
    shared         INTEGER                     NOT NULL,
    changed        INTEGER                     NOT NULL,
    PRIMARY KEY (owner, name)
);
