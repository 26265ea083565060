"""Everything below the histogram and its accounts: what the share means, and how it differs inside the view."""

from __future__ import annotations

import streamlit as st

from core.export.context import Context
from core.export.figures import score_words
from core.i18n import _
from pages.bot_scores import doubt, kept, parts, teach
from pages.shared.explain import heading, method
from pages.shared.export import figure_block


def draw(context: Context, above: dict[str, int], cut: float) -> None:
    """Everything below the histogram and its accounts: what the share means, and how it differs inside the view."""
    draw_curve(context, cut)
    doubt.draw(context, kept.corrected(context, cut), above, cut)
    draw_chosen(context, above, cut)
    teach.draw(context)


def draw_curve(context: Context, cut: float) -> None:
    """How the share moves with the cut-off: a threshold is a choice."""
    picture = kept.curve(context, cut)
    if picture is None:
        return
    st.html(heading(_("How the share moves with the cut-off")))
    rows = picture.rows
    figure_block("scores-curve", picture.spec, picture.frame, lambda: parts.rows_table(rows), height=240)


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
    picture = kept.languages(context, cut)
    if picture is None:
        st.caption(_("No language here has 30 scored accounts, the fewest of which a share is stated."))
        return
    figure_block(
        "scores-lang", picture.spec, picture.frame, lambda: score_words.languages_table(picture.rows),
        height=90 + 34 * len(picture.rows),
    )  # fmt: skip
    method(
        _("Dots are counted shares, lines are 95 % Wilson intervals; languages below 30 scored accounts are left out."),
        "intervals",
    )
