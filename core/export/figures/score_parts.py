"""The share above the cut-off by cut-off and by hour: rows, words and figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.analysis.intervals import wilson
from core.export import style
from core.export.figures.score_words import LEAST
from core.i18n import _, number, percent
from core.model import SCORE_BINS

#: Accounts in the random sample of the case.
SAMPLE = 1_000


Row = tuple[str, int, int, float, float]


def row(name: str, frame: pd.DataFrame, cut: float, column: str = "accounts") -> Row | None:
    """Name, above, scored and the Wilson interval of a frame with bins; None below 30."""
    scored = int(frame[column].sum())
    above = int(frame.loc[frame["bin"] >= round(cut * 4), column].sum())
    return (name, above, scored, *wilson(above, scored)) if scored >= LEAST else None


def rows_table(rows: list[Row]) -> pd.DataFrame:
    """The numbers behind the dots."""
    return pd.DataFrame(rows, columns=["part", "above", "scored", "low", "high"])


def rows_alt(rows: list[Row]) -> str:
    """The rows in words."""
    line = _("{name}: {share} of {n}")
    return "; ".join(line.format(name=r[0], share=percent(r[1] / r[2]), n=number(r[2])) for r in rows)


def curve_rows(counts: pd.DataFrame) -> list[Row]:
    """The share above each quarter of a point, with its Wilson interval."""
    scored = counts[counts["status"] == "scored"]
    bins = scored["score_bin"].to_numpy(dtype=np.int64)
    in_bin = np.bincount(bins, weights=scored["accounts"].to_numpy(dtype=float), minlength=SCORE_BINS + 1)
    above = in_bin[::-1].cumsum()[::-1].astype(int).tolist()[: SCORE_BINS + 1]
    n = above[0]
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
    upper = {
        **edge,
        "x": x,
        "y": [r[4] for r in rows],
        "fill": "tonexty",
        "fillcolor": style.faint(style.QUIET.on(dark), 0.2),
    }
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
