"""What people answered about single accounts: automated, a person, or can't say; kept with author and date."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from core.errors import CaseError
from core.i18n import _
from core.store.notebook import log, open_notebook

ANSWERS = ("automated", "person", "unsure")
_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
    answer_id INTEGER PRIMARY KEY AUTOINCREMENT, account_key TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('automated', 'person', 'unsure')), author TEXT NOT NULL, at TEXT NOT NULL,
    withdrawn_at TEXT
)
"""
_ADD = "INSERT INTO answers (account_key, answer, author, at) VALUES (?, ?, ?, ?)"
_NEWEST = "SELECT max(answer_id) FROM answers WHERE withdrawn_at IS NULL"
_WITHDRAW = "UPDATE answers SET withdrawn_at = ? WHERE answer_id = ?"
_STANDING = """
SELECT account_key, answer, author, at FROM answers a
WHERE withdrawn_at IS NULL AND answer_id = (
    SELECT max(answer_id) FROM answers b WHERE b.account_key = a.account_key AND b.withdrawn_at IS NULL)
ORDER BY answer_id
"""


def add_answer(path: Path, account_key: str, answer: str, *, author: str) -> None:
    """Keep an answer about an account; an earlier one about it stays in the history."""
    if not author.strip():
        raise CaseError(_("An answer needs the name of its author."))
    if answer not in ANSWERS:
        raise CaseError(_("This is no answer: {answer}.").format(answer=answer))
    row = (account_key, answer, author.strip(), datetime.now(UTC).isoformat(timespec="seconds"))
    with open_notebook(path) as con:
        con.execute(_TABLE)
        con.execute(_ADD, row)
        log(con, author.strip(), "answer", {"account_key": account_key, "answer": answer})


def undo_answer(path: Path, *, author: str) -> bool:
    """Take back the newest standing answer; False where there is none."""
    with open_notebook(path) as con:
        con.execute(_TABLE)
        newest = con.execute(_NEWEST).fetchone()[0]
        if newest is None:
            return False
        con.execute(_WITHDRAW, (datetime.now(UTC).isoformat(timespec="seconds"), newest))
        log(con, author, "answer undone", {"answer_id": newest})
    return True


def answers(path: Path) -> pd.DataFrame:
    """The standing answer about each account: account_key, answer, author, at."""
    if not path.is_file():
        return pd.DataFrame(columns=["account_key", "answer", "author", "at"])
    with open_notebook(path) as con:
        con.execute(_TABLE)
        return pd.read_sql_query(_STANDING, con)


def decided(path: Path) -> dict[str, bool]:
    """True for each account called automated, false for each called a person, by account key."""
    frame = answers(path)
    known = frame[frame["answer"] != "unsure"]
    return {str(row.account_key): row.answer == "automated" for row in known.itertuples(index=False)}
