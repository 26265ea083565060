"""The tables of a notebook, and how the notebook of an earlier version becomes one of this version."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

#: Kept in the file (PRAGMA user_version): 0 is a notebook from before the code book, 1 one whose code book did not say
#: which groups need a second person before a name leaves.
VERSION = 2
TABLES = """
CREATE TABLE IF NOT EXISTS labels (
    label_id INTEGER PRIMARY KEY, account_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('group', 'note', 'none', 'post')),
    text TEXT NOT NULL, evidence TEXT NOT NULL DEFAULT '', author TEXT NOT NULL, at TEXT NOT NULL,
    post_key TEXT, confidence TEXT, evidence_kind TEXT NOT NULL DEFAULT '', sha256 TEXT, code_version INTEGER
);
CREATE INDEX IF NOT EXISTS labels_by_account ON labels (account_key);
CREATE TABLE IF NOT EXISTS code_versions (
    version INTEGER PRIMARY KEY, code_id INTEGER NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL,
    colour TEXT NOT NULL, avoid TEXT NOT NULL, neutral INTEGER NOT NULL, retired INTEGER NOT NULL,
    author TEXT NOT NULL, at TEXT NOT NULL, second INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS signoffs (
    signoff_id INTEGER PRIMARY KEY, account_key TEXT NOT NULL, note TEXT NOT NULL, seen TEXT NOT NULL,
    author TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS statements (
    statement_id INTEGER PRIMARY KEY, account_key TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL,
    reliability TEXT NOT NULL, said_on TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS requests (
    request_id INTEGER PRIMARY KEY, account_key TEXT NOT NULL, asked_on TEXT NOT NULL, channel TEXT NOT NULL,
    question TEXT NOT NULL, answer TEXT NOT NULL, answered_on TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS named (
    account_key TEXT PRIMARY KEY, reason TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS events (event_id INTEGER PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS history (
    rev INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, author TEXT NOT NULL,
    action TEXT NOT NULL, body TEXT NOT NULL, undoes INTEGER
);
"""
#: Of each table that people write: the statement that adds a row and the one that takes it away.
WRITES = {
    "labels": (
        """INSERT INTO labels VALUES (:label_id, :account_key, :kind, :text, :evidence, :author, :at, :post_key,
            :confidence, :evidence_kind, :sha256, :code_version)""",
        "DELETE FROM labels WHERE label_id = :label_id",
    ),
    "code_versions": (
        """INSERT INTO code_versions VALUES (:version, :code_id, :name, :definition, :colour, :avoid, :neutral,
            :retired, :author, :at, :second)""",
        "DELETE FROM code_versions WHERE version = :version",
    ),
    "signoffs": (
        "INSERT INTO signoffs VALUES (:signoff_id, :account_key, :note, :seen, :author, :at)",
        "DELETE FROM signoffs WHERE signoff_id = :signoff_id",
    ),
    "statements": (
        """INSERT INTO statements VALUES (:statement_id, :account_key, :text, :source, :reliability, :said_on,
            :author, :at)""",
        "DELETE FROM statements WHERE statement_id = :statement_id",
    ),
    "requests": (
        """INSERT INTO requests VALUES (:request_id, :account_key, :asked_on, :channel, :question, :answer,
            :answered_on, :author, :at)""",
        "DELETE FROM requests WHERE request_id = :request_id",
    ),
    "named": (
        "INSERT OR REPLACE INTO named VALUES (:account_key, :reason, :author, :at)",
        "DELETE FROM named WHERE account_key = :account_key",
    ),
}
#: What a label of before the code book lacks.
OLD_LABEL = {"post_key": None, "confidence": None, "evidence_kind": "", "sha256": None, "code_version": None}
_IS_OLD = """
SELECT count(*) FROM sqlite_master WHERE name = 'labels' AND type = 'table'
    AND NOT EXISTS (SELECT * FROM pragma_table_info('labels') WHERE name = 'post_key')
"""
_SET_OLD_ASIDE = "ALTER TABLE labels RENAME TO labels_0"
_DROP_INDEX = "DROP INDEX IF EXISTS labels_by_account"
_TAKE_OVER = """
INSERT INTO labels SELECT label_id, account_key, kind, text, evidence, author, at, NULL, NULL,
    CASE WHEN evidence = '' THEN '' WHEN evidence LIKE 'http%' THEN 'link' ELSE 'note' END, NULL, NULL
FROM labels_0
"""
_OLD_NAMES = """
SELECT text, min(author), min(at) FROM labels WHERE kind = 'group' GROUP BY text ORDER BY min(label_id)
"""
_FIRST_CODE = "INSERT INTO code_versions VALUES (?, ?, ?, '', '', '', 0, 0, ?, ?, 1)"
_HAS_SECOND = "SELECT count(*) FROM pragma_table_info('code_versions') WHERE name = 'second'"
_ADD_SECOND = "ALTER TABLE code_versions ADD COLUMN second INTEGER NOT NULL DEFAULT 1"
_MARK = "PRAGMA user_version = 2"


def migrate(con: sqlite3.Connection) -> None:
    """Bring the notebook to this version in one transaction: all of it, or nothing. Labels keep their numbers."""
    if version(con) == VERSION:
        return
    con.isolation_level = None
    try:
        con.execute("BEGIN IMMEDIATE")
        if version(con) != VERSION:  # another session may have been faster
            if version(con) < 1:
                _from_before_the_code_book(con)
            if not con.execute(_HAS_SECOND).fetchone()[0]:
                con.execute(_ADD_SECOND)
            con.execute(_MARK)
        con.execute("COMMIT")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise
    finally:
        con.isolation_level = "DEFERRED"


def version(con: sqlite3.Connection) -> int:
    """The version of the tables of this notebook."""
    return int(con.execute("PRAGMA user_version").fetchone()[0])


def _from_before_the_code_book(con: sqlite3.Connection) -> None:
    old = bool(con.execute(_IS_OLD).fetchone()[0])
    if old:
        con.execute(_DROP_INDEX)
        con.execute(_SET_OLD_ASIDE)
    for statement in filter(None, map(str.strip, TABLES.split(";"))):
        con.execute(statement)
    if not old:
        return
    con.execute(_TAKE_OVER)
    con.execute("DROP TABLE labels_0")
    for place, (name, author, at) in enumerate(con.execute(_OLD_NAMES).fetchall(), start=1):
        con.execute(_FIRST_CODE, (place, place, name, author, at))


def changes_of(action: str, body: str) -> list[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    """What a row of the history changed: table, row before, row after; of either version of the notebook."""
    told = json.loads(body)
    if "changes" in told:
        return [(table, _whole(table, before), _whole(table, after)) for table, before, after in told["changes"]]
    row = {**OLD_LABEL, **told}
    return [("labels", None, row)] if action == "add" else [("labels", row, None)]


def _whole(table: str, row: dict[str, Any] | None) -> dict[str, Any] | None:
    return {"second": 1, **row} if row and table == "code_versions" else row
