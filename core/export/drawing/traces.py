"""The marks of a figure: bars, lines, areas, dots and heat maps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.export import style
from core.export.drawing import ink
from core.export.drawing.axis import Axis, Floats, plain_values
from core.i18n import number


@dataclass
class Plot:
    """The axes of a plot and what has been stacked so far; patterns are defined once."""

    x: Axis
    y: dict[str, Axis]
    dark: bool
    layout: dict[str, Any]
    stacked: dict[Any, float] = field(default_factory=dict)
    last: tuple[Floats, Floats] | None = None
    patterns: list[str] = field(default_factory=list)

    @property
    def paper(self) -> str:
        """The background."""
        return style.PAPER.on(self.dark)

    def hatch(self, colour: str, back: str = "none") -> str:
        """The fill of a hatched area."""
        name = f"hatch{len(self.patterns)}"
        self.patterns.append(
            f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="6" height="6" fill="{back}"/><rect width="2" height="6" fill="{colour}"/></pattern>'
        )
        return f"url(#{name})"

    def patterned(self, colour: str, look: dict[str, Any] | None) -> str:
        """The fill of a class: its colour, with the marks of its pattern (Plotly's words for it) over it."""
        shape = str((look or {}).get("shape") or "")
        if not look or shape not in _MARKS:
            return colour
        name = f"cue{len(self.patterns)}"
        ink_of = ink.attributes(stroke=look.get("fgcolor"), stroke_width=1.3, opacity=look.get("fgopacity"))
        self.patterns.append(
            f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{look.get("bgcolor", colour)}"/>'
            f'<path d="{_MARKS[shape]}" fill="none"{ink_of}/></pattern>'
        )
        return f"url(#{name})"


#: The marks of a pattern in a tile of 8 by 8.
_RISING, _FALLING = "M-2 2L2 -2M0 8L8 0M6 10L10 6", "M-2 6L2 10M0 0L8 8M6 -2L10 2"
_MARKS = {
    "/": _RISING, "\\": _FALLING, "x": _RISING + _FALLING, "-": "M0 4H8", "|": "M4 0V8", "+": "M0 4H8M4 0V8",
    ".": "M3.2 4H4.8M4 3.2V4.8",
}  # fmt: skip


def draw(plot: Plot, trace: dict[str, Any]) -> str:
    """One trace as SVG."""
    kind = trace.get("type", "scatter")
    if kind == "bar":
        return _bars(plot, trace)
    if kind == "heatmap":
        return _heat(plot, trace)
    return _scatter(plot, trace)


def each(value: Any, count: int) -> list[Any]:  # noqa: ANN401 - one value or one for each
    """One value for each mark."""
    if isinstance(value, list | tuple | np.ndarray):
        return list(value)
    return [value] * count


def _bars(plot: Plot, trace: dict[str, Any]) -> str:
    y_axis = plot.y[trace.get("yaxis", "y")]
    lying = trace.get("orientation") == "h"
    along, across = (y_axis, plot.x) if lying else (plot.x, y_axis)
    places, heights = (trace["y"], trace["x"]) if lying else (trace["x"], trace["y"])
    count = len(places)
    at = along.px(places)
    left, wide = _bar_room(plot, along, trace, places, at)
    values = np.nan_to_num(plain_values(heights, "number"))
    lower = _lower(plot, trace, places, values)
    ends0 = np.array([across.of_number(v) for v in lower]) if across.kind != "log" else np.full(count, across.start)
    ends1 = np.array([across.of_number(v) for v in lower + values])
    marker = trace.get("marker") or {}
    fills, opacity = each(marker.get("color"), count), each(marker.get("opacity"), count)
    if marker.get("pattern"):
        fills = [plot.patterned(str(fills[0]), marker["pattern"])] * count if count else fills
    edge = marker.get("line") or {}
    rim = ink.attributes(stroke=edge.get("color"), stroke_width=float(edge["width"])) if edge.get("width") else ""
    parts = []
    for place in range(count):
        if np.isnan(at[place]) or not values[place]:
            continue
        a, b = sorted((ends0[place], ends1[place]))
        span = (a, left[place], b - a, wide[place]) if lying else (left[place], a, wide[place], b - a)
        parts.append(ink.box(*span, str(fills[place]), opacity=opacity[place]).replace("/>", f"{rim}/>"))
    return "".join(parts) + _bar_words(plot, trace, ends1, left + wide / 2, lying) + _errors(plot, trace)


def _bar_room(plot: Plot, along: Axis, trace: dict[str, Any], places: Any, at: Floats) -> tuple[Floats, Floats]:  # noqa: ANN401
    """Where each bar begins and how wide it is, in px."""
    if trace.get("width") is not None and trace.get("offset") is not None:
        unit = 1000.0 if along.kind == "date" else 1.0
        start = plain_values(places, along.kind, along.names) + float(trace["offset"]) / unit
        first = np.array([along.of_number(v) for v in start])
        last = np.array([along.of_number(v + float(trace["width"]) / unit) for v in start])
        return np.minimum(first, last), np.maximum(np.abs(last - first), 0.6)
    steps = np.abs(np.diff(np.sort(at[~np.isnan(at)])))
    step = float(steps[steps > 0].min()) if (steps > 0).any() else abs(along.end - along.start) / 3
    width = max(0.6, min(step * (1 - float(plot.layout.get("bargap", 0.2))), 90))
    return at - width / 2, np.full(len(at), width)


def _lower(plot: Plot, trace: dict[str, Any], places: Any, values: Floats) -> Floats:  # noqa: ANN401
    if plot.layout.get("barmode") not in ("stack", "relative"):
        return np.zeros(len(values))
    lower = np.array([plot.stacked.get(place, 0.0) for place in places])
    for place, base, value in zip(places, lower, values, strict=True):
        plot.stacked[place] = base + value
    return lower


def _bar_words(plot: Plot, trace: dict[str, Any], ends: Floats, middle: Floats, lying: bool) -> str:
    words = trace.get("text")
    if words is None or not lying:
        return ""
    colour = style.INK.on(plot.dark)
    told = (number(w) if isinstance(w, int | float) else str(w) for w in words)
    return "".join(ink.text(w, x + 6, y, 13, colour) for w, x, y in zip(told, ends, middle, strict=True))


def _errors(plot: Plot, trace: dict[str, Any]) -> str:
    parts = []
    for letter in ("x", "y"):
        error = trace.get(f"error_{letter}")
        if not error:
            continue
        axis = plot.x if letter == "x" else plot.y["y"]
        values = plain_values(trace[letter], axis.kind, axis.names)
        low = axis.px(values - np.asarray(error["arrayminus"], dtype=float))
        high = axis.px(values + np.asarray(error["array"], dtype=float))
        other = plot.y["y"].px(trace["y"]) if letter == "x" else plot.x.px(trace["x"])
        colour, width = str(error.get("color")), float(error.get("thickness", 1.5))
        for a, b, c in zip(low, high, other, strict=True):
            parts += _whisker(a, b, c, letter == "x", colour, width)
    return "".join(parts)


def _whisker(a: float, b: float, c: float, lying: bool, colour: str, width: float) -> list[str]:
    ends = [ink.line(a, c, b, c, colour, width)] if lying else [ink.line(c, a, c, b, colour, width)]
    for end in (a, b):
        ends.append(ink.line(end, c - 4, end, c + 4, colour, width) if lying else
                    ink.line(c - 4, end, c + 4, end, colour, width))  # fmt: skip
    return ends


def _scatter(plot: Plot, trace: dict[str, Any]) -> str:
    axis = plot.y[trace.get("yaxis", "y")]
    mode = str(trace.get("mode", "lines"))
    x, values = plot.x.px(trace["x"]), plain_values(trace["y"], axis.kind, axis.names)
    if trace.get("stackgroup"):
        return _area(plot, trace, x, values, axis)
    y = axis._placed(values)
    parts = [_fill(plot, trace, x, y)] if trace.get("fill") == "tonexty" else []
    if "lines" in mode and (trace.get("line") or {}).get("width", 2):
        look = trace["line"]
        d = _way(x, y, look.get("shape") == "hv")
        drawn = ink.stroke(str(look.get("color")), float(look.get("width", 2)), str(look.get("dash", "")))
        parts.append(
            f'<path d="{d}" fill="none" stroke-linejoin="round"{drawn}{ink.attributes(opacity=trace.get("opacity"))}/>'
        )
    plot.last = (x, y)
    if "markers" in mode:
        parts += [_errors(plot, trace), _dots(trace, x, y)]
    return "".join(parts)


def _fill(plot: Plot, trace: dict[str, Any], x: Floats, y: Floats) -> str:
    if plot.last is None:
        return ""
    x0, y0 = plot.last
    d = _way(np.concatenate([x0, x[::-1]]), np.concatenate([y0, y[::-1]]), False) + "Z"
    return f'<path d="{d}"{rgba(str(trace["fillcolor"]))} stroke="none"/>'


def rgba(colour: str) -> str:
    """The fill of a colour that may be see-through: SVG programs other than browsers do not read ``rgba()``."""
    if not colour.startswith("rgba("):
        return ink.attributes(fill=colour)
    red, green, blue, opacity = (part.strip() for part in colour[5:-1].split(","))
    return ink.attributes(fill=f"rgb({red},{green},{blue})", fill_opacity=opacity)


def _area(plot: Plot, trace: dict[str, Any], x: Floats, values: Floats, axis: Axis) -> str:
    keys = [str(v) for v in trace["x"]]
    lower = np.array([plot.stacked.get(key, 0.0) for key in keys])
    upper = lower + np.nan_to_num(values)
    plot.stacked |= dict(zip(keys, upper.tolist(), strict=True))
    steps = (trace.get("line") or {}).get("shape") == "hv"
    there = _way(x, axis._placed(upper), steps)
    back = _way(x[::-1], axis._placed(lower)[::-1], False) if not steps else _back_steps(x, axis._placed(lower))
    fill = plot.patterned(str(trace.get("fillcolor")), trace.get("fillpattern"))
    return f'<path d="{there}L{back[1:]}Z"{rgba(fill)} stroke="none"/>'


def _back_steps(x: Floats, y: Floats) -> str:
    """The lower edge of steps, from right to left: the path of the upper edge turned round."""
    points = [(x[0], y[0])]
    for place in range(1, len(x)):
        points += [(x[place], y[place - 1]), (x[place], y[place])]
    return "M" + "L".join(f"{ink.n(a)} {ink.n(b)}" for a, b in reversed(points))


def _way(x: Floats, y: Floats, steps: bool) -> str:
    """A path through the points, broken where one is not known."""
    parts, before = [], None
    for a, b in zip(x.tolist(), y.tolist(), strict=True):
        if a != a or b != b:
            before = None
            continue
        if before is None:
            parts.append(f"M{ink.n(a)} {ink.n(b)}")
        elif steps:
            parts.append(f"H{ink.n(a)}V{ink.n(b)}")
        else:
            parts.append(f"L{ink.n(a)} {ink.n(b)}")
        before = b
    return "".join(parts)


def _dots(trace: dict[str, Any], x: Floats, y: Floats) -> str:
    marker = trace.get("marker") or {}
    count = len(x)
    sizes, fills = each(marker.get("size", 8), count), each(marker.get("color"), count)
    edge = marker.get("line") or {}
    rim = ink.attributes(stroke=edge.get("color"), stroke_width=float(edge["width"])) if edge.get("width") else ""
    shape = str(marker.get("symbol") or "circle")
    drawn = []
    for a, b, size, fill in zip(x, y, sizes, fills, strict=True):
        if a == a and b == b:
            drawn.append(symbol(float(a), float(b), float(size), str(fill), shape, rim))
    return f"<g{ink.attributes(opacity=marker.get('opacity'))}>{''.join(drawn)}</g>"


#: Corners of Plotly's symbols, as shares of their size. A dot has none.
_CORNERS = {
    "diamond": ((0, -0.7), (0.7, 0), (0, 0.7), (-0.7, 0)),
    "square": ((-0.45, -0.45), (0.45, -0.45), (0.45, 0.45), (-0.45, 0.45)),
    "triangle-up": ((0, -0.6), (0.58, 0.42), (-0.58, 0.42)),
    "triangle-down": ((0, 0.6), (0.58, -0.42), (-0.58, -0.42)),
}


def symbol(x: float, y: float, size: float, fill: str, shape: str, rim: str = "") -> str:
    """A dot, or a shape of ``_CORNERS``."""
    if shape in _CORNERS:
        corners = (f"{ink.n(x + size * a)} {ink.n(y + size * b)}" for a, b in _CORNERS[shape])
        return f'<path d="M{"L".join(corners)}Z" fill="{fill}"{rim}/>'
    return f"<circle{ink.attributes(cx=x, cy=y, r=size / 2, fill=fill)}{rim}/>"


def _heat(plot: Plot, trace: dict[str, Any]) -> str:
    grid = np.array([[np.nan if v is None else v for v in row] for row in trace["z"]], dtype=float)
    low = float(trace.get("zmin") or 0)
    high = float(trace.get("zmax") or np.nanmax(grid) or 1)
    x, y = plot.x.px(trace["x"]), plot.y["y"].px(trace["y"])
    wide = abs(x[1] - x[0]) if len(x) > 1 else 20.0
    tall = abs(y[1] - y[0]) if len(y) > 1 else 20.0
    parts = []
    for row, column in zip(*np.nonzero(np.isfinite(grid)), strict=True):
        colour = shade(trace["colorscale"], (grid[row, column] - low) / ((high - low) or 1))
        parts.append(ink.box(x[column] - wide / 2 + 0.5, y[row] - tall / 2 + 0.5, wide - 1, tall - 1, colour))
    return "".join(parts)


def shade(scale: list[list[Any]], share: float) -> str:
    """The colour of a scale at a share between 0 and 1."""
    share = min(1.0, max(0.0, float(share)))
    for (low, first), (high, last) in zip(scale, scale[1:], strict=False):
        if share <= high:
            part = (share - low) / ((high - low) or 1)
            ends = ([int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in (first, last))
            return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(*ends, strict=True))
    return str(scale[-1][1])
