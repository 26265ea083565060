"""The code book of a case: the reporter's groups with names, definitions and colours; every version is kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import CaseError
from core.i18n import _
from core.store.codes import COLUMNS, standing, versions
from core.store.notebook import MOST_NAME, MOST_TEXT, Change, change, now, open_notebook, signed
from core.wording import identity, one_line, several_lines

_LABELS_OF = "SELECT * FROM labels WHERE kind IN ('group', 'post') AND text = ?"


@dataclass(frozen=True, slots=True)
class Code:
    """What a reporter writes about a group.

    ``colour`` is a key of ``core.export.style.GROUP_SHADES`` (empty: chosen by the name), ``avoid`` are words for the
    same group that nobody should write, ``neutral`` says that the group tells nothing of politics, ethnicity or
    religion, ``retired`` that it is no longer used, ``second`` that a second person must sign before one of its
    accounts may be called by name in an export.
    """

    name: str
    definition: str = ""
    colour: str = ""
    avoid: str = ""
    neutral: bool = False
    retired: bool = False
    second: bool = True


def put_code(path: Path, code: Code, *, author: str, code_id: int | None = None) -> None:
    """Enter a group in the code book, or a new version of the one with this ``code_id``; its labels follow a new name."""
    who = signed(author, _("The code book needs the name of its author."))
    name = one_line(code.name, MOST_NAME, _("name of a group"))
    if not name:
        raise CaseError(_("A group needs a name."))
    with open_notebook(path) as con:
        rows = versions(con)
        current = standing(rows)
        _refuse_twins(name, code_id, current)
        before = current.get(code_id) if code_id else None
        row = {
            "version": max((r["version"] for r in rows), default=0) + 1,
            "code_id": code_id or max(current, default=0) + 1, "name": name,
            "definition": several_lines(code.definition, MOST_TEXT, _("definition")), "colour": code.colour[:20],
            "avoid": one_line(code.avoid.replace("\n", ", "), MOST_TEXT, _("list of words")),
            "neutral": int(code.neutral), "retired": int(code.retired), "author": who, "at": now(),
            "second": int(code.second),
        }  # fmt: skip
        changes: list[Change] = [("code_versions", None, row)]
        if before and before["name"] != name:
            changes += _renamed(con, before["name"], name)
        change(con, who, "code book", changes)


def _refuse_twins(name: str, code_id: int | None, current: dict[int, dict[str, Any]]) -> None:
    for code in current.values():
        if code["code_id"] != code_id and identity(code["name"]) == identity(name):
            raise CaseError(
                _("There is a group “{name}” already, which looks the same.").format(name=code["name"]),
                remedy=_("Change that one, or choose another name."),
            )


def _renamed(con: sqlite3.Connection, old: str, new: str) -> list[Change]:
    cursor = con.execute(_LABELS_OF, (old,))
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [("labels", row, {**row, "text": new}) for row in rows]


def codes(path: Path, *, retired: bool = False) -> pd.DataFrame:
    """The groups as the code book has them now, A to Z: the columns of ``codes.COLUMNS``."""
    with open_notebook(path) as con:
        rows = list(standing(versions(con)).values())
    kept = [row for row in rows if retired or not row["retired"]]
    return pd.DataFrame(sorted(kept, key=lambda row: row["name"].casefold()), columns=list(COLUMNS))


def shades(path: Path) -> dict[str, str]:
    """The shade that the code book gives each group, where it gives one."""
    found = codes(path)
    return dict(zip(found["name"], found["colour"], strict=True))


def code_versions(path: Path) -> pd.DataFrame:
    """Every version of every group, oldest first: the columns of ``codes.COLUMNS``."""
    with open_notebook(path) as con:
        return pd.DataFrame(versions(con), columns=list(COLUMNS))
