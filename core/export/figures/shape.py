"""Figures of the shape of one cascade: breadth by depth, and its first posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from core.export import style
from core.i18n import _, number


def breadth_figure(breadth: pd.DataFrame, dark: bool) -> dict[str, Any]:
    """Posts at each depth, as the mean of the drawn trees with the 90 % interval (depth, posts, low, high)."""
    error = {
        "type": "data", "symmetric": False, "thickness": 1.2, "color": style.INK.on(dark),
        "array": (breadth["high"] - breadth["posts"]).clip(lower=0).tolist(),
        "arrayminus": (breadth["posts"] - breadth["low"]).clip(lower=0).tolist(),
    }  # fmt: skip
    bar = {
        "type": "bar", "x": breadth["depth"].tolist(), "y": breadth["posts"].tolist(), "error_y": error,
        "customdata": breadth["depth"].tolist(), "marker": {"color": style.PRIMARY.on(dark)}, "showlegend": False,
        "hovertemplate": "%{x}: %{y:,.0f}<extra></extra>",
    }  # fmt: skip
    layout = style.layout(
        dark,
        xaxis={"title": {"text": _("Depth: steps from the root")}, "dtick": 1},
        yaxis={"title": {"text": _("Posts")}, "rangemode": "tozero"},
    )
    return {"data": [bar], "layout": layout}


def early_figure(
    rows: pd.DataFrame, colour: Callable[[str, bool], str], name: Callable[[str], str], dark: bool
) -> dict[str, Any]:
    """The first posts of a cascade by one property (value, n), as bars."""
    bar = {
        "type": "bar", "orientation": "h", "x": rows["n"].tolist(), "y": [name(str(v)) for v in rows["value"]],
        "marker": {"color": [colour(str(v), dark) for v in rows["value"]]}, "text": rows["n"].map(number).tolist(),
        "customdata": rows["value"].tolist(), "showlegend": False, "hovertemplate": "%{y}: %{x}<extra></extra>",
    }  # fmt: skip
    layout = style.layout(
        dark, yaxis={"autorange": "reversed"},
        xaxis={"title": {"text": _("Posts")}, "range": [0, 1.15 * float(rows["n"].max())]},  # room for the last number
    )  # fmt: skip
    return {"data": [bar], "layout": layout}
