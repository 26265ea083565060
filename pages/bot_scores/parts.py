"""The share above the cut-off seen in other ways: by cut-off, by reach, by who was first, by group, by hour."""

from __future__ import annotations

import streamlit as st

from core.export.context import Context
from core.export.figures.score_parts import (
    SAMPLE,
    Row,
    hours_figure,
    row,
    rows_alt,
    rows_table,
)
from core.export.figures.score_words import LEAST
from core.export.figures.scores import shares_figure
from core.i18n import _, number, percent
from pages.shared import cached_scores
from pages.shared.cached_scores import FIRST_H
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.frames import frame_of
from pages.shared.tiles import tiles


def compared(context: Context, cut: float) -> list[Row]:
    """The view, the first hours, the rest, a random sample, and each group: those with at least 30 scored accounts."""
    parts = cached_scores.score_parts(context.case_id, context.filters)
    early = parts["early"].astype(bool)
    sample = cached_scores.score_sample(context.case_id, SAMPLE)
    groups = cached_scores.group_scores(context.case_id, context.filters)
    rows = [
        row(_("All accounts of this view"), parts, cut),
        row(_("There in the first {n} hours").format(n=FIRST_H), parts[early], cut),
        row(_("Came later"), parts[~early], cut),
        row(_("Random sample of {n} of the case").format(n=number(SAMPLE)), sample, cut),
        *(row(str(name), groups[groups["name"] == name], cut) for name in groups["name"].unique()),
    ]
    return [found for found in rows if found]


def draw_compared(context: Context, cut: float) -> None:
    """Who was there first, groups and a random sample beside each other."""
    st.header(_("Who was there first, groups, and a random sample"), anchor=False)
    rows = compared(context, cut)
    if not rows:
        st.caption(_("Fewer than 30 scored accounts: no share is stated."))
        return
    about = _("Share of scored accounts above the cut-off, by when they came and by group")
    frame = frame_of(context, about, rows_alt(rows), method="intervals")
    spec = shares_figure(rows, context.dark)
    figure_block("scores-compared", spec, frame, lambda: rows_table(rows), height=90 + 34 * len(rows))
    method(
        _("Dots are counted shares, lines are 95 % Wilson intervals; nothing below 30 scored accounts is shown."),
        "intervals",
    )


def draw_denominators(context: Context, above: dict[str, int], cut: float) -> None:
    """Accounts, posts and potential reach side by side: three different shares."""
    parts = cached_scores.score_parts(context.case_id, context.filters)
    reach, theirs = int(parts["reach"].sum()), int(parts.loc[parts["bin"] >= round(cut * 4), "reach"].sum())
    if above["scored"] < LEAST:
        return
    st.subheader(_("Three shares that are often mixed up"), anchor=False)
    pairs = (
        (_("of the accounts"), above["above"], above["scored"]),
        (_("of the posts"), above["above_posts"], above["scored_posts"]),
        (_("of the potential reach"), theirs, reach),
    )
    note = _("{k} of {n}; scored accounts only")
    shown = [(name, percent(k / n, 1), note.format(k=number(k), n=number(n))) for name, k, n in pairs if n]
    st.html(tiles(shown))


def hour_rows(context: Context, cut: float) -> list[Row]:
    """The share of posts by accounts above the cut-off per hour of the day; hours below 30 posts are left out."""
    hours = cached_scores.score_hours(context.case_id, context.filters)
    rows = [row(f"{hour:02d}", hours[hours["hour"] == hour], cut, "posts") for hour in range(24)]
    return [found for found in rows if found]


def draw_hours(context: Context, cut: float) -> None:
    """The share of posts by accounts above the cut-off over the day."""
    st.header(_("By hour of the day"), anchor=False)
    rows = hour_rows(context, cut)
    if not rows:
        st.caption(_("Fewer than 30 posts of scored accounts in every hour."))
        return
    title = _("Share of posts by accounts above the cut-off, by hour of the day")
    frame = frame_of(context, title, rows_alt(rows), method="botscore")
    figure_block("scores-hours", hours_figure(rows, context.dark), frame, lambda: rows_table(rows), height=260)
    method(_("Counted shares of posts; one account writes many, so they have no interval."), "botscore")
