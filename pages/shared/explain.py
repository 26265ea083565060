"""One sentence of method under a chart, with the way to the full text."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.i18n import _
from pages.shared import filters

EXPLAIN = "explain"


def draw_switch() -> None:
    """The switch that takes the explanations under charts away, for the session."""
    st.toggle(_("Explain the charts"), value=True, key=EXPLAIN, persist_state="session")


def heading(text: str) -> str:
    """The name of a section as HTML, escaped: the browser takes 7 ms for each piece of Markdown, none for this."""
    return f'<h2 class="wh-heading">{escape(text)}</h2>'


def quiet(text: str) -> str:
    """A sentence beside the matter as HTML, escaped."""
    return f'<p class="wh-quiet">{escape(text)}</p>'


def method(sentence: str, section: str) -> None:
    """A sentence on how the chart is made, and a link to its section of the Methods page; neither, where a reporter
    who knows them has switched explanations off.
    """
    if not filters.recall(EXPLAIN, True):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(quiet(sentence), width="content")
        menu = filters.recall("menu") or {}
        if "methods" in menu:
            st.page_link(menu["methods"], label=_("How this is made"), query_params=filters.address(about=section))
