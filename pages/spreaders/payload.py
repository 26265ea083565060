"""The whole map as the browser takes it: columns of accounts and links, and every way to colour them; no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pandas as pd

from core.export.figures import spreaders as chart
from core.export.figures.whole_map import closed_label, coloured, short
from core.export.mask import Masks
from core.export.words import platform_label

#: Where no case says which names may be read, none may.
HIDDEN = Masks()
COLOURS = ("band", "group", "lang", "community", "platform")


def graph_bytes(
    accounts: pd.DataFrame,
    closed: pd.DataFrame,
    links: pd.DataFrame,
    groups: Mapping[str, list[str]],
    masks: Masks = HIDDEN,
) -> bytes:
    """JSON of the frames of ``core.store.queries.map``; nodes are numbered, accounts first."""
    return orjson.dumps(graph(accounts, closed, links, groups, masks), option=orjson.OPT_SERIALIZE_NUMPY)


def graph(
    accounts: pd.DataFrame,
    closed: pd.DataFrame,
    links: pd.DataFrame,
    groups: Mapping[str, list[str]],
    masks: Masks = HIDDEN,
) -> dict[str, Any]:
    """Columns ``nodes`` and ``links``, and ``colours``: for each way its parts (name, light, dark) and codes.

    ``label`` is what the screen writes beside a node, ``mask`` what a saved picture or replay writes there.
    """
    units = pd.concat([accounts["unit"], closed["unit"]]) if len(closed) else accounts["unit"]
    place = pd.Series(range(len(units)), index=units.to_numpy())
    known = links[links["source"].isin(place.index) & links["target"].isin(place.index)]
    return {
        "nodes": {**_nodes(accounts, closed), "mask": _masked(accounts, closed, masks)},
        "links": {
            "source": place.loc[known["source"]].tolist(),
            "target": place.loc[known["target"]].tolist(),
            "n": known["n"].tolist(),
            "at": [None if pd.isna(at) else int(at) for at in known["first_s"]],
            "inferred": known["inferred"].astype(int).tolist(),
            "mutual": known["mutual"].astype(int).tolist(),
        },
        "colours": {way: vars(coloured(accounts, closed, groups, way)) for way in COLOURS},
    }


def _nodes(accounts: pd.DataFrame, closed: pd.DataFrame) -> dict[str, list[Any]]:
    many = len(closed)
    none: list[Any] = [None] * many
    return {
        "key": [*accounts["account_key"], *(f"community:{place}" for place in closed["community"])],
        "label": [*map(short, chart.labels(accounts)), *(closed_label(*row) for row in _rows(closed))],
        "name": [*(short(name) for name in accounts["name"]), *[""] * many],
        "platform": [*(platform_label(name) for name in accounts["platform"]), *[""] * many],
        "x": [*accounts["x"].round(1), *closed["x"].round(1)],
        # The screen counts downwards, sigma upwards.
        "y": [*(-accounts["y"]).round(1), *(-closed["y"]).round(1)],
        "community": [*accounts["community"].tolist(), *closed["community"].tolist()],
        "accounts": [*[1] * len(accounts), *closed["accounts"].tolist()],
        "received": [*accounts["received"].tolist(), *closed["inside"].tolist()],
        "received_from": [*accounts["received_from"].tolist(), *none],
        "passed_on": [*accounts["passed_on"].tolist(), *none],
        "passed_on_of": [*accounts["passed_on_of"].tolist(), *none],
        "followers": [*_known(accounts["followers"]), *none],
        "posts": [*accounts["posts"].tolist(), *none],
        "rank": [*accounts["rank"].round(2).tolist(), *none],
        "core": [*accounts["core"].tolist(), *none],
        "bridges": [*accounts["bridges"].tolist(), *none],
    }


def _masked(accounts: pd.DataFrame, closed: pd.DataFrame, masks: Masks) -> list[str]:
    labels = chart.labels(masks.frame(accounts[["account_key", "handle", "name"]]))
    return [*map(short, labels), *(closed_label(*row) for row in _rows(closed))]


def _rows(closed: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(closed["community"].tolist(), closed["accounts"].tolist(), strict=True))


def _known(values: pd.Series) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in values]
