"""Everything below the histogram and its accounts: what the share means, and how it differs inside the view."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.i18n import _
from pages.bot_scores import answers, doubt, parts, teach
from pages.bot_scores.chart import shares_figure
from pages.shared.context import Context
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.frames import frame_of


def draw(context: Context, counts: pd.DataFrame, above: dict[str, int], cut: float) -> None:
    """Everything below the histogram and its accounts: what the share means, and how it differs inside the view."""
    parts.draw_curve(context, counts, cut)
    doubt.draw(context, above, cut)
    draw_chosen(context, above, cut)
    teach.draw(context)


@st.fragment
def draw_chosen(context: Context, above: dict[str, int], cut: float) -> None:
    """One way to cut the share at a time: each reads more than the histogram, and a click must not wait for all."""
    names = {
        "language": _("By language"),
        "shares": _("Accounts, posts, reach"),
        "first": _("Who was first, groups, sample"),
        "hours": _("By hour of the day"),
    }
    chosen = st.segmented_control(
        _("See the share"), list(names), default="language", key="score-cut", format_func=names.get, required=True,
        bind="query-params",
    )  # fmt: skip
    if chosen == "shares":
        parts.draw_denominators(context, above, cut)
    elif chosen == "first":
        parts.draw_compared(context, cut)
    elif chosen == "hours":
        parts.draw_hours(context, cut)
    else:
        draw_languages(context, cut)


def draw_languages(context: Context, cut: float) -> None:
    """The share above the cut-off by the language of the posts."""
    st.header(_("By language"), anchor=False)
    rows = answers.by_language(context, cut)
    if not rows:
        st.caption(_("No language here has 30 scored accounts, the fewest of which a share is stated."))
        return
    about = _("Share of scored accounts above the cut-off, by language of their posts")
    frame = frame_of(context, about, answers.languages_alt(rows), method="intervals")
    figure_block("scores-lang", shares_figure(rows, context.dark), frame, lambda: answers.languages_table(rows),
                 height=90 + 34 * len(rows))  # fmt: skip
    method(
        _("Dots are counted shares, lines are 95 % Wilson intervals; languages below 30 scored accounts are left out."),
        "intervals",
    )
