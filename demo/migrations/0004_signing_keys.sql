-- Key pairs that sign access tokens for other services, encrypted with SECRET_KEY.
CREATE TABLE signing_keys (
    kid TEXT NOT NULL PRIMARY KEY,
    private_key TEXT NOT NULL,
    created_at BIGINT NOT NULL -- seconds since 1970
);
