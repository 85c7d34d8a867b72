"""What the demo's database keeps of each login and revoked token, by its migrations in SQLite: rows of the table above."""

import pathlib
import secrets
import sqlite3
import tempfile

COUNT = 100_000
TABLES = {
    "revoked_tokens": "demo's database: revoked token",
    "session_tokens": "demo's database: token of a session",
    "sessions": "demo's database: session",
}


def rows(table):
    # 128 bits in base64url.
    name = lambda: secrets.token_urlsafe(16)
    later = 1_800_000_000
    made = {
        "revoked_tokens": lambda: (name(), later),
        "session_tokens": lambda: (name(), name(), later),
        "sessions": lambda: (name(), "johndoe", "me items", "h" * 43, later, 0),
    }[table]
    return (made() for _ in range(COUNT))


for table, what in TABLES.items():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "demo.db")
        database = sqlite3.connect(file)
        for migration in sorted(pathlib.Path("demo/migrations").glob("*.sql")):
            database.executescript(migration.read_text())
        database.commit()
        before = file.stat().st_size
        for row in rows(table):
            places = ", ".join("?" for _ in row)
            database.execute(f"INSERT INTO {table} VALUES ({places})", row)
        database.commit()
        database.close()
        print(f"| {what} | {COUNT} | {(file.stat().st_size - before) // COUNT} | until it expires |")
