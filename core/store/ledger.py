"""The claim ledger of a case: each sentence of the article, the number or figure behind it, and whether it holds.

It lies in the notebook; changes are rows of its history and can be taken back. A claim is never deleted: it is withdrawn.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import CaseError
from core.i18n import _
from core.store.notebook import log, now, open_notebook

STATUSES = ("open", "holds", "differs", "withdrawn")
LONGEST_SENTENCE = 2_000
_TABLES = """
CREATE TABLE IF NOT EXISTS claims (
    claim_id INTEGER PRIMARY KEY, sentence TEXT NOT NULL, basis TEXT NOT NULL, answer TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'holds', 'differs', 'withdrawn')),
    note TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS drafts (draft_id INTEGER PRIMARY KEY CHECK (draft_id = 1), text TEXT NOT NULL, at TEXT NOT NULL);
"""
_NEXT = "SELECT coalesce(max(claim_id), 0) + 1 FROM claims"
_PUT = """
INSERT OR REPLACE INTO claims VALUES (:claim_id, :sentence, :basis, :answer, :status, :note, :author, :at)
"""
_ONE = "SELECT * FROM claims WHERE claim_id = ?"
_DROP = "DELETE FROM claims WHERE claim_id = ?"
_ALL = "SELECT claim_id, sentence, basis, answer, status, note, author, at FROM claims ORDER BY claim_id"
_UNDOABLE = """
SELECT rev, action, body FROM history
WHERE action IN ('claim add', 'claim change') AND rev NOT IN (SELECT undoes FROM history WHERE undoes IS NOT NULL)
ORDER BY rev DESC LIMIT 1
"""
_KEEP = "INSERT OR REPLACE INTO drafts VALUES (1, ?, ?)"
_DRAFT = "SELECT text FROM drafts"


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """The notebook with the tables of the ledger, which notebooks of older versions do not have yet."""
    with open_notebook(path) as con:
        con.row_factory = sqlite3.Row
        for statement in filter(str.strip, _TABLES.split(";")):
            con.execute(statement)
        yield con


def add_claim(
    path: Path, sentence: str, *, author: str, basis: str = "", answer: dict[str, Any] | None = None, note: str = ""
) -> int:
    """Put a sentence into the ledger; it is open until somebody or ``settle`` says more. Returns its number.

    ``basis`` is the query of a number (``accounts?lang=fr``) or ``figure:`` and the id of a figure; ``answer`` what
    the number was when the sentence was written.
    """
    sentence = " ".join(sentence.split())
    if not sentence or not author.strip():
        raise CaseError(_("A claim needs its sentence and the name of its author."))
    if len(sentence) > LONGEST_SENTENCE:
        raise CaseError(_("This is longer than a sentence."), remedy=_("Put in one sentence at a time."))
    row: dict[str, Any] = {
        "sentence": sentence, "basis": basis.strip(), "answer": json.dumps(answer or {}, ensure_ascii=False, sort_keys=True),
        "status": "open", "note": note.strip(), "author": author.strip(), "at": now(),
    }  # fmt: skip
    with _open(path) as con:
        row["claim_id"] = int(con.execute(_NEXT).fetchone()[0])
        con.execute(_PUT, row)
        log(con, row["author"], "claim add", row)
    return int(row["claim_id"])


def change_claim(path: Path, claim_id: int, *, author: str, **changes: str) -> None:
    """Change sentence, basis, answer, status or note of a claim; what was there before stays in the history."""
    if changes.get("status", "open") not in STATUSES:
        raise CaseError(
            _("“{status}” is no status of a claim.").format(status=changes["status"]),
            remedy=_("Choose one of: {all}.").format(all=", ".join(STATUSES)),
        )
    with _open(path) as con:
        found = con.execute(_ONE, (claim_id,)).fetchone()
        if found is None:
            raise CaseError(_("This claim is not there any more."), remedy=_("Reload the page."))
        before = dict(found)
        after = {**before, **changes, "author": author.strip() or before["author"], "at": now()}
        if all(after[key] == before[key] for key in changes):
            return
        con.execute(_PUT, after)
        log(con, after["author"], "claim change", {"before": before, "after": after})


def undo_claim(path: Path, *, author: str) -> bool:
    """Take back the newest change of the ledger that was not taken back yet; False where there is none."""
    with _open(path) as con:
        last = con.execute(_UNDOABLE).fetchone()
        if last is None:
            return False
        body = json.loads(last["body"])
        if last["action"] == "claim add":
            con.execute(_DROP, (body["claim_id"],))
        else:
            con.execute(_PUT, body["before"])
        log(con, author, "claim undo", body, undoes=int(last["rev"]))
    return True


def claims(path: Path) -> pd.DataFrame:
    """Every claim: claim_id, sentence, basis, answer (JSON), status, note, author, at."""
    with _open(path) as con:
        con.row_factory = None
        return pd.read_sql_query(_ALL, con)


def keep_draft(path: Path, text: str) -> None:
    """Keep the text of the article for the next time the page is opened."""
    with _open(path) as con:
        if draft_of(con) != text:
            con.execute(_KEEP, (text, now()))


def draft(path: Path) -> str:
    """The text of the article as it was kept; empty where there is none."""
    if not path.is_file():
        return ""
    with _open(path) as con:
        return draft_of(con)


def draft_of(con: sqlite3.Connection) -> str:
    """The kept text, of an open notebook."""
    found = con.execute(_DRAFT).fetchone()
    return str(found[0]) if found else ""
