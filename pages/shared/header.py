"""The top of every page: the question, n of N with the active filter, and the mark of simulated data."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from core.export.context import Context
from core.i18n import _
from pages import PageInfo
from pages.shared import filters

STYLE = Path(__file__).with_name("assets") / "whence.css"
_PHONE, _FOLDED = "@media (max-width: 640px)", "[data-testid=stExpandSidebarButton]"


def draw_style() -> None:
    """Our few style rules, beside the theme of .streamlit/config.toml; on a telephone the folded menu has a name."""
    name = _("Menu and filter").replace("'", "").replace("<", "")
    st.html(f"<style>{_sheet()} {_PHONE} {{ {_FOLDED}::after {{ content: '{name}'; }} }}</style>")


@lru_cache(maxsize=1)
def _sheet() -> str:
    return STYLE.read_text(encoding="utf-8")


def draw(page: PageInfo, context: Context | None) -> None:
    """Mark, question, chips."""
    if context and context.case.simulated:
        st.html(f'<div class="wh-simulated" role="note">{escape(simulated_text())}</div>')
    st.title(page.question, anchor=False)
    _draw_not_understood()
    if context:
        filters.draw_chips(context.filters, f"{escape(context.n_text)} · {escape(context.zone_text)}")


def _draw_not_understood() -> None:
    """What of the link was ignored, so that nobody takes the whole case for a filtered one."""
    ignored = [*(filters.recall("no_such_case") or ()), *(filters.recall("not_understood") or ())]
    if ignored:
        text = _("Not understood in the link, and ignored: {words}").format(words=", ".join(ignored))
        st.warning(filters.plain(text))


def simulated_text() -> str:
    """The mark of the demo case, in full."""
    return _("SIMULATED DATA – every account and every post is invented")


def draw_no_case() -> None:
    """What to do where there are no data yet."""
    st.info(_("There are no data yet. Drop an export file on the Import page, or make the demo case."))
    menu = filters.recall("menu") or {}
    if "imports" in menu:
        st.page_link(menu["imports"], label=_("Import files"))
