"""The log: every change that people made in the notebook."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.i18n import _, moment, number
from pages.shared import cached_groups
from pages.shared.explain import quiet
from pages.shared.export import file_buttons
from pages.shared.frames import frame_of
from pages.shared.table import draw_table

#: Of a row that was changed, these fields say what it was.
TELLING = ("account_key", "text", "name", "question", "answer", "evidence", "definition", "reason")


def show(context: Context) -> None:
    """The newest changes first, and all of them as a file."""
    rows = cached_groups.history(context.case_id)
    if rows.empty:
        st.info(_("Nobody has changed anything yet."))
        return
    st.html(
        quiet(
            _("Every change of labels, code book, statements, questions and sign-offs. Nothing is ever deleted here.")
        )
    )
    shown = table(rows, context.filters.zone)
    draw_table(shown, key="groups-log")
    file_buttons("groups-log-file", rows, frame_of(context, _("Log of the notebook"), "", method="groups"))


def table(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The log as the reporter reads it."""
    undone = set(rows["undoes"].dropna().astype(int))
    return pd.DataFrame(
        {
            _("Number of the entry"): rows["rev"],
            _("Date"): [moment(pd.Timestamp(at), zone, "d MMM y, HH:mm:ss") for at in rows["at"]],
            _("Author"): rows["author"],
            _("What"): [action_label(action) for action in rows["action"]],
            _("About"): [told(body) for body in rows["body"]],
            _("Taken back"): [_("yes") if rev in undone else "" for rev in rows["rev"]],
        }
    )


def action_label(action: str) -> str:
    """What was done, in words."""
    names = {
        "add": _("Label given"), "add many": _("Labels imported"), "remove": _("Removed"), "undo": _("Undone"),
        "code book": _("Code book"), "sign off": _("Signed off"), "withdraw": _("Sign-off withdrawn"),
        "name": _("May be named in exports"), "mask": _("Masked in exports"),
        "statement": _("Statement"), "asked": _("Asked"), "answered": _("Answered"), "events": _("Documented events"),
        "answer": _("Answer on automation"), "answer undone": _("Answer on automation undone"),
    }  # fmt: skip
    return names.get(action, action)


def told(body: str) -> str:
    """What a change was about, in one line."""
    parsed = json.loads(body)
    changes = parsed.get("changes")
    if changes is None:
        return _fields(parsed)
    if len(changes) > 3:
        return _("{n} rows").format(n=number(len(changes)))
    return "; ".join(_fields(after or before or {}) for _table, before, after in changes)


def _fields(row: dict[str, Any]) -> str:
    return " · ".join(str(row[name])[:80].replace("\n", " ") for name in TELLING if row.get(name))
