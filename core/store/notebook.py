"""The reporter's own work on a case: labels and notes, kept apart from what can be rebuilt.

Every change is a row of ``history`` that is never altered; ``undo`` adds the opposite row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import CaseError
from core.i18n import _

TABLES = """
CREATE TABLE IF NOT EXISTS labels (
    label_id INTEGER PRIMARY KEY, account_key TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('group', 'note')),
    text TEXT NOT NULL, evidence TEXT NOT NULL DEFAULT '', author TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS labels_by_account ON labels (account_key);
CREATE TABLE IF NOT EXISTS events (event_id INTEGER PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS history (
    rev INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, author TEXT NOT NULL,
    action TEXT NOT NULL, body TEXT NOT NULL, undoes INTEGER
);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS named (
    account_key TEXT PRIMARY KEY, reason TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
);
"""
_ADD = "INSERT INTO labels VALUES (:label_id, :account_key, :kind, :text, :evidence, :author, :at)"
_HISTORY = "INSERT INTO history (at, author, action, body, undoes) VALUES (?, ?, ?, ?, ?)"
_REVISION = "SELECT coalesce(max(rev), 0) FROM history"
_UNDOABLE = """
SELECT rev, action, body FROM history
WHERE action IN ('add', 'remove') AND undoes IS NULL AND rev NOT IN (SELECT undoes FROM history WHERE undoes IS NOT NULL)
ORDER BY rev DESC LIMIT 1
"""
_LABELS = "SELECT label_id, account_key, kind, text, evidence, author, at FROM labels ORDER BY label_id"
_GROUPS = """
SELECT text AS name, count(DISTINCT account_key) AS accounts FROM labels WHERE kind = 'group' GROUP BY text ORDER BY text
"""


@contextmanager
def open_notebook(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with the tables in place; commits at the end, rolls back on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con = sqlite3.connect(path, timeout=10)
    try:
        con.execute("PRAGMA journal_mode = WAL")
        con.executescript(TABLES)
        with con:
            yield con
    except sqlite3.DatabaseError as error:
        raise _unreadable(path, error) from error
    finally:
        con.close()


def _unreadable(path: Path, error: Exception) -> CaseError:
    return CaseError(
        _("The notebook of this case cannot be read: {error}.").format(error=error),
        file=path.name,
        remedy=_("Put a copy of it back, or move the file away to begin a new one."),
    )


def revision(path: Path) -> int:
    """How many changes the notebook has seen; 0 where there is none yet."""
    if not path.is_file():
        return 0
    con = sqlite3.connect(path, timeout=10)
    try:
        return int(con.execute(_REVISION).fetchone()[0])
    except sqlite3.OperationalError:  # a file without tables yet
        return 0
    except sqlite3.DatabaseError as error:
        raise _unreadable(path, error) from error
    finally:
        con.close()


def now() -> str:
    """The moment in UTC, to the second, as the notebook writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def log(con: sqlite3.Connection, author: str, action: str, body: dict[str, Any], undoes: int | None = None) -> None:
    """Add a row to the history."""
    con.execute(_HISTORY, (now(), author, action, json.dumps(body, ensure_ascii=False), undoes))


def add_label(path: Path, account_key: str, text: str, *, author: str, evidence: str = "", kind: str = "group") -> None:
    """Put an account into a group, or write a note about it."""
    if not text.strip() or not author.strip():
        raise CaseError(_("A label needs a text and the name of its author."))
    row = {
        "account_key": account_key,
        "kind": kind,
        "text": text.strip(),
        "evidence": evidence.strip(),
        "author": author.strip(),
        "at": now(),
    }
    with open_notebook(path) as con:
        _insert(con, row)
        log(con, row["author"], "add", row)


def _insert(con: sqlite3.Connection, row: dict[str, Any]) -> None:
    row.setdefault("label_id", con.execute("SELECT coalesce(max(label_id), 0) + 1 FROM labels").fetchone()[0])
    con.execute(_ADD, row)


def add_groups(path: Path, frame: pd.DataFrame) -> None:
    """Put many accounts into groups at once (columns account_key, group, evidence, author)."""
    with open_notebook(path) as con:
        first = int(con.execute("SELECT coalesce(max(label_id), 0) + 1 FROM labels").fetchone()[0])
        at = now()
        rows = [
            (first + i, r.account_key, "group", r.group, r.evidence, r.author, at)
            for i, r in enumerate(frame.itertuples(index=False))
        ]
        con.executemany("INSERT INTO labels VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        log(con, "import", "add many", {"labels": len(rows)})


def remove_label(path: Path, label_id: int, *, author: str) -> None:
    """Take a label or note away; its text stays in the history."""
    with open_notebook(path) as con:
        con.row_factory = sqlite3.Row
        found = con.execute("SELECT * FROM labels WHERE label_id = ?", (label_id,)).fetchone()
        if found is None:
            raise CaseError(_("This label is not there any more."), remedy=_("Reload the page."))
        con.execute("DELETE FROM labels WHERE label_id = ?", (label_id,))
        log(con, author, "remove", dict(found))


def undo(path: Path, *, author: str) -> bool:
    """Take back the newest change that was not taken back yet; False where there is none."""
    with open_notebook(path) as con:
        last = con.execute(_UNDOABLE).fetchone()
        if last is None:
            return False
        rev, action, body = last[0], last[1], json.loads(last[2])
        if action == "add":
            con.execute("DELETE FROM labels WHERE label_id = ?", (body["label_id"],))
        else:
            _insert(con, body)
        log(con, author, "undo", body, undoes=rev)
    return True


def labels(path: Path) -> pd.DataFrame:
    """Every label and note: label_id, account_key, kind, text, evidence, author, at."""
    with open_notebook(path) as con:
        return pd.read_sql_query(_LABELS, con)


def groups(path: Path) -> pd.DataFrame:
    """The groups with the number of their accounts: name, accounts."""
    with open_notebook(path) as con:
        return pd.read_sql_query(_GROUPS, con)


def put_events(path: Path, events: list[dict[str, Any]]) -> None:
    """Replace the documented events of the case; each needs an ISO time ``at``."""
    with open_notebook(path) as con:
        con.execute("DELETE FROM events")
        rows = [(event["at"], json.dumps(event, ensure_ascii=False)) for event in events]
        con.executemany("INSERT INTO events (at, body) VALUES (?, ?)", rows)
        log(con, "import", "events", {"events": len(rows)})


def events(path: Path) -> list[dict[str, Any]]:
    """The documented events, earliest first."""
    with open_notebook(path) as con:
        return [json.loads(body) for (body,) in con.execute("SELECT body FROM events ORDER BY at")]
