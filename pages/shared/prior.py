"""The share of automated accounts that the reporter assumes: one slider for every page that turns scores into odds."""

from __future__ import annotations

import streamlit as st

from core.analysis.botscore import USUAL_PRIOR
from core.i18n import _


def prior() -> float:
    """The share of automated accounts that the reporter assumes."""
    with st.container(width=360):
        share = st.slider(
            _("Share of automated accounts that you assume"), 1, 90, round(100 * USUAL_PRIOR), format="%d%%",
            key="prior", bind="query-params",
        )  # fmt: skip
    return float(share) / 100
