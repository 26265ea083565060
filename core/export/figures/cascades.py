"""Figures of one cascade: the tree over time and its growth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.series import largest_parts
from core.export import style
from core.i18n import _

Floats = npt.NDArray[np.float64]
#: More links than this are not drawn; the points stay.
MOST_LINKS = 2500
#: Of more posts than this a part is drawn, see ``thin``. SVG, because many newsroom laptops have no WebGL.
MOST_POINTS = 2500
SPREAD = 0.36
#: Where the root stands on the logarithmic axis, in seconds; posts of the same second stand beside it.
ROOT_S = 0.7


def heights(tree: pd.DataFrame) -> Floats:
    """Where each post stands: its depth, moved a little by a fixed amount so that posts of a moment stay apart."""
    golden = (tree["post_no"].to_numpy(dtype=float) * 0.618033988749895) % 1.0
    placed: Floats = tree["depth"].to_numpy(dtype=float) + (golden - 0.5) * 2 * SPREAD
    return placed


def tree_figure(
    tree: pd.DataFrame,
    root_at: datetime,
    part: str,
    colour: Callable[[str, bool], str],
    name: Callable[[str], str],
    dark: bool,
    since_root: bool = False,
    least_p: float = 0.5,
) -> dict[str, Any]:
    """Every post by time and depth; stated links solid, links to the root that the platform gave dotted.

    ``tree`` has post_no, parent_no, depth, source, at (local clock) and the column ``part`` that gives the colour and
    the symbol; the rarer parts share one.
    With ``since_root`` the axis is the time since the root, logarithmic, so that the first minutes have room.
    """
    tree = tree.assign(x=_elapsed(tree["at"], root_at) if since_root else tree["at"])
    start: Any = ROOT_S if since_root else root_at
    y = heights(tree)
    places = {int(no): (at, height) for no, at, height in zip(tree["post_no"], tree["x"], y, strict=True)}
    traces = []
    if len(tree) <= MOST_LINKS:
        traces += [_links(tree, places, start, stated, dark) for stated in (False, True)]
        traces += _inferred(tree, places, start, least_p, dark)
    parts = largest_parts(tree[part], style.MOST_CLASSES)
    cues = style.cues(parts.unique())
    for value in sorted(parts.value_counts().index, key=lambda value: value == "other"):
        chosen = (parts == value).to_numpy()
        look = {"color": colour(str(value), dark), "symbol": cues[value].symbol}
        traces.append(_points(tree[chosen], y[chosen], name(str(value)), look, dark))
    traces.append(_root(start, root_at, dark))
    deepest = int(tree["depth"].max())
    layout = style.layout(
        dark,
        dragmode="select",
        hovermode="closest",
        xaxis=_elapsed_axis() if since_root else {"type": "date"},
        yaxis={
            "autorange": False, "range": [deepest + 0.6, -0.6], "tickvals": list(range(deepest + 1)),
            "title": {"text": _("Depth: steps from the root")}, "zeroline": False,
        },
        legend={"yref": "container", "y": 0, "yanchor": "bottom"},
        margin={"b": 96},
    )  # fmt: skip
    return {"data": traces, "layout": layout}


def _links(
    tree: pd.DataFrame,
    places: dict[int, tuple[Any, float]],
    start: Any,  # noqa: ANN401 - a time or a number of seconds
    stated: bool,
    dark: bool,
) -> dict[str, Any]:
    x: list[Any] = []
    y: list[float | None] = []
    root = (start, 0.0)
    wanted = (tree["source"] != "star") if stated else (tree["source"] == "star") & ~elsewhere(tree)
    for row in tree[wanted].itertuples(index=False):
        parent = root if pd.isna(row.parent_no) else places.get(int(row.parent_no), root)
        child = places[int(row.post_no)]
        x += [parent[0], child[0], None]
        y += [parent[1], child[1], None]
    line = {"width": 0.9 if stated else 0.6, "dash": "solid" if stated else "dot"}
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
        "line": {**line, "color": style.OTHER.on(dark)},
        "name": _("Stated link") if stated else _("Platform names only the root"), "legendgroup": "links",
    }  # fmt: skip


def elsewhere(tree: pd.DataFrame) -> pd.Series:
    """True for posts that likelier passed on another post than the one their platform names."""
    if "likely_no" not in tree:
        return pd.Series(False, index=tree.index)
    return (tree["likely_no"].notna() & (tree["likely_no"] != tree["parent_no"])).fillna(False).astype(bool)


#: Likely links are drawn in so many widths.
WIDTHS = ((0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.01))


def _inferred(
    tree: pd.DataFrame,
    places: dict[int, tuple[Any, float]],
    start: Any,  # noqa: ANN401 - see _links
    least_p: float,
    dark: bool,
) -> list[dict[str, Any]]:
    """Links to the likeliest parent, dashed, the thinner the less likely; those under ``least_p`` are left out."""
    traces: list[dict[str, Any]] = []
    likely = tree[elsewhere(tree)]
    if not len(likely):
        return traces
    for low, high in WIDTHS:
        rows = likely[(likely["likely_p"] >= max(low, least_p)) & (likely["likely_p"] < high)]
        if not len(rows):
            continue
        x: list[Any] = []
        y: list[float | None] = []
        for row in rows.itertuples(index=False):
            parent, child = places.get(int(row.likely_no), (start, 0.0)), places[int(row.post_no)]
            x += [parent[0], child[0], None]
            y += [parent[1], child[1], None]
        traces.append(
            {
                "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "legendgroup": "inferred",
                "line": {"width": 0.5 + (low + high) / 2, "dash": "dash", "color": style.PRIMARY.on(dark)},
                "name": _("Likely link, not stated"), "showlegend": not traces,
            }
        )  # fmt: skip
    return traces


def _points(tree: pd.DataFrame, y: Floats, name: str, look: dict[str, str], dark: bool) -> dict[str, Any]:
    size = 5 + np.sqrt(np.clip(tree["followers"].astype(float).fillna(0).to_numpy(), 0, 2e6)) / 90
    return {
        "type": "scatter", "mode": "markers", "x": tree["x"].tolist(),
        "y": y.tolist(), "name": name, "customdata": tree["post_no"].tolist(),
        "text": [_hover(*row) for row in zip(tree["handle"], tree["kind_name"], tree["at"], strict=True)],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": size.tolist(), **look, "line": {"width": 0.5, "color": style.PAPER.on(dark)}},
    }  # fmt: skip


def _hover(handle: object, kind: str, at: pd.Timestamp) -> str:
    who = f"@{handle}" if isinstance(handle, str) else "–"
    return f"{who} · {kind}".replace("<", "‹").replace(">", "›") + f"<br>{at:%Y-%m-%d %H:%M:%S}"


def _elapsed(at: pd.Series, root_at: datetime) -> pd.Series:
    return (at - root_at).dt.total_seconds().clip(lower=ROOT_S)


def _elapsed_axis() -> dict[str, Any]:
    # On a telephone a decade is 40 px wide: lines without words stand between the marks that are named.
    steps: tuple[tuple[int, str], ...] = (
        (1, _("1 s")), (10, ""), (60, _("1 min")), (600, ""), (3600, _("1 h")), (21_600, ""), (86_400, _("1 d")),
        (604_800, ""), (2_592_000, _("30 d")), (31_536_000, _("1 year")),
    )  # fmt: skip
    return {
        "type": "log", "tickvals": [s for s, _text in steps], "ticktext": [text for _s, text in steps],
        "title": {"text": _("Time since the root (logarithmic)")}, "showgrid": True,
    }  # fmt: skip


def _root(x: Any, root_at: datetime, dark: bool) -> dict[str, Any]:  # noqa: ANN401 - see _links
    marker = {"size": 15, "symbol": "diamond", "color": style.INK.on(dark)}
    return {
        "type": "scatter", "mode": "markers", "x": [x], "y": [0], "name": _("Root"), "marker": marker,
        "hovertemplate": f"{root_at:%Y-%m-%d %H:%M:%S}<extra></extra>",
    }  # fmt: skip


def growth_figure(times: pd.Series, dark: bool) -> dict[str, Any]:
    """How the cascade grew: posts so far, root included, at each moment (local clock), and posts per hour."""
    ordered = times.sort_values()
    n = np.arange(2, len(ordered) + 2)
    keep = np.unique(np.linspace(0, len(ordered) - 1, min(len(ordered), 1500)).astype(int))
    line = {"color": style.PRIMARY.on(dark), "width": 2, "shape": "hv"}
    trace = {
        "type": "scatter", "mode": "lines", "x": ordered.iloc[keep].tolist(), "y": n[keep].tolist(), "line": line,
        "hovertemplate": "%{x|%d %b %H:%M}<br>%{y:,}<extra></extra>", "showlegend": False,
    }  # fmt: skip
    layout = style.layout(
        dark, yaxis={"rangemode": "tozero", "title": {"text": _("Posts so far")}}, xaxis={"type": "date"},
        yaxis2={"overlaying": "y", "side": "right", "rangemode": "tozero", "showgrid": False,
                "title": {"text": _("Posts per hour")}},
    )  # fmt: skip
    return {"data": [trace, _rate(ordered, dark)], "layout": layout}


def _rate(ordered: pd.Series, dark: bool) -> dict[str, Any]:
    """Posts per hour in sixty equal steps of the cascade's life; each bar carries the places in time of its posts."""
    seconds = (ordered - ordered.iloc[0]).dt.total_seconds().to_numpy()
    counts, edges = np.histogram(seconds, bins=60, range=(0.0, max(float(seconds[-1]), 60.0)))
    middle = ordered.iloc[0] + pd.to_timedelta((edges[1:] + edges[:-1]) / 2, unit="s")
    until = np.cumsum(counts)
    return {
        "type": "bar", "customdata": np.column_stack([until - counts, until]).tolist(), "x": middle.tolist(),
        "y": (counts * 3600.0 / (edges[1] - edges[0])).tolist(), "yaxis": "y2",
        "marker": {"color": style.OTHER.on(dark)}, "showlegend": False, "name": _("Posts per hour"),
        "hovertemplate": "%{y:,.0f}<extra></extra>",
    }  # fmt: skip


def thin(tree: pd.DataFrame, most: int = MOST_POINTS) -> pd.DataFrame:
    """At most ``most`` posts: all that pass the story on, then an even sample over time of the rest."""
    if len(tree) <= most:
        return tree
    parents = tree["post_no"].isin(tree["parent_no"])
    rest = tree[~parents]
    room = max(most - int(parents.sum()), 0)
    even = rest.iloc[np.linspace(0, len(rest) - 1, room).astype(int)] if room else rest.iloc[:0]
    return pd.concat([tree[parents].head(most), even]).sort_values("at")
