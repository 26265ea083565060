"""The spreader graph in the browser: pyvis prepares it, assets/graph.js draws it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from core.export.text import clean
from core.i18n import _

MAX_NODES = 500
SMALLEST_PX, LARGEST_PX = 3.5, 24.0
THINNEST_PX, THICKEST_PX = 0.7, 5.0
ARROWS = {"forward": "to", "backward": "from", "none": ""}
# Inline scripts are sent again with every rerun: this one only fetches the real one, which the browser keeps.
_STUB = """
export default async function (component) {
  const script = await import(new URL("/assets/graph.js", document.location.origin).href);
  return script.mount(component);
}
"""
_OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "dragNodes": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 0,
        "keyboard": False,
        "zoomView": False,
    },
    "nodes": {"shape": "dot", "chosen": {"label": False}},
    "edges": {
        "smooth": False,
        "arrowStrikethrough": False,
        "arrows": {"to": {"scaleFactor": 0.35}, "from": {"scaleFactor": 0.35}},
        "hoverWidth": 0,
        "selectionWidth": 0,
    },
}


@cache
def _component() -> Callable[..., Any]:
    """The registered component; once per process, because a second registration replaces the first."""
    return st.components.v2.component("whence.spreader_graph", js=_STUB)


def spreader_graph(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    *,
    key: str,
    selected: str | None = None,
    dark: bool = False,
    height: int = 640,
    direction: str = "forward",
    legend: Sequence[tuple[str, str]] = (),
    size_words: str = "",
    on_pick: Callable[[], None] | None = None,
) -> str | None:
    """The key of the account that is selected after this run: the one clicked, or else ``selected``.

    ``nodes``: ``account_key``, ``label``, ``x``, ``y``, ``size`` (any number ≥ 0; the area shows it), ``colour``,
    ``title`` (plain lines); at most 500. ``links``: ``source``, ``target`` (account keys), ``n``. ``direction`` is
    a key of ARROWS: forward is the story's flow. ``on_pick`` is called after a
    click, before the run.
    """
    data = graph_data(nodes, links, direction)
    data |= {"selected": selected, "dark": dark, "height": height, "legend": [list(entry) for entry in legend]}
    data |= {"words": _words(direction, size_words)}
    picked = _component()(key=key, data=data, on_picked_change=on_pick or _nothing).picked
    return selected if picked is None else picked or None


def graph_data(nodes: pd.DataFrame, links: pd.DataFrame, direction: str = "forward") -> dict[str, Any]:
    """Nodes, edges and options as vis-network takes them, out of pyvis, with a ``version`` that tells graphs apart.

    Nodes are numbered: ids from outside could be names that mean something to JavaScript.
    """
    if len(nodes) > MAX_NODES:
        raise ValueError(f"at most {MAX_NODES} accounts can be drawn, got {len(nodes)}")
    network = Network(directed=direction != "none")
    # add_node and add_edge look through all earlier ones each time; the lists they fill are filled here at once.
    network.nodes = _nodes(nodes)
    network.edges = _edges(nodes, links, ARROWS[direction])
    network.options = _options(len(network.edges))
    made, edges, _heading, _height, _width, options = network.get_network_data()
    version = hashlib.sha256(json.dumps([made, edges]).encode()).hexdigest()[:16]
    return {"nodes": made, "edges": edges, "options": json.loads(options), "version": version}


def _options(links: int) -> dict[str, Any]:
    """Options of vis-network; the more links, the fainter each, or a dense map turns into one blot."""
    opacity = min(0.5, max(0.14, 160 / max(links, 1)))
    return _OPTIONS | {"edges": _OPTIONS["edges"] | {"color": {"opacity": round(opacity, 2)}}}


def _nodes(nodes: pd.DataFrame) -> list[dict[str, Any]]:
    radius = _grown(nodes["size"], SMALLEST_PX, LARGEST_PX)
    rows = zip(nodes.itertuples(), radius, strict=True)
    return [
        Node(
            place,
            "dot",
            _harmless(str(row.label)),
            key=str(row.account_key),
            x=float(row.x),
            y=float(row.y),
            size=size,
            color=str(row.colour),
            title="\n".join(_harmless(line) for line in str(row.title).split("\n")),
        ).options
        for place, (row, size) in enumerate(rows)
    ]


def _harmless(text: str) -> str:
    """The text without signs that hide or turn round what stands beside it; most texts have none, which is quick."""
    return text if text.isascii() and text.isprintable() else clean(text)


def _edges(nodes: pd.DataFrame, links: pd.DataFrame, arrows: str) -> list[dict[str, Any]]:
    """Links between the given nodes; links to others are left out."""
    place = {account: i for i, account in enumerate(nodes["account_key"])}
    known = links[links["source"].isin(place) & links["target"].isin(place)]
    width = _grown(known["n"], THINNEST_PX, THICKEST_PX)
    ends = zip(known["source"], known["target"], width, strict=True)
    return [Edge(place[a], place[b], width=px, arrows=arrows).options for a, b, px in ends]


def _grown(values: pd.Series, smallest: float, largest: float) -> list[float]:
    """Radii (or widths) whose square grows with the value; an unknown value is drawn smallest."""
    known = np.nan_to_num(values.to_numpy(dtype=float, na_value=0.0).clip(min=0.0))
    top = known.max(initial=0.0) or 1.0
    return [float(px) for px in np.round(smallest + (largest - smallest) * np.sqrt(known / top), 2)]


def _words(direction: str, size_words: str) -> dict[str, str]:
    """The words of the component in the reporter's language."""
    notes = {
        "forward": _("Arrows run from the account that was passed on to the account that passed it on."),
        "backward": _("Arrows run from the account that passed a post on to the account it took it from."),
        "none": _("Lines join accounts of which one passed on the other."),
    }
    return {
        "note": notes[direction],
        "size": size_words,
        "closer": _("Zoom in"),
        "further": _("Zoom out"),
        "whole": _("Whole map"),
        "map": _(
            "Map of accounts. Arrow keys move it, plus and minus zoom, N and P step through the accounts from the "
            "largest, Enter selects, Escape clears. The table below holds the same accounts."
        ),
    }


def _nothing() -> None:
    """Streamlit keeps a trigger only where there is something to call."""
