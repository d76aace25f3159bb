-- One row. Every change raises the number first, so that changes come one after the other and who follows them misses
-- none.
CREATE TABLE changes (number BIGINT NOT NULL);
INSERT INTO changes (number) VALUES (0);

-- Who did what, when, to which. Tokens have names of desks, not of people.
CREATE TABLE audit (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL, -- microseconds since 1970, UTC
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    which TEXT NOT NULL
);

-- Versions of datasets. The highest number of a dataset is the current one.
CREATE TABLE versions (
    dataset TEXT NOT NULL,
    version BIGINT NOT NULL,
    replaces BIGINT,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    closed BIGINT NOT NULL,
    findings TEXT NOT NULL, -- JSON
    who TEXT NOT NULL,
    at BIGINT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (dataset, version)
);

-- Decisions on names; of two on the same names the one with the higher number holds.
CREATE TABLE name_decisions (
    number BIGINT PRIMARY KEY,
    dataset TEXT NOT NULL,
    keep TEXT NOT NULL,
    merge TEXT NOT NULL,
    decision TEXT NOT NULL,
    note TEXT,
    who TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX name_decisions_of_dataset ON name_decisions (dataset);

-- What was decided about signals, by their key; of two about the same signal the one with the higher number holds.
CREATE TABLE signal_statuses (
    number BIGINT PRIMARY KEY,
    dataset TEXT NOT NULL,
    signal TEXT NOT NULL,
    status TEXT NOT NULL,
    owner TEXT,
    date TEXT,
    note TEXT,
    who TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX signal_statuses_of_dataset ON signal_statuses (dataset);

-- Proposals that were tested, with what came out.
CREATE TABLE consistency_tests (
    number BIGINT PRIMARY KEY,
    dataset TEXT NOT NULL,
    version BIGINT, -- NULL: of a dataset without versions
    proposal TEXT NOT NULL, -- JSON
    verdict TEXT NOT NULL, -- JSON
    who TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX consistency_tests_of_dataset ON consistency_tests (dataset);

-- Secrets are not here, only their SHA-256.
CREATE TABLE tokens (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    scope TEXT NOT NULL,
    dataset TEXT, -- NULL: all
    created BIGINT NOT NULL,
    revoked BIGINT
);
