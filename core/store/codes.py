"""The code book as it stands: which groups there are, and which of them a typed name means."""

from __future__ import annotations

import sqlite3
from typing import Any

from core.errors import CaseError
from core.i18n import _
from core.wording import identity

COLUMNS = ("version", "code_id", "name", "definition", "colour", "avoid", "neutral", "retired", "author", "at",
           "second")  # fmt: skip
_ALL = """
SELECT version, code_id, name, definition, colour, avoid, neutral, retired, author, at, second
FROM code_versions ORDER BY version
"""


def versions(con: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every version of every group, oldest first."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in con.execute(_ALL).fetchall()]


def standing(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The newest version of each group by its ``code_id``."""
    return {row["code_id"]: row for row in rows}


def words(text: str) -> list[str]:
    """The words between commas or lines of an entry."""
    return [word.strip() for word in text.replace("\n", ",").replace(";", ",").split(",") if word.strip()]


def code_for(
    con: sqlite3.Connection, name: str, author: str, at: str
) -> tuple[str, int, list[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]]:
    """The group that a typed name means: its name in the code book, its version, and the entry to add where it is new.

    A name that a group had before, or that its entry says not to use, is refused: otherwise one group would go by two
    names.
    """
    rows, wanted = versions(con), identity(name)
    now = standing(rows)
    for code in now.values():
        if identity(code["name"]) == wanted and not code["retired"]:
            return code["name"], code["version"], []
    _refuse_drift(name, wanted, rows, now)
    number = max((row["version"] for row in rows), default=0) + 1
    row = {
        "version": number, "code_id": max(now, default=0) + 1, "name": name,
        "definition": "", "colour": "", "avoid": "", "neutral": 0, "retired": 0, "author": author, "at": at,
        "second": 1,
    }  # fmt: skip
    return name, number, [("code_versions", None, row)]


def _refuse_drift(name: str, wanted: str, rows: list[dict[str, Any]], now: dict[int, dict[str, Any]]) -> None:
    for row in rows:
        current = now[row["code_id"]]
        if identity(row["name"]) == wanted and current["retired"]:
            raise CaseError(
                _("The group “{name}” was taken out of the code book.").format(name=name),
                remedy=_("Choose another, or bring it back in the code book."),
            )
        if identity(row["name"]) == wanted:
            raise CaseError(
                _("The group “{old}” is called “{name}” now.").format(old=name, name=current["name"]),
                remedy=_("Choose that name, so that one group has one name."),
            )
    for current in now.values():
        if wanted in map(identity, words(current["avoid"])) and not current["retired"]:
            raise CaseError(
                _("The code book says “{name}”, not “{word}”.").format(name=current["name"], word=name),
                remedy=_("Choose that name, or change the code book."),
            )
