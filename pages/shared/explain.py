"""One sentence of method under a chart, with the way to the full text."""

from __future__ import annotations

import streamlit as st

from core.i18n import _
from pages.shared import filters

#: Which section of docs/METHODS.md answers for which charts.
SECTIONS = {
    "timeline": "Times, zones and bins",
    "firsts": "First seen",
    "events": "Documented events",
    "bursts": "Silences and bursts",
    "cascades": "Cascades",
    "spreaders": "Spreader graph",
    "botscore": "Bot score",
    "intervals": "Intervals",
    "findings": "Findings",
    "accounts": "Accounts and their counts",
    "records": "Records, merging and unknown values",
}


def method(sentence: str, section: str) -> None:
    """A sentence on how the chart is made, and a link to its section of the Methods page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(filters.plain(sentence), width="content")
        menu = filters.recall("menu") or {}
        if "methods" in menu:
            st.page_link(menu["methods"], label=_("How this is made"), query_params=filters.address(about=section))
