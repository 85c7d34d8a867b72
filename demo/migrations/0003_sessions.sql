-- A login whose client may ask for more access tokens. Times are seconds since 1970.
CREATE TABLE sessions (
    session_id TEXT NOT NULL PRIMARY KEY,
    username TEXT NOT NULL REFERENCES users (username),
    scopes TEXT NOT NULL, -- that were granted, separated by spaces
    refresh_hash TEXT NOT NULL, -- of the only refresh token that may be used
    expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_of_a_user ON sessions (username);

-- The access tokens of a session, which end with it.
CREATE TABLE session_tokens (
    jti TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX tokens_of_a_session ON session_tokens (session_id);

CREATE TABLE revoked_tokens (
    jti TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

-- Access tokens of the user that were issued in this second or before are revoked.
ALTER TABLE users ADD COLUMN tokens_revoked_until BIGINT NOT NULL DEFAULT 0;
