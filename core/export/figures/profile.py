"""Figures of a profile: the rhythm of its week, and what its posts are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.export import style
from core.export.text import plain
from core.i18n import _


@dataclass(frozen=True)
class Part:
    """One of the small tables: its title, the labels and counts shown, how many values were left out, and
    which word of the address filters by its values, with ``part`` before each where they are no filter of all pages.
    """

    title: str
    rows: tuple[tuple[str, int], ...]
    left_out: int = 0
    filters_by: str = ""
    part: str = ""


def rhythm_grid(rhythm: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Posts by weekday (7 rows, Monday first) and hour (24 columns); not a number where there are none."""
    grid = np.full((7, 24), np.nan)
    for value, n in zip(rhythm["value"], rhythm["n"], strict=True):
        weekday, hour = map(int, value.split("-"))
        grid[weekday - 1, hour] = n
    return grid


def rhythm_figure(grid: np.ndarray[Any, Any], weekdays: Sequence[str], dark: bool) -> dict[str, Any]:
    """A heat map of the week; hours without posts are blank."""
    most = int(np.nanmax(grid)) if np.isfinite(grid).any() else 1
    bar = {"thickness": 8, "title": None, "dtick": max(1, round(most / 4)), "len": 1.0}
    heat = {
        "type": "heatmap", "z": grid.tolist(), "x": list(range(24)), "y": list(weekdays), "xgap": 1, "ygap": 1,
        "colorscale": style.colour_scale(dark), "hoverongaps": False, "zmin": 0, "zmax": most,
        "hovertemplate": "%{y} %{x}:00<br>%{z:,}<extra></extra>", "colorbar": bar,
    }  # fmt: skip
    ticks = list(range(0, 24, 6))
    layout = style.layout(
        dark,
        meta={"clocks": True},
        xaxis={"tickvals": ticks, "ticktext": [f"{h}:00" for h in ticks], "title": None, "showline": False},
        yaxis={"autorange": "reversed", "title": None, "showgrid": False},
        margin={"l": 40, "r": 8, "t": 8, "b": 28},
    )
    return {"data": [heat], "layout": layout}


def parts_figure(parts: Sequence[Part], posts: int, dark: bool) -> dict[str, Any]:
    """The small tables as one bar chart from zero, for a file: a row per value, named with its table."""
    named = [
        (_("{what}: {value}").format(what=plain(part.title), value=plain(label)), n)
        for part in parts
        for label, n in part.rows
    ]
    bar = {
        "type": "bar", "orientation": "h", "y": [name for name, _n in named], "x": [n for _name, n in named],
        "marker": {"color": style.PRIMARY.on(dark)}, "hovertemplate": "%{y}<br>%{x:,}<extra></extra>",
    }  # fmt: skip
    most = max([posts, *(n for _name, n in named)], default=1)
    layout = style.layout(
        dark,
        xaxis={"range": [0, most], "title": None, "type": "linear"},
        yaxis={"autorange": "reversed", "type": "category", "title": None},
        showlegend=False,
    )
    return {"data": [bar], "layout": layout}
