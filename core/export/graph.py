"""A graph as GEXF or GraphML, for Gephi and other programs, with its evidence in the description."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pandas as pd

from core.export.frame import Frame, footer_lines, simulated_words
from core.export.text import clean

_GEXF = "http://www.gexf.net/1.2draft"
_PLACE = ("x", "y", "colour", "size")


def gexf(nodes: pd.DataFrame, links: pd.DataFrame, frame: Frame) -> bytes:
    """The graph as GEXF 1.2; nodes keep ``x``, ``y``, ``colour`` and ``size`` where the frame has them.

    ``nodes`` has ``account_key`` and ``label``, ``links`` has ``source`` and ``target``; every other column becomes an
    attribute, a null is left out. A graph whose links are all ``mutual`` is written without directions.
    """
    out = BytesIO()
    nx.write_gexf(_graph(nodes, links, frame, drawn=True), out, version="1.2draft")
    ElementTree.register_namespace("", _GEXF)
    ElementTree.register_namespace("viz", "http://www.gexf.net/1.2draft/viz")
    # What networkx has just written is parsed here, no foreign file.
    root = ElementTree.fromstring(out.getvalue())  # noqa: S314
    meta = root.find(f"{{{_GEXF}}}meta")
    if meta is not None:
        _set(meta, "creator", "Whence")
        _set(meta, "description", describe(frame))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def graphml(nodes: pd.DataFrame, links: pd.DataFrame, frame: Frame) -> bytes:
    """The graph as GraphML, from the same frames as ``gexf``; the description is an attribute of the graph."""
    out = BytesIO()
    nx.write_graphml_xml(_graph(nodes, links, frame, drawn=False), out)
    return out.getvalue()


def describe(frame: Frame) -> str:
    """What the file says about itself, with the mark of simulated data first."""
    mark = [simulated_words()] if frame.simulated else []
    return clean(". ".join(part.rstrip(".") for part in [*mark, frame.title, frame.alt, *footer_lines(frame)] if part))


def _graph(nodes: pd.DataFrame, links: pd.DataFrame, frame: Frame, *, drawn: bool) -> nx.MultiGraph:
    mutual = "mutual" in links and len(links) and bool(links["mutual"].all())
    graph = (nx.MultiGraph if mutual else nx.MultiDiGraph)(name=clean(frame.title), description=describe(frame))
    graph.graph["simulated"] = str(frame.simulated).lower()
    for row in nodes.to_dict("records"):
        facts = _facts(row, leave=("account_key", *(_PLACE if drawn else ())))
        look = _look(row) if drawn else {}
        graph.add_node(clean(row["account_key"]), **facts, **({"viz": look} if look else {}))
    for place, row in enumerate(links.to_dict("records")):
        graph.add_edge(clean(row["source"]), clean(row["target"]), key=place, **_facts(row, leave=("source", "target")))
    return graph


def _facts(row: dict[Any, Any], leave: tuple[str, ...]) -> dict[str, Any]:
    known = {str(name): value for name, value in row.items() if name not in leave and not _is_null(value)}
    # "id" and "key" are taken by networkx for its own use.
    return {f"{name}_" if name in ("id", "key") else name: _value(value) for name, value in known.items()}


def _is_null(value: Any) -> bool:  # noqa: ANN401 - any cell
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _value(value: Any) -> str | int | float | bool:  # noqa: ANN401 - any cell
    native = value.item() if hasattr(value, "item") else value
    if isinstance(native, bool | int | float):
        return native
    return clean(native.isoformat() if hasattr(native, "isoformat") else native)


def _look(row: dict[Any, Any]) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if not any(_is_null(row.get(axis)) for axis in ("x", "y")):
        look["position"] = {"x": float(row["x"]), "y": float(row["y"]), "z": 0.0}
    if not _is_null(row.get("size")):
        look["size"] = float(row["size"])
    colour = row.get("colour")
    if isinstance(colour, str) and len(colour) == 7:
        look["color"] = {name: int(colour[at : at + 2], 16) for name, at in (("r", 1), ("g", 3), ("b", 5))} | {"a": 1.0}
    return look


def _set(meta: ElementTree.Element, name: str, words: str) -> None:
    child = meta.find(f"{{{_GEXF}}}{name}")
    if child is None:
        child = ElementTree.SubElement(meta, f"{{{_GEXF}}}{name}")
    child.text = words
