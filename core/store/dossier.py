"""The dossier of an account: statements with source and reliability, and the right of reply; all of it human work."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from core.errors import CaseError
from core.i18n import _
from core.store.notebook import MOST_TEXT, change, now, open_notebook, remove, signed
from core.wording import one_line, several_lines

RELIABILITIES = ("strong", "medium", "weak")
MOST_SOURCE = 2000
#: Words in the name of a host of which anybody may change the pages.
_OPEN_WIKIS = re.compile(
    r"(^|[.\-])([a-z-]*wiki[a-z-]*|fandom|wikia|knowyourmeme|urbandictionary|encyclopediadramatica)\."
)
_STATEMENTS = """
SELECT statement_id, account_key, text, source, reliability, said_on, author, at FROM statements ORDER BY statement_id
"""
_REQUESTS = """
SELECT request_id, account_key, asked_on, channel, question, answer, answered_on, author, at FROM requests ORDER BY request_id
"""
_ONE_STATEMENT = "SELECT * FROM statements WHERE statement_id = ?"
_ONE_REQUEST = "SELECT * FROM requests WHERE request_id = ?"
_NEXT_STATEMENT = "SELECT coalesce(max(statement_id), 0) + 1 FROM statements"
_NEXT_REQUEST = "SELECT coalesce(max(request_id), 0) + 1 FROM requests"


def is_open_wiki(source: str) -> bool:
    """Whether a source is a page that anybody can change; such a source is weak whatever a reporter says.

    >>> is_open_wiki("https://en.everybodywiki.com/Somebody"), is_open_wiki("https://www.reuters.com/a")
    (True, False)
    """
    try:
        host = urlsplit(source.strip()).hostname or ""
    except ValueError:
        return False
    return bool(_OPEN_WIKIS.search(host))


def add_statement(
    path: Path, account_key: str, text: str, *, source: str, reliability: str, said_on: str, author: str
) -> None:
    """Keep what a source says about an account, how reliable the source is, and of which day (ISO) it is."""
    if reliability not in RELIABILITIES:
        raise CaseError(_("Say how reliable the source is: strong, medium or weak."))
    who = signed(author, _("A statement needs the name of its author."))
    row = {
        "account_key": account_key, "text": several_lines(text, MOST_TEXT, _("statement")),
        "source": one_line(source, MOST_SOURCE, _("source")), "said_on": day(said_on), "author": who, "at": now(),
        "reliability": "weak" if is_open_wiki(source) else reliability,
    }  # fmt: skip
    if not row["text"] or not row["source"]:
        raise CaseError(_("A statement needs a text and a source."))
    with open_notebook(path) as con:
        row["statement_id"] = con.execute(_NEXT_STATEMENT).fetchone()[0]
        change(con, who, "statement", [("statements", None, row)])


def add_request(path: Path, account_key: str, question: str, *, asked_on: str, channel: str, author: str) -> None:
    """Keep that an account was asked: when (ISO day), how, and what."""
    who = signed(author, _("A question needs the name of who asked."))
    row = {
        "account_key": account_key, "question": several_lines(question, MOST_TEXT, _("question")),
        "asked_on": day(asked_on), "channel": one_line(channel, MOST_SOURCE, _("channel")), "answer": "",
        "answered_on": "", "author": who, "at": now(),
    }  # fmt: skip
    if not row["question"] or not row["channel"] or not row["asked_on"]:
        raise CaseError(_("Write when, how and what was asked."))
    with open_notebook(path) as con:
        row["request_id"] = con.execute(_NEXT_REQUEST).fetchone()[0]
        change(con, who, "asked", [("requests", None, row)])


def put_answer(path: Path, request_id: int, answer: str, *, answered_on: str, author: str) -> None:
    """Keep the answer to a question; a second answer replaces the first, which stays in the history."""
    who = signed(author, _("An answer needs the name of who wrote it down."))
    text = several_lines(answer, MOST_TEXT, _("answer"))
    if not text or not day(answered_on):
        raise CaseError(_("Write the answer and its day."))
    with open_notebook(path) as con:
        cursor = con.execute(_ONE_REQUEST, (request_id,))
        found = cursor.fetchone()
        if found is None:
            raise CaseError(_("This is not there any more."), remedy=_("Reload the page."))
        before = dict(zip([column[0] for column in cursor.description], found, strict=True))
        after = {**before, "answer": text, "answered_on": day(answered_on)}
        change(con, who, "answered", [("requests", before, after)])


def day(text: str) -> str:
    """A day as it is kept, ``2020-02-08``; empty where it is not known; a CaseError where it is none."""
    text = text.strip()
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise CaseError(
            _("“{text}” is no day.").format(text=text[:40]), remedy=_("Write it like 2020-02-08.")
        ) from error


def remove_statement(path: Path, statement_id: int, *, author: str) -> None:
    """Take a statement away; it stays in the history."""
    with open_notebook(path) as con:
        remove(con, "statements", _ONE_STATEMENT, statement_id, author)


def remove_request(path: Path, request_id: int, *, author: str) -> None:
    """Take a question away; it stays in the history."""
    with open_notebook(path) as con:
        remove(con, "requests", _ONE_REQUEST, request_id, author)


def statements(path: Path) -> pd.DataFrame:
    """Every statement: statement_id, account_key, text, source, reliability, said_on, author, at."""
    with open_notebook(path) as con:
        return pd.read_sql_query(_STATEMENTS, con)


def requests(path: Path) -> pd.DataFrame:
    """Every question put to an account: request_id, account_key, asked_on, channel, question, answer, answered_on, author, at."""
    with open_notebook(path) as con:
        return pd.read_sql_query(_REQUESTS, con)


def dossier_rows(path: Path, account_key: str | None = None) -> list[dict[str, Any]]:
    """Statements and questions as flat rows for the article package, of one account or of all.

    Each has account_key, what ("statement" or "question"), text, source (or how it was asked), reliability, day,
    answer ("no answer" where a question has none), answered_on, author, at.
    """
    if not path.is_file():
        return []
    said, asked = statements(path), requests(path)
    rows = [
        {
            "account_key": row["account_key"], "what": "statement", "text": row["text"], "source": row["source"],
            "reliability": row["reliability"], "day": row["said_on"], "answer": "", "answered_on": "",
            "author": row["author"], "at": row["at"],
        }
        for row in said.to_dict("records")
    ] + [
        {
            "account_key": row["account_key"], "what": "question", "text": row["question"], "source": row["channel"],
            "reliability": "", "day": row["asked_on"], "answer": row["answer"] or "no answer",
            "answered_on": row["answered_on"], "author": row["author"], "at": row["at"],
        }
        for row in asked.to_dict("records")
    ]  # fmt: skip
    return [row for row in rows if account_key is None or row["account_key"] == account_key]
