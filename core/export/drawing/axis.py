"""An axis: from values to pixels, with its marks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.export import room
from core.export.drawing.ticks import EPOCH, Tick, log_ticks, number_ticks, time_ticks

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Axis:
    """``low`` and ``high`` are the values at the pixels ``start`` and ``end``; logarithms on a logarithmic axis.

    An axis of counts is ``whole``: there is no half a post.
    """

    kind: str
    low: float
    high: float
    start: float
    end: float
    names: tuple[str, ...] = ()
    look: dict[str, Any] = field(default_factory=dict)
    whole: bool = False

    def px(self, values: Iterable[Any]) -> Floats:
        """Pixels of the values; not a number where there is none."""
        return self._placed(plain_values(values, self.kind, self.names))

    def one(self, value: Any) -> float:  # noqa: ANN401 - a number, a time or a name
        """The pixel of one value."""
        return float(self.px([value])[0])

    def of_number(self, value: float) -> float:
        """The pixel of a value that is already a number (seconds on a time axis)."""
        return float(self._placed(np.array([value], dtype=float))[0])

    def _placed(self, values: Floats) -> Floats:
        if self.kind == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                values = np.where(values > 0, np.log10(values), np.nan)
        share = (values - self.low) / ((self.high - self.low) or 1.0)
        return np.asarray(self.start + share * (self.end - self.start), dtype=float)

    def ticks(self) -> list[Tick]:
        """The marks, in values."""
        look = self.look
        if look.get("ticktext") is not None:
            at = plain_values(look["tickvals"], self.kind, self.names)
            return list(zip(at.tolist(), map(str, look["ticktext"]), strict=True))
        low, high, px = min(self.low, self.high), max(self.low, self.high), abs(self.end - self.start)
        if self.kind == "log":
            return log_ticks(low, high)
        if self.kind == "date":
            return time_ticks(low, high, px)
        if self.kind == "category":
            return [(float(place), name) for place, name in enumerate(self.names)]
        if look.get("tickvals") is not None:
            return [(float(v), str(v)) for v in look["tickvals"]]
        step = look.get("dtick")
        form = str(look.get("tickformat") or "")
        return number_ticks(low, high, px, form, float(step) if step else None, whole=self.whole)


def plain_values(values: Iterable[Any], kind: str, names: Sequence[str] = ()) -> Floats:
    """Any values of a trace as numbers: seconds of times, places of names."""
    if kind == "category":
        place = {name: float(n) for n, name in enumerate(names)}
        return np.array([place.get(str(v), v if isinstance(v, int | float) else math.nan) for v in values], dtype=float)
    if kind == "date":
        known = [None if v is None or v != v else pd.Timestamp(v).tz_localize(None) for v in values]
        return np.array([math.nan if v is None else (v - pd.Timestamp(EPOCH)).total_seconds() for v in known])
    return np.array([math.nan if v is None or v is pd.NA else float(v) for v in values], dtype=float)


def axis_of(spec: dict[str, Any], name: str, start: float, end: float) -> Axis:
    """The axis ``x``, ``y`` or ``y2`` of a framed figure between two pixels."""
    letter = name[0]
    look = dict(spec["layout"].get(f"{letter}axis{name[1:]}") or {})
    own = [trace for trace in spec["data"] if trace.get(f"{letter}axis", letter) == name]
    kind = "log" if look.get("type") == "log" else room.kind_of_axis(_first_values(own, letter), look.get("type"))
    names = _names(own, letter) if kind == "category" else ()
    low, high = _ends(own, letter, kind, names, look, spec["layout"])
    return Axis(kind, low, high, start, end, names, look, kind == "number" and _counts(own, letter))


def _counts(traces: list[dict[str, Any]], letter: str) -> bool:
    """True where every value along an axis is a whole number, not a share or a mean."""
    there: list[Any] = [trace[letter] for trace in traces if trace.get(letter) is not None]
    known = [value for values in there for value in values]
    whole = [v for v in known if isinstance(v, int | float | np.number) and v == v and float(v).is_integer()]
    # Shares never reach 2; a count that was added up may have become a float.
    if not known or len(whole) < len(known):
        return False
    return bool(max(whole) >= 2) or not any(isinstance(v, float) for v in known)


def _first_values(traces: list[dict[str, Any]], letter: str) -> Any:  # noqa: ANN401 - any sequence Plotly takes
    return next((t[letter] for t in traces if t.get(letter) is not None and len(t[letter])), [])


def _names(traces: list[dict[str, Any]], letter: str) -> tuple[str, ...]:
    known = (t[letter] for t in traces if t.get(letter) is not None)
    return tuple(dict.fromkeys(str(v) for values in known for v in values))


def _ends(
    traces: list[dict[str, Any]], letter: str, kind: str, names: tuple[str, ...], look: dict[str, Any],
    layout: dict[str, Any],
) -> tuple[float, float]:  # fmt: skip
    if look.get("range") is not None:
        ends = look["range"]
        if kind == "date":
            low, high = plain_values(ends, kind).tolist()
            return float(low), float(high)
        return float(ends[0]), float(ends[1])
    if kind == "category":
        low, high = -0.5, max(len(names) - 0.5, 0.5)
    else:
        zero = look.get("rangemode") == "tozero" or _from_zero(traces, letter)
        low, high = _spread(traces, letter, kind, layout, zero=zero and kind == "number")
    return (high, low) if look.get("autorange") == "reversed" else (low, high)


def _from_zero(traces: list[dict[str, Any]], letter: str) -> bool:
    """Bars begin at zero; so does what is stacked."""
    along = {"h": "x"}
    bars = any(t.get("type") == "bar" and along.get(str(t.get("orientation")), "y") == letter for t in traces)
    return bars or (letter == "y" and any(t.get("stackgroup") for t in traces))


def _spread(
    traces: list[dict[str, Any]], letter: str, kind: str, layout: dict[str, Any], *, zero: bool
) -> tuple[float, float]:
    known = [values[~np.isnan(values)] for trace in traces for values in _reached(trace, letter, kind)]
    every = np.concatenate(known) if known else np.array([0.0, 1.0])
    if _stacks(traces, letter, layout):
        every = np.append(every, max(_stacked(traces, kind).values(), default=0.0))
    every = np.append(every, 0.0) if zero else every
    every = np.log10(every[every > 0]) if kind == "log" else every
    low, high = (float(every.min()), float(every.max())) if every.size else (0.0, 1.0)
    if kind == "log":
        return math.floor(low * 10) / 10, high + 0.1 * max(high - low, 1)
    if (
        letter == "x"
        and kind == "number"
        and any(t.get("type") == "bar" and t.get("orientation") != "h" for t in traces)
    ):
        steps = np.diff(np.unique(every))
        half = float(steps.min()) / 2 if steps.size else 0.5
        return low - half, high + half
    if any(t.get("type") == "heatmap" for t in traces):
        return low - 0.5, high + 0.5
    dots = any("markers" in str(t.get("mode", "")) for t in traces)
    along = kind == "date" or (letter == "x" and not dots and not _from_zero(traces, "x"))
    if along and not dots:
        return low, high
    beside = 0.05 * ((high - low) or abs(high) or 1.0)
    # The zero that bars begin at is the edge of the plot.
    return (low if zero and low == 0 else low - beside), (high if zero and high == 0 else high + beside)


def _reached(trace: dict[str, Any], letter: str, kind: str) -> list[Floats]:
    values = trace.get(letter)
    if values is None:
        return []
    at = plain_values(values, kind)
    reached = [at]
    error = trace.get(f"error_{letter}")
    if error:
        reached += [at + np.asarray(error["array"], dtype=float), at - np.asarray(error["arrayminus"], dtype=float)]
    if (
        trace.get("type") == "bar"
        and trace.get("width") is not None
        and trace.get("orientation") != "h"
        and letter == "x"
    ):
        width = float(trace["width"]) / (1000 if kind == "date" else 1)
        reached.append(at + width)
    return reached


def _stacks(traces: list[dict[str, Any]], letter: str, layout: dict[str, Any]) -> bool:
    bars = layout.get("barmode") in ("stack", "relative") and any(t.get("type") == "bar" for t in traces)
    return letter == "y" and (bars or any(t.get("stackgroup") for t in traces))


def _stacked(traces: list[dict[str, Any]], kind: str) -> dict[Any, float]:
    sums: dict[Any, float] = {}
    for trace in traces:
        if trace.get("type") == "bar" or trace.get("stackgroup"):
            for at, n in zip(trace["x"], trace["y"], strict=True):
                sums[at] = sums.get(at, 0.0) + float(n or 0)
    return sums
