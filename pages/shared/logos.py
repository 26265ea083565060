"""The newsroom's logo: chosen once, on every figure that is saved in this session."""

from __future__ import annotations

import streamlit as st

from core.errors import CaseError
from core.export.logo import Logo, logo_of
from core.i18n import _
from pages.shared import filters

_KEPT, _TURN = "logo_kept", "logo_turn"


def kept() -> Logo | None:
    """The logo of this session."""
    found: Logo | None = filters.recall(_KEPT)
    return found


def draw(key: str) -> Logo | None:
    """The logo, with what chooses it and takes it off."""
    turn = int(filters.recall(_TURN) or 0)
    with st.expander(_("Logo")):
        file = st.file_uploader(
            _("PNG or SVG, at most 200 kB"), ["png", "svg"], key=f"{key}-logo-{turn}",
            help=_("It stands below every figure that you save in this session."),
        )  # fmt: skip
        if file is not None:
            try:
                filters.remember(_KEPT, logo_of(file.getvalue(), file.name))
            except CaseError as error:
                st.error(filters.plain(str(error)))
        if kept():
            st.button(_("Take the logo off"), key=f"{key}-logo-off", on_click=_take_off)
    return kept()


def _take_off() -> None:
    filters.remember(_KEPT, None)
    filters.remember(_TURN, int(filters.recall(_TURN) or 0) + 1)  # an uploader keeps its file; a new one has none
