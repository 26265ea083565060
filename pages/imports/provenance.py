"""When and with which search the files were collected: asked once for all that wait, and optional."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from core.i18n import _
from pages.imports.staging import Staged


def ask(files: list[Staged]) -> list[Staged]:
    """The files with what the reporter says of their collection."""
    with st.expander(_("When and how were these files collected? (optional, shown on the Overview)")):
        query = st.text_area(
            _("What was searched for"), key="import-query", height=80, max_chars=2000,
            placeholder=_("e.g. the search words, the channels or accounts, the tool"),
        )  # fmt: skip
        day = st.text_input(
            _("Day of the collection"), key="import-collected", placeholder="2020-02-28", max_chars=10,
            help=_("Many files do not say when a profile was captured. "
                   "Without that day their accounts get no bot score."),
        )  # fmt: skip
        if day.strip() and not is_day(day):
            st.warning(_("Write the day of the collection like 2020-02-28."))
            day = ""
    return [replace(f, query=query.strip(), collected_on=day.strip()) for f in files]


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar in the form of ISO 8601."""
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True
