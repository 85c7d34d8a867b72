CREATE TABLE items (
    item_id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES users (username),
    title TEXT NOT NULL,
    description TEXT NOT NULL
);

CREATE INDEX items_of_an_owner ON items (owner, item_id);
