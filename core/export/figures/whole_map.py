"""The whole map as a figure: accounts as shapes, communities that stand as one, the links under them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.export import style
from core.export.figures import spreaders as chart
from core.export.figures.map import layout
from core.export.figures.spreaders import Look, community_label
from core.export.text import clean, plain
from core.i18n import _, ngettext, number

#: So many accounts are drawn one by one; of a larger graph every community is closed at first.
MOST_ACCOUNTS = 10_000
#: A name is shown in so many characters at most, wherever it comes from.
MOST_LABEL = 60
#: Closed communities are a part of their own under every colour but the community.
CLOSED = "\0closed"
SYMBOLS = ("circle", "square", "triangle-up", "diamond")
#: Radii in px, as the map in the browser draws them.
SMALLEST_PX, LARGEST_PX = 2.2, 17.0
SMALLEST_CLOSED_PX, GROWTH_CLOSED_PX = 5.0, 26.0
#: Upper ends of the classes of link width, as shares of the heaviest link, with the width in px.
WIDTHS = ((0.05, 0.6), (0.25, 1.2), (0.6, 2.4), (1.0, 4.0))
NAMED = 16


@dataclass(frozen=True)
class Parts:
    """How the map is coloured: each part with its name, light and dark colour, and the part of each unit."""

    parts: list[list[str]]
    codes: list[int]


def short(text: object) -> str:
    """A name without signs that hide or turn round what stands beside it, cut where it is very long."""
    if not isinstance(text, str):
        return ""
    cut = text[: 4 * MOST_LABEL]
    shown = cut if cut.isascii() and cut.isprintable() else clean(cut)
    return shown if len(shown) <= MOST_LABEL else shown[: MOST_LABEL - 1] + "…"


def closed_label(community: int, accounts: int) -> str:
    """``Community 3: 214 accounts``, a community that stands as one circle."""
    text = ngettext("{name}: {n} account", "{name}: {n} accounts", accounts)
    return text.format(name=community_label(community), n=number(accounts))


def coloured(accounts: pd.DataFrame, closed: pd.DataFrame, groups: Mapping[str, list[str]], way: str) -> Parts:
    """The parts by one way to colour, the accounts first and then the closed communities."""
    found = chart.categories(accounts, groups, way)
    found += [str(place) if way == "community" else CLOSED for place in closed["community"]]
    kept = chart.kept_parts([part for part in found if part != CLOSED], way)
    shown = [part if part in kept or part == CLOSED else chart.OTHERS for part in found]
    counts = Counter(shown)
    order = [part for part in (*(p for p in kept if p != chart.NONE), chart.OTHERS, chart.NONE, CLOSED) if counts[part]]
    code = {part: place for place, part in enumerate(order)}
    return Parts([_part(part, way, counts[part]) for part in order], [code[part] for part in shown])


def _part(part: str, way: str, n: int) -> list[str]:
    if part == CLOSED:
        name, light, dark = _("Closed communities"), style.QUIET.on(False), style.QUIET.on(True)
    else:
        name = chart.part_name(part, way)
        light, dark = (chart.colour_of(part, Look("received", way, shade)) for shade in (False, True))
    return [f"{short(name)} ({number(n)})", light, dark]


def marks(accounts: pd.DataFrame, closed: pd.DataFrame, size: str, codes: list[int]) -> pd.DataFrame:
    """Every unit that is drawn: unit, label, x, y, radius (px), part (its place in ``Parts.parts``)."""
    values = pd.to_numeric(accounts[size]).fillna(0).to_numpy(dtype=float)
    top = float(values.max()) if len(values) else 0.0
    widest = int(closed["accounts"].max()) if len(closed) else 1
    own = SMALLEST_PX + (LARGEST_PX - SMALLEST_PX) * np.sqrt(np.maximum(values, 0) / (top or 1.0))
    theirs = SMALLEST_CLOSED_PX + GROWTH_CLOSED_PX * np.sqrt(closed["accounts"].to_numpy(dtype=float) / widest)
    told = zip(closed["community"].tolist(), closed["accounts"].tolist(), strict=True)
    return pd.DataFrame(
        {
            "unit": [*accounts["unit"], *closed["unit"]],
            "label": [*map(short, chart.labels(accounts)), *(closed_label(*one) for one in told)],
            "x": [*accounts["x"], *closed["x"]],
            "y": [*accounts["y"], *closed["y"]],
            "radius": [*own, *theirs],
            "part": codes,
        }
    )


def whole_figure(drawn: pd.DataFrame, links: pd.DataFrame, parts: Parts, dark: bool) -> dict[str, Any]:
    """The map: ``drawn`` as ``marks`` gives it, ``links`` (source, target, n, inferred)."""
    return {
        "data": [*_lines(drawn, links, parts, dark), *_shapes(drawn, parts, dark)],
        "layout": layout(drawn, drawn, dark, NAMED),
    }


def _lines(drawn: pd.DataFrame, links: pd.DataFrame, parts: Parts, dark: bool) -> list[dict[str, Any]]:
    """The links by colour of their source, class of width and whether they are inferred."""
    place = drawn.set_index("unit")
    known = links[links["source"].isin(place.index) & links["target"].isin(place.index)]
    if known.empty:
        return []
    ends = [place.loc[known[end]] for end in ("source", "target")]
    share = known["n"].to_numpy(dtype=float) / float(known["n"].max())
    bounds = [high for high, _width in WIDTHS[:-1]]
    frame = pd.DataFrame(
        {
            "part": ends[0]["part"].to_numpy(), "inferred": known["inferred"].to_numpy(dtype=bool),
            "width": np.searchsorted(bounds, share, side="left"),
            "x0": ends[0]["x"].to_numpy(), "x1": ends[1]["x"].to_numpy(),
            "y0": ends[0]["y"].to_numpy(), "y1": ends[1]["y"].to_numpy(),
        }
    )  # fmt: skip
    opacity = round(min(0.55, max(0.1, 900 / len(known))), 2)
    traces = []
    for (part, inferred, width), rows in frame.groupby(["part", "inferred", "width"]):
        line = {"width": WIDTHS[int(width)][1], "color": parts.parts[int(part)][2 if dark else 1]}
        traces.append({"type": "scatter", "mode": "lines", "x": _broken(rows, "x"), "y": _broken(rows, "y"),
                       "line": {**line, "dash": "4px,3px"} if inferred else line, "opacity": opacity,
                       "hoverinfo": "skip", "showlegend": False})  # fmt: skip
    return traces


def _broken(rows: pd.DataFrame, axis: str) -> list[float | None]:
    """Both ends of every link, with a gap behind each."""
    flat: list[float | None] = [None] * (3 * len(rows))
    flat[0::3], flat[1::3] = rows[f"{axis}0"].tolist(), rows[f"{axis}1"].tolist()
    return flat


def _shapes(drawn: pd.DataFrame, parts: Parts, dark: bool) -> list[dict[str, Any]]:
    traces = []
    for place, (name, light, night) in enumerate(parts.parts):
        own = drawn[drawn["part"] == place].sort_values("radius")
        marker = {"size": np.round(2 * own["radius"], 1).tolist(), "color": night if dark else light, "opacity": 0.92,
                  "symbol": SYMBOLS[place % len(SYMBOLS)],
                  "line": {"width": 0.4, "color": style.PAPER.on(dark)}}  # fmt: skip
        traces.append({"type": "scatter", "mode": "markers", "x": own["x"].tolist(), "y": own["y"].tolist(),
                       "marker": marker, "name": plain(name), "text": [plain(label) for label in own["label"]],
                       "showlegend": True, "hovertemplate": "%{text}<extra></extra>"})  # fmt: skip
    return traces
