"""The whole map as the browser takes it: columns of accounts and links, and every way to colour them; no Streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import orjson
import pandas as pd

from core.export import style
from core.export.figures import spreaders as chart
from core.export.figures.spreaders import Look
from core.export.mask import Masks
from core.export.text import clean
from core.export.words import account_label, platform_label
from core.i18n import _, ngettext, number

#: A name is shown in so many characters at most, wherever it comes from.
#: Where no case says which names may be read, none may.
HIDDEN = Masks()
MOST_LABEL = 60
COLOURS = ("band", "group", "lang", "community", "platform")
#: Sizes a map can show; closed communities have no followers and take the number of their accounts.
CLOSED = "\0closed"


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
        "colours": {way: _coloured(accounts, closed, groups, way) for way in COLOURS},
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


def short(text: object) -> str:
    """A name without signs that hide or turn round what stands beside it, cut where it is very long."""
    if not isinstance(text, str):
        return ""
    cut = text[: 4 * MOST_LABEL]
    plain = cut if cut.isascii() and cut.isprintable() else clean(cut)
    return plain if len(plain) <= MOST_LABEL else plain[: MOST_LABEL - 1] + "…"


def closed_label(community: int, accounts: int) -> str:
    """``Community 3: 214 accounts``, a community that stands as one circle."""
    text = ngettext("{name}: {n} account", "{name}: {n} accounts", accounts)
    return text.format(name=chart.community_label(community), n=number(accounts))


def _coloured(
    accounts: pd.DataFrame, closed: pd.DataFrame, groups: Mapping[str, list[str]], way: str
) -> dict[str, Any]:
    parts = chart.categories(accounts, groups, way)
    parts += [str(place) if way == "community" else CLOSED for place in closed["community"]]
    kept = chart.kept_parts([part for part in parts if part != CLOSED], way)
    shown = [part if part in kept or part == CLOSED else chart.OTHERS for part in parts]
    counts = Counter(shown)
    order = [part for part in (*(p for p in kept if p != chart.NONE), chart.OTHERS, chart.NONE, CLOSED) if counts[part]]
    code = {part: place for place, part in enumerate(order)}
    return {"parts": [_part(part, way, counts[part]) for part in order], "codes": [code[part] for part in shown]}


def _part(part: str, way: str, n: int) -> list[str]:
    if part == CLOSED:
        name, light, dark = _("Closed communities"), style.QUIET.on(False), style.QUIET.on(True)
    else:
        name = chart.part_name(part, way)
        light, dark = (chart.colour_of(part, Look("received", way, shade)) for shade in (False, True))
    return [f"{short(name)} ({number(n)})", light, dark]


def label_of(row: Mapping[Any, Any]) -> str:
    """How an account of the map is called in lists."""
    return short(account_label(row["handle"], row["name"], row["account_key"]))
