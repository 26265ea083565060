"""The map in words, and a way to save it and the whole graph of the view."""

from __future__ import annotations

import streamlit as st

from core.export.frame import Frame
from core.i18n import _
from pages.shared.saver import draw_dialog


def draw(about: Frame, figure: str) -> None:
    """The map in words, and as picture, page and table; the whole graph for Gephi and other programs.

    ``figure``: the map of the page in the catalogue of exports.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(_("Describe this graph"), type="tertiary", key="spreaders-described"):
            st.text(about.alt)
        with st.container(width="content"):
            draw_dialog(figure, figure)
        with st.container(width="content"):
            draw_dialog("spreader-links", "spreader-links", _("Save links (CSV, Gephi)"))
