-- Searches that people have named (decision 0104): each user's own, some of them shown to others. Dialect
-- H2; names, types and order are the same in every dialect.

CREATE TABLE saved_search (
    owner          VARCHAR                     NOT NULL,         -- account.name; empty: saved while there were no users
    name           VARCHAR                     NOT NULL,
    state          VARCHAR                     NOT NULL,         -- opaque: the console's
    shared         BOOLEAN                     NOT NULL,
    changed        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (owner, name)
);
