"""Which accounts belong together, and on what evidence?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from core.export.context import Context
from core.i18n import _
from pages.groups import agree, book, compare, log, queue
from pages.shared.labelling import draw_author, draw_undo, say

STYLE = Path(__file__).with_name("groups.css")
Section = Callable[[Context], None]


def show(context: Context) -> None:
    """One of five sections; the others wait."""
    st.html(STYLE)
    sections: dict[str, tuple[str, Section]] = {
        "book": (_("Code book"), book.show),
        "label": (_("Label accounts"), queue.show),
        "agreement": (_("Agreement"), agree.show),
        "compare": (_("Compare"), compare.show),
        "log": (_("Log"), log.show),
    }
    chosen = st.segmented_control(
        _("What to do"), list(sections), default="book", key="groups-part", bind="query-params", required=True,
        format_func=lambda name: sections[name][0],
    )  # fmt: skip
    part = str(chosen or "book")
    say()
    if part in ("book", "label", "log"):
        draw_author()
    sections[part][1](context)
    if part in ("book", "label", "log"):
        draw_undo(context, "groups")
