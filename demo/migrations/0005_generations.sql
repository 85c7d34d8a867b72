-- How often all tokens of the user were revoked: a token, and a session, is of the generation in which it began, and ends
-- with it. A time would not do: clocks of replicas differ, and a login takes time.
ALTER TABLE users ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;

-- Tokens from before do not say theirs, which counts as 0.
UPDATE users SET generation = 1 WHERE tokens_revoked_until > 0;
UPDATE sessions SET generation = 1 WHERE username IN (SELECT username FROM users WHERE generation = 1);

ALTER TABLE users DROP COLUMN tokens_revoked_until;
