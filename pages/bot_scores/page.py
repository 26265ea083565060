"""How much of the spreading looks automated?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures import score_words
from core.i18n import _
from pages.bot_scores import answers, kept, sections
from pages.shared.explain import method
from pages.shared.export import figure_block


@st.fragment
def show(context: Context) -> None:
    """The histogram with its cut-off, the share above it with an interval, and the accounts behind a bar."""
    cut, unit = draw_controls()
    above, counts = kept.above(context, cut), kept.counts(context)
    answers.draw(above, cut)
    if counts.empty:
        st.info(_("No account here. Take a filter off, or choose a longer period."))
        return
    picture = kept.histogram(context, unit, cut)
    figure_block(
        answers.CHART, picture.spec, picture.frame, lambda: score_words.table(counts), on_select=answers.take_click,
        selection_mode=("points",), height=430,
    )  # fmt: skip
    method(
        _("How much a profile resembles profiles that people labelled as automated; unfit to accuse one account."),
        "botscore",
    )
    draw_behind(context, counts)
    sections.draw(context, above, cut)


def draw_controls() -> tuple[float, str]:
    """The cut-off, and what is counted."""
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
    cut = left.slider(_("Cut-off"), 0.0, 5.0, 3.0, 0.25, key="cut", bind="query-params")
    units = {"accounts": _("Accounts"), "posts": _("Their posts")}
    unit = right.segmented_control(
        _("Count"), list(units), default="accounts", key="score-unit", format_func=units.get, required=True,
        bind="query-params",
    )  # fmt: skip
    return float(cut), str(unit or "accounts")


def draw_behind(context: Context, counts: pd.DataFrame) -> None:
    """The accounts behind the bar that was clicked or chosen, by time and not by score."""
    st.header(_("The accounts behind a bar"), anchor=False)
    if (bar := answers.choose_bar()) is not None:
        answers.draw_accounts(context, bar, counts)
