-- Searches that people have named (decision 0104): each user's own, some of them shown to others. Dialect
-- PostgreSQL; names, types and order are the same in every dialect.

CREATE TABLE saved_search (
    owner          text                        NOT NULL,         -- account.name; empty: saved while there were no users
    name           text                        NOT NULL,
    state          text                        NOT NULL,         -- opaque: the console's
    shared         boolean                     NOT NULL,
    changed        timestamptz(6)              NOT NULL,
    PRIMARY KEY (owner, name)
);
