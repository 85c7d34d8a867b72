-- SQLite and PostgreSQL both read this: text, and BIGINT for numbers and truth values (0, 1).
CREATE TABLE users (
    username TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    full_name TEXT NOT NULL,
    disabled BIGINT NOT NULL,
    hashed_password TEXT NOT NULL,
    scopes TEXT NOT NULL -- that the user may be granted, separated by spaces
);
