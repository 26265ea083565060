"""Figures of the Groups page: who passes on whom, and a lane of posts for each group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.analysis.series import BINS
from core.export import style
from core.export.text import plain
from core.i18n import number

MOST_LANES = 8
LANE_GAP = 0.04
NAME_SIGNS = 28


def short(name: str) -> str:
    """A name that fits beside a chart, its tags shown and not obeyed."""
    cut = name if len(name) <= NAME_SIGNS else name[: NAME_SIGNS - 1].rstrip() + "…"
    return plain(cut)


def matrix_figure(
    matrix: pd.DataFrame, names: Sequence[str], label: Callable[[str], str], dark: bool, axes: tuple[str, str]
) -> dict[str, Any]:
    """A table of colours: rows are passed on, columns pass on; the number stands in each cell.

    ``matrix`` has source, target and posts; ``axes`` names the columns and the rows.
    """
    places = {name: place for place, name in enumerate(names)}
    grid = np.zeros((len(names), len(names)), dtype=int)
    for row in matrix.itertuples(index=False):
        if row.source in places and row.target in places:
            grid[places[row.source], places[row.target]] = row.posts
    called = [short(label(name)) for name in names]
    heat = {
        "type": "heatmap", "z": np.sqrt(grid).tolist(), "x": list(range(len(names))), "y": list(range(len(names))),
        "xgap": 2, "ygap": 2, "colorscale": style.colour_scale(dark), "showscale": False, "zmin": 0,
        "customdata": grid.tolist(), "hoverinfo": "skip",
    }  # fmt: skip
    deep = np.sqrt(grid.max()) * 0.55 if grid.size else 0.0
    numbers = [
        {
            "x": x, "y": y, "text": number(int(grid[y, x])), "showarrow": False,
            "font": {"size": 13, "color": _ink(float(np.sqrt(grid[y, x])), float(deep), dark)},
        }
        for y in range(len(names)) for x in range(len(names))
    ]  # fmt: skip
    ticks = {"tickvals": list(range(len(names))), "ticktext": called, "showgrid": False, "showline": False}
    layout = style.layout(
        dark,
        xaxis={**ticks, "side": "top", "title": {"text": axes[0]}, "ticks": "", "tickangle": "auto"},
        yaxis={**ticks, "autorange": "reversed", "title": {"text": axes[1]}},
        annotations=numbers,
        margin={"l": 60, "r": 8, "t": 60, "b": 8},
        height=90 + 48 * len(names),
    )
    return {"data": [heat], "layout": layout}


def _ink(value: float, deep: float, dark: bool) -> str:
    """The colour of a number that can be read on its cell: the scale runs away from the background."""
    return style.INK.on(dark != (value > deep))


def lanes_figure(
    lanes: pd.DataFrame, names: Sequence[str], width: str, label: Callable[[str], str], colour: Callable[[str], str],
    dark: bool,
) -> dict[str, Any]:  # fmt: skip
    """A lane of bars per part, one above the other on one clock; each lane has a scale of its own from zero."""
    shown = list(names)[:MOST_LANES]
    height = (1 - LANE_GAP * (len(shown) - 1)) / max(len(shown), 1)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for place, name in enumerate(shown):
        own = lanes[lanes["part"] == name]
        tail = "" if place == 0 else str(place + 1)
        bottom = 1 - (place + 1) * height - place * LANE_GAP
        axes[f"yaxis{tail}"] = {
            **style.layout(dark)["template"]["layout"]["yaxis"],
            "domain": [max(bottom, 0.0), min(bottom + height, 1.0)],
            "rangemode": "tozero", "nticks": 3, "title": None, "anchor": "x",
        }  # fmt: skip
        traces.append(
            {
                "type": "bar", "x": np.datetime_as_string(own["bin"].to_numpy("datetime64[s]")).tolist(),
                "y": own["n"].tolist(), "width": BINS[width] * 1000, "offset": 0, "yaxis": f"y{tail}",
                "name": short(label(name)), "marker": {"color": colour(name), "line": {"width": 0}},
                "hovertemplate": "%{x|%-d %b %Y %H:%M}<br>%{y:,}<extra></extra>",
            }
        )  # fmt: skip
    titles = [
        {
            "x": 0, "y": axes[f"yaxis{'' if i == 0 else i + 1}"]["domain"][1], "xref": "paper", "yref": "paper",
            "xanchor": "left", "yanchor": "top", "text": short(label(name)), "showarrow": False,
            "font": {"size": 13, "color": style.INK.on(dark)}, "bgcolor": style.PAPER.on(dark), "opacity": 0.9,
        }
        for i, name in enumerate(shown)
    ]  # fmt: skip
    layout = style.layout(
        dark,
        xaxis={"type": "date", "title": None, "anchor": f"y{len(shown) if len(shown) > 1 else ''}"},
        annotations=titles, showlegend=False, bargap=0, barmode="overlay", height=60 + 84 * max(len(shown), 1), **axes,
    )  # fmt: skip
    return {"data": traces, "layout": layout}
