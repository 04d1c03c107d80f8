-- Who may what (decisions 0098 and 0099): users, their tokens and sessions, and what was done. Dialect
-- SQLite; names, types and order are the same in every dialect.

-- A user. An id is never used again, so that nothing of a deleted user becomes another's.
CREATE TABLE account (
    id             INTEGER                     PRIMARY KEY AUTOINCREMENT,
    name           TEXT                        NOT NULL UNIQUE,
    role           TEXT                        NOT NULL,         -- reader, operator, admin
    password       TEXT                        NOT NULL,         -- pbkdf2-sha256$ITERATIONS$SALT$HASH
    epoch          INTEGER                     NOT NULL,         -- sessions of an earlier one are over
    disabled       INTEGER                     NOT NULL,
    created        INTEGER                     NOT NULL,
    changed        INTEGER                     NOT NULL
);

-- What a program shows instead of a password. Of the secret only the SHA-256 is here, in hexadecimal.
CREATE TABLE api_token (
    id             TEXT                        NOT NULL PRIMARY KEY, -- public: it stands in the token
    account_id     INTEGER                     NOT NULL,
    name           TEXT                        NOT NULL,
    role           TEXT                        NOT NULL,         -- at most that of its user counts
    message_filter TEXT,                                         -- what every message it reads must match
    hash           TEXT                        NOT NULL,
    created        INTEGER                     NOT NULL,
    expires        INTEGER,
    last_used      INTEGER,                                      -- to the minute
    revoked        INTEGER
);

CREATE INDEX api_token_account ON api_token (account_id);

-- Who has logged in. Of the id only the SHA-256 is here.
CREATE TABLE login_session (
    hash           TEXT                        NOT NULL PRIMARY KEY,
    account_id     INTEGER                     NOT NULL,
    epoch          INTEGER                     NOT NULL,         -- of the account when it logged in
    created        INTEGER                     NOT NULL,
    last_seen      INTEGER                     NOT NULL,         -- to the minute
    expires        INTEGER                     NOT NULL
);

CREATE INDEX login_session_account ON login_session (account_id);

-- What was done by whom; never a secret.
CREATE TABLE audit (
    id             INTEGER                     PRIMARY KEY AUTOINCREMENT,
    at             INTEGER                     NOT NULL,
    who            TEXT                        NOT NULL,
    address        TEXT                        NOT NULL,
    what           TEXT                        NOT NULL,
    target         TEXT                        NOT NULL,
    outcome        TEXT                        NOT NULL
);
