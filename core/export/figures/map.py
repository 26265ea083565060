"""The spreader map as a figure: circles, links and names in a Plotly spec, for every kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.export import style
from core.export.text import plain

SMALLEST_PX, LARGEST_PX = 5.0, 44.0
#: The largest circles carry their names, where these do not cover each other (shares of the map's sides).
NAMED = 8
APART = (0.12, 0.09)
#: Upper ends of the classes of link width, as shares of the heaviest link, with the width in px.
WIDTHS = ((0.05, 0.6), (0.25, 1.2), (0.6, 2.2), (1.0, 3.6))


def map_figure(
    nodes: pd.DataFrame, links: pd.DataFrame, legend: Sequence[tuple[str, str]], dark: bool
) -> dict[str, Any]:
    """The map: ``nodes`` (account_key, label, x, y, size 0 to 1, colour, title), ``links`` (source, target, n)."""
    traces = [*_links(nodes, links, dark), *_circles(nodes, legend, dark)]
    named = nodes[nodes["size"] > 0]
    named = named.assign(radius=(SMALLEST_PX + (LARGEST_PX - SMALLEST_PX) * named["size"].astype(float) ** 0.5) / 2)
    return {"data": traces, "layout": layout(nodes, named, dark, NAMED)}


def layout(places: pd.DataFrame, named: pd.DataFrame, dark: bool, most: int) -> dict[str, Any]:
    """The layout of a map of ``places`` (x, y), with ``most`` names of ``named`` (as in ``names``)."""
    return style.layout(
        dark,
        **axes(places),
        annotations=names(named, dark, most),
        showlegend=True,
        dragmode="pan",
        meta={"colours_told": True},
    )


def axes(nodes: pd.DataFrame) -> dict[str, Any]:
    """Axes that nobody sees, with room for every place; y counts downwards, as on screen."""
    hidden = {"visible": False, "showgrid": False, "zeroline": False, "type": "linear", "automargin": False}
    return {"xaxis": {**hidden, "range": _range(nodes["x"])}, "yaxis": {**hidden, "range": _range(nodes["y"])[::-1]}}


def _range(places: pd.Series[Any]) -> list[float]:
    low, high = float(places.min()), float(places.max())
    room = 0.06 * ((high - low) or 1.0)
    return [low - room, high + room]


def _links(nodes: pd.DataFrame, links: pd.DataFrame, dark: bool) -> list[dict[str, Any]]:
    place = {row.account_key: (float(row.x), float(row.y)) for row in nodes.itertuples(index=False)}
    known = links[links["source"].isin(place) & links["target"].isin(place)]
    heaviest = float(known["n"].max()) if len(known) else 1.0
    opacity = round(min(0.5, max(0.14, 160 / max(len(known), 1))), 2)
    traces, low = [], 0.0
    for high, width in WIDTHS:
        share = known["n"] / heaviest
        rows = known[(share > low) & (share <= high)]
        x: list[float | None] = []
        y: list[float | None] = []
        for source, target in zip(rows["source"], rows["target"], strict=True):
            (x0, y0), (x1, y1) = place[source], place[target]
            x += [x0, x1, None]
            y += [y0, y1, None]
        line = {"width": width, "color": style.QUIET.on(dark)}
        traces += [{"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "opacity": opacity,
                    "hoverinfo": "skip", "showlegend": False}] if x else []  # fmt: skip
        low = high
    return traces


def _circles(nodes: pd.DataFrame, legend: Sequence[tuple[str, str]], dark: bool) -> list[dict[str, Any]]:
    traces = []
    for name, colour in legend:
        own = nodes[nodes["colour"] == colour]
        size = SMALLEST_PX + (LARGEST_PX - SMALLEST_PX) * np.sqrt(own["size"].to_numpy(dtype=float))
        text = [f"{plain(row.label)}<br>" + "<br>".join(map(plain, str(row.title).split("\n")[1:]))
                for row in own.itertuples(index=False)]  # fmt: skip
        marker = {"size": np.round(size, 1).tolist(), "color": colour, "opacity": 0.9,
                  "line": {"width": 0.8, "color": style.PAPER.on(dark)}}  # fmt: skip
        traces.append({"type": "scatter", "mode": "markers", "x": own["x"].tolist(), "y": own["y"].tolist(),
                       "marker": marker, "name": plain(name), "text": text, "showlegend": True,
                       "hovertemplate": "%{text}<extra></extra>"})  # fmt: skip
    return traces


def names(nodes: pd.DataFrame, dark: bool, most: int) -> list[dict[str, Any]]:
    """The labels of the largest ``nodes`` (label, x, y, radius in px), where they do not cover each other."""
    font = {"size": 12, "color": style.INK.on(dark)}
    wide, tall = (float(nodes[c].max() - nodes[c].min()) or 1.0 for c in ("x", "y"))
    placed: list[tuple[float, float]] = []
    notes: list[dict[str, Any]] = []
    for row in nodes.nlargest(4 * most, "radius").itertuples(index=False):
        x, y = float(row.x) / wide, float(row.y) / tall
        if len(placed) == most or any(abs(x - a) < APART[0] and abs(y - b) < APART[1] for a, b in placed):
            continue
        placed.append((x, y))
        notes.append({"x": float(row.x), "y": float(row.y), "text": plain(row.label), "showarrow": False, "font": font,
                      "yshift": float(row.radius) + 9, "halo": True})  # fmt: skip
    return notes
