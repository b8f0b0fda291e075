"""SQLite's index of the words of documents: an FTS5 table over `DocumentContent`, kept by triggers.

"External content" (sqlite.org/fts5.html, section 4.4.3), without accents and without stemming. Not made by a migration:
whenever Django changes a table on SQLite it makes it anew and drops its triggers, so they are looked for after every
`migrate`. PostgreSQL's index is made by migration 0007.
"""

from __future__ import annotations

from django.db import connections, transaction

COLUMNS = "title, description, text"
OLD, NEW = (f"{row}.document_id, {row}.title, {row}.description, {row}.text" for row in ("old", "new"))
FORGET = f"INSERT INTO data_pages_documentwords (data_pages_documentwords, rowid, {COLUMNS}) VALUES ('delete', {OLD});"
NOTE = f"INSERT INTO data_pages_documentwords (rowid, {COLUMNS}) VALUES ({NEW});"
TABLE = f"""CREATE VIRTUAL TABLE data_pages_documentwords USING fts5({COLUMNS},
    content='data_pages_documentcontent', content_rowid='document_id', tokenize="unicode61 remove_diacritics 2")"""
TRIGGERS = {
    "data_pages_words_added": f"AFTER INSERT ON data_pages_documentcontent BEGIN {NOTE} END",
    "data_pages_words_gone": f"AFTER DELETE ON data_pages_documentcontent BEGIN {FORGET} END",
    "data_pages_words_changed": f"AFTER UPDATE OF document_id, {COLUMNS} ON data_pages_documentcontent"
    f" BEGIN {FORGET} {NOTE} END",
}
REBUILD = "INSERT INTO data_pages_documentwords (data_pages_documentwords) VALUES ('rebuild')"
PRESENT = "SELECT name FROM sqlite_master WHERE name IN ('data_pages_documentcontent', 'data_pages_documentwords', %s, %s, %s)"


def ensure_index(using: str = "default", **_signal: object) -> None:
    """Make what is missing of the index, and fill it anew if anything was. Nothing to do on another database."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        present = {name for (name,) in cursor.execute(PRESENT, list(TRIGGERS)).fetchall()}
        missing = TRIGGERS.keys() - present
        if "data_pages_documentcontent" not in present or not missing:
            return
        if "data_pages_documentwords" not in present:
            cursor.execute(TABLE)
        for name in missing:
            cursor.execute(f"CREATE TRIGGER {name} {TRIGGERS[name]}")
        cursor.execute(REBUILD)
