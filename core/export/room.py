"""How much room a figure's axes, legend and colour bar need, measured before the browser draws them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from itertools import chain, islice
from math import ceil
from typing import Any

import numpy as np

from core.export.text import plain, text_width, wrap

TICK_PX = 13
LEGEND_PX = 14
LINE = 1.3  # Plotly's distance between lines, in type sizes
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?([T ]|$)")
_TAG = re.compile(r"<[^>]*>")
ENTRY_PX = 45  # symbol and gaps of a legend entry; Plotly gives a legend the width of the plot
TITLED_PX, UNTITLED_PX = 39, 19  # beside the numbers of a y axis on a page, with and without its title
TOP_PX, BELOW_PX = 20, 60  # half a number above the y axis; numbers and title below the x axis
_STACKED = ("stack", "relative")


@dataclass(frozen=True, slots=True)
class Room:
    """Px between the plot and the picture's edges, the legend's rows and the labels of named axes."""

    left: float
    right: float
    below: float
    legend_rows: int
    entry_width: float
    x_labels: dict[str, list[str]] | None = None
    y_labels: dict[str, list[str]] | None = None
    turned: bool = False
    least_plot: float = 220


def kind_of_axis(values: Iterable[Any], stated: str | None = None) -> str:
    """``date``, ``category`` or ``number``, as Plotly will decide it."""
    if stated in ("date", "category"):
        return str(stated)
    dtype = getattr(values, "dtype", None)
    if dtype is not None and dtype.kind in "Miuf":
        return "date" if dtype.kind == "M" else "number"
    first = next((value for value in values if value is not None and value == value), 0)
    if hasattr(first, "year") or (isinstance(first, str) and _DATE.match(first)):
        return "date"
    return "category" if isinstance(first, str) else "number"


def measure(spec: dict[str, Any], width: float, pad: float) -> Room:
    """The room around the plot of ``spec`` in a picture of ``width`` px."""
    y_labels = _labels(spec, "y", 0.34 * width, 3)
    left = pad + 12 + (_widest(y_labels["ticktext"]) if y_labels else _number_width(spec))
    right = _right(spec, pad)
    rows, entry = _legend(spec, width - left - right)
    x_labels, turned = _x_labels(spec, width - left - right)
    below = 12 + (_widest(x_labels["ticktext"]) if turned and x_labels else _x_lines(spec, x_labels) * TICK_PX * LINE)
    titled = bool(title_of(spec["layout"].get("xaxis")))
    below += 26 if titled else 0
    return Room(left, right, below, rows, entry, x_labels, y_labels, turned, _least_plot(y_labels))


def screen_margin(spec: dict[str, Any]) -> dict[str, Any]:
    """The margin of ``spec`` in px, as wide as its numbers and axis titles will need on a page.

    Plotly widens a margin that is too narrow by itself, but only after a whole drawing, which it then does again.
    """
    margin = dict(spec["layout"].get("margin") or {})
    x_axis, y_axis = (spec["layout"].get(name) or {} for name in ("xaxis", "yaxis"))
    if axis_kind(spec, "y") == "number" and y_axis.get("visible") is not False:
        needed = _number_width(spec) + (TITLED_PX if title_of(y_axis) else UNTITLED_PX)
        margin["l"] = max(margin.get("l", 0), ceil(needed))
        margin["t"] = max(margin.get("t", 0), TOP_PX)
    if title_of(x_axis) and x_axis.get("visible") is not False:
        margin["b"] = max(margin.get("b", 0), BELOW_PX)
    return margin


def _least_plot(labels: dict[str, list[str]] | None) -> float:
    lines = [name.count("<br>") + 1 for name in labels["ticktext"]] if labels else [0]
    return max(220, len(lines) * (max(lines, default=0) * TICK_PX * LINE + 4))


def legend_names(spec: dict[str, Any]) -> list[str]:
    """The names that the legend will list, tags taken off."""
    traces = spec["data"]
    shown = spec["layout"].get("showlegend")
    named = [unescape(_TAG.sub("", str(t["name"]))) for t in traces if t.get("name") and t.get("showlegend", True)]
    asked = shown or any(t.get("showlegend") for t in traces)
    return [] if shown is False or (len(traces) < 2 and not asked) else named


def _legend(spec: dict[str, Any], plot_px: float) -> tuple[int, float]:
    widths = [text_width(name, LEGEND_PX) for name in legend_names(spec)]
    if not widths:
        return 0, 0
    if sum(widths) + len(widths) * ENTRY_PX <= 0.98 * plot_px:
        return 1, 0
    widest = max(widths) + ENTRY_PX
    rows = -(-len(widths) // max(1, int(0.98 * plot_px // widest)))
    columns = -(-len(widths) // rows)
    # As wide that no row takes one entry more: rows of about equal length.
    return rows, max(widest, plot_px / (columns + 1) + 2) - ENTRY_PX


def _values(spec: dict[str, Any], axis: str) -> list[Any]:
    found = (trace.get(axis) for trace in spec["data"] if trace.get(axis + "axis", axis) == axis)
    return [values for values in found if values is not None and len(values)]


def thin_bars(spec: dict[str, Any], plot_px: float) -> bool:
    """True if bars stand so close that the gaps between them would flicker."""
    return any(t.get("type") == "bar" and len(t.get("x", ())) * 7 > plot_px for t in spec["data"])


def axis_kind(spec: dict[str, Any], axis: str) -> str:
    """``date``, ``category`` or ``number``: what the traces put on the ``x`` or ``y`` axis."""
    values = _values(spec, axis)
    stated = (spec["layout"].get(axis + "axis") or {}).get("type")
    return kind_of_axis(values[0], stated) if values else "number"


def _labels(spec: dict[str, Any], axis: str, width: float, lines: int) -> dict[str, list[str]] | None:
    layout = spec["layout"].get(axis + "axis") or {}
    if layout.get("ticktext") is not None:
        names = list(layout["ticktext"])
        return {"tickvals": list(layout["tickvals"]), "ticktext": [_fold(str(name), width, lines) for name in names]}
    if axis_kind(spec, axis) != "category" or layout.get("showticklabels") is False:
        return None
    names = list(dict.fromkeys(str(name) for name in chain.from_iterable(_values(spec, axis))))
    return {"tickvals": names, "ticktext": [_fold(name, width, lines) for name in names]}


def _fold(name: str, width: float, lines: int) -> str:
    parts = [unescape(_TAG.sub("", part)) for part in name.split("<br>")]
    folded = [line for part in parts for line in wrap(part, width, TICK_PX)]
    return "<br>".join(map(plain, folded[:lines])) + ("…" if len(folded) > lines else "")


def _x_labels(spec: dict[str, Any], plot_px: float) -> tuple[dict[str, list[str]] | None, bool]:
    labels = _labels(spec, "x", 10_000, 4)
    if not labels or not labels["ticktext"]:
        return None, False
    if (spec["layout"].get("xaxis") or {}).get("ticktext") is not None:
        return labels, False  # the page has folded its own marks
    slot = plot_px / len(labels["ticktext"]) - 8
    words = (text_width(word, TICK_PX) for name in labels["ticktext"] for word in name.replace("<br>", " ").split())
    if max(words, default=0) <= slot:
        return _labels(spec, "x", slot, 3), False
    return _labels(spec, "x", 180, 1), True


def _x_lines(spec: dict[str, Any], labels: dict[str, list[str]] | None) -> int:
    if (spec["layout"].get("xaxis") or {}).get("showticklabels") is False:
        return 0
    if labels:
        return max(name.count("<br>") + 1 for name in labels["ticktext"])
    return 2 if axis_kind(spec, "x") == "date" else 1


def _widest(names: list[str]) -> float:
    lines = (line for name in names for line in name.split("<br>"))
    return max((text_width(unescape(_TAG.sub("", line)), TICK_PX) for line in lines), default=0)


def _number_width(spec: dict[str, Any]) -> float:
    axis = spec["layout"].get("yaxis") or {}
    if axis.get("showticklabels") is False or axis.get("visible") is False:
        return 0
    longest = str(axis.get("ticksuffix", "")) + str(axis.get("tickprefix", "")) + _longest_number(spec, axis)
    return text_width(longest, TICK_PX)


def _longest_number(spec: dict[str, Any], axis: dict[str, Any]) -> str:
    if str(axis.get("tickformat", "")).endswith("%"):
        return "100.0 %"
    if axis_kind(spec, "y") == "date" or axis.get("tickformat"):
        return "00 000 00"
    peaks = [_peak(values) for values in islice(_values(spec, "y"), 200) if not _is_text(values)]
    if not peaks:
        return "000,000"
    stacked = spec["layout"].get("barmode") in _STACKED or any(t.get("stackgroup") for t in spec["data"])
    peak = sum(peaks) if stacked else max(peaks)
    return "00.00" if peak < 10 else f"{peak * 1.1:,.0f}"


def _peak(values: Any) -> float:  # noqa: ANN401 - any sequence Plotly takes
    """The value furthest from 0; 0 where there is none. Lines are broken by null."""
    known = np.asarray(values, dtype=float)
    return float(np.max(np.abs(known), where=~np.isnan(known), initial=0.0))


def _is_text(values: Any) -> bool:  # noqa: ANN401 - any sequence Plotly takes
    return kind_of_axis(values) != "number"


def _right(spec: dict[str, Any], pad: float) -> float:
    layout = spec["layout"]
    second = (
        50
        if any(str(name).startswith("yaxis") and (layout[name] or {}).get("side") == "right" for name in layout)
        else 0
    )
    bars = [t.get("colorbar") or {} for t in spec["data"] if _has_scale(t)]
    bars += [(layout["coloraxis"] or {}).get("colorbar") or {}] if "coloraxis" in layout else []
    wanted = [max(70, 20 + text_width(title_of(bar), 12)) for bar in bars]
    return pad + max([second, 32 - pad, *wanted])


def _has_scale(trace: dict[str, Any]) -> bool:
    heat = trace.get("type") in ("heatmap", "contour", "histogram2d") and trace.get("showscale", True)
    return bool(heat or (trace.get("marker") or {}).get("showscale"))


def title_of(owner: dict[str, Any] | None) -> str:
    """The words of an axis' or colour bar's title, however it was written."""
    title = (owner or {}).get("title") or ""
    return str(title.get("text") or "") if isinstance(title, dict) else str(title)
