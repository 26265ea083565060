"""The share above the cut-off seen in other ways: by cut-off, by reach, by who was first, by group, by hour."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.analysis.intervals import wilson
from core.export import style
from core.i18n import _, number, percent
from pages.bot_scores.answers import LEAST
from pages.bot_scores.chart import shares_figure
from pages.shared import cached_scores
from pages.shared.cached_scores import FIRST_H
from pages.shared.context import Context
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.frames import frame_of
from pages.shared.tiles import tiles

#: Accounts in the random sample of the case.
SAMPLE = 1_000

Row = tuple[str, int, int, float, float]


def row(name: str, frame: pd.DataFrame, cut: float, column: str = "accounts") -> Row | None:
    """Name, above, scored and the Wilson interval of a frame with bins; None below 30."""
    scored = int(frame[column].sum())
    above = int(frame.loc[frame["bin"] >= round(cut * 4), column].sum())
    return (name, above, scored, *wilson(above, scored)) if scored >= LEAST else None


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


def rows_table(rows: list[Row]) -> pd.DataFrame:
    """The numbers behind the dots."""
    return pd.DataFrame(rows, columns=["part", "above", "scored", "low", "high"])


def rows_alt(rows: list[Row]) -> str:
    """The rows in words."""
    line = _("{name}: {share} of {n}")
    return "; ".join(line.format(name=r[0], share=percent(r[1] / r[2]), n=number(r[2])) for r in rows)


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


def curve_rows(counts: pd.DataFrame) -> list[Row]:
    """The share above each quarter of a point, with its Wilson interval."""
    scored = counts[counts["status"] == "scored"]
    n = int(scored["accounts"].sum())
    above = [int(scored.loc[scored["score_bin"] >= place, "accounts"].sum()) for place in range(21)]
    return [(str(place / 4), k, n, *wilson(k, n)) for place, k in enumerate(above)] if n >= LEAST else []


def curve_alt(rows: list[Row], cut: float) -> str:
    """The curve in words."""
    near = [rows[place] for place in sorted({8, 12, 16, round(cut * 4)}) if place < len(rows)]
    line = _("at {cut}: {share}")
    return "; ".join(line.format(cut=number(float(r[0]), 2), share=percent(r[1] / r[2])) for r in near)


def curve_figure(rows: list[Row], cut: float, dark: bool) -> dict[str, Any]:
    """A line with its interval as a band."""
    x = [float(r[0]) for r in rows]
    colour = style.band_colour("signs", dark)
    thin = {"width": 1, "dash": "dot", "color": style.QUIET.on(dark)}
    edge = {"type": "scatter", "mode": "lines", "line": thin, "hoverinfo": "skip", "showlegend": False}
    share = {
        "type": "scatter", "mode": "lines", "x": x, "y": [r[1] / r[2] for r in rows], "showlegend": False,
        "line": {"color": colour, "width": 2}, "hovertemplate": "%{x}: %{y:.1%}<extra></extra>",
    }  # fmt: skip
    lower = {**edge, "x": x, "y": [r[3] for r in rows]}
    grey = style.faint(style.QUIET.on(dark), 0.2)
    upper = {**edge, "x": x, "y": [r[4] for r in rows], "fill": "tonexty", "fillcolor": grey}
    mark = {
        "type": "line",
        "x0": cut,
        "x1": cut,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"dash": "dot", "width": 1.5, "color": style.INK.on(dark)},
    }
    layout = style.layout(
        dark, showlegend=False, shapes=[mark],
        xaxis={"title": {"text": _("Cut-off")}, "range": [0, 5]}, yaxis={"tickformat": ".0%", "rangemode": "tozero"},
    )  # fmt: skip
    return {"data": [lower, upper, share], "layout": layout}


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


def hours_figure(rows: list[Row], dark: bool) -> dict[str, Any]:
    """One bar per hour."""
    bars = {
        "type": "bar", "x": [r[0] for r in rows], "y": [r[1] / r[2] for r in rows], "showlegend": False,
        "marker": {"color": style.band_colour("signs", dark)},
        "hovertemplate": "%{x} h: %{y:.1%}<extra></extra>",
    }  # fmt: skip
    layout = style.layout(
        dark, showlegend=False, xaxis={"title": {"text": _("Hour")}, "type": "category"},
        yaxis={"tickformat": ".0%", "rangemode": "tozero"},
    )  # fmt: skip
    return {"data": [bars], "layout": layout}
