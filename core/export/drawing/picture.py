"""The whole picture: background, plot, axes, legend, notes, and the evidence around it."""

from __future__ import annotations

from typing import Any

from core.export import room, style
from core.export.drawing import ink, traces
from core.export.drawing.axis import Axis, axis_of
from core.export.drawing.table import draw_table
from core.export.drawing.traces import Plot
from core.export.text import text_width

FONTS = "IBM Plex Sans, Noto Sans CJK SC, Noto Sans SC, Noto Sans, Arial, sans-serif"


def svg_text(spec: dict[str, Any], *, dark: bool = False, clear: bool = False) -> str:
    """A figure of ``framed`` as SVG; without a background where it is ``clear``."""
    layout = spec["layout"]
    width, height = float(layout["width"]), float(layout["height"])
    paper = "" if clear else ink.box(0, 0, width, height, style.PAPER.on(dark))
    body = _table(spec, dark) if spec["data"] and spec["data"][0].get("type") == "table" else _plot(spec, dark)
    body += "".join(_picture(image, _area(layout)) for image in layout.get("images") or ())
    size = ink.attributes(width=width, height=height, viewBox=f"0 0 {ink.n(width)} {ink.n(height)}")
    look = ink.attributes(font_family=FONTS, role="img")
    return f'<svg xmlns="http://www.w3.org/2000/svg"{size}{look}>{paper}{body}</svg>'


def _area(layout: dict[str, Any]) -> tuple[float, float, float, float]:
    margin = layout["margin"]
    left, top = float(margin["l"]), float(margin["t"])
    return left, top, float(layout["width"]) - float(margin["r"]), float(layout["height"]) - float(margin["b"])


def _picture(image: dict[str, Any], area: tuple[float, float, float, float]) -> str:
    """A picture that the figure carries inside itself: a logo."""
    left, top, right, bottom = area
    x, y = left + image["x"] * (right - left), bottom - image["y"] * (bottom - top)
    size = {"width": float(image["sizex"] * (right - left)), "height": float(image["sizey"] * (bottom - top))}
    return f'<image{ink.attributes(x=float(x), y=float(y), **size, href=image["source"])} aria-hidden="true"/>'


def _table(spec: dict[str, Any], dark: bool) -> str:
    area = _area(spec["layout"])
    return draw_table(spec["data"][0], spec["layout"], area, dark) + _notes(spec["layout"], area, None, dark)


def _plot(spec: dict[str, Any], dark: bool) -> str:
    layout = spec["layout"]
    area = left, top, right, bottom = _area(layout)
    x, y = axis_of(spec, "x", left, right), axis_of(spec, "y", bottom, top)
    axes = {"y": y}
    if any(t.get("yaxis") == "y2" for t in spec["data"]):
        axes["y2"] = axis_of(spec, "y2", bottom, top)
    plot = Plot(x, axes, dark, layout)
    back = [t for t in spec["data"] if t.get("yaxis") == "y2"]
    marks = "".join(traces.draw(plot, t) for t in [*back, *(t for t in spec["data"] if t.get("yaxis") != "y2")])
    below, above = _shapes(layout, area, plot, "below"), _shapes(layout, area, plot, "above")
    hatched = _hatched(layout, area, plot)
    room_px = (right - left, bottom - top)
    clip = f'<clipPath id="plot">{ink.box(left - 1, top - 1, room_px[0] + 2, room_px[1] + 2, "#000")}</clipPath>'
    inside = f'<g clip-path="url(#plot)">{below}{marks}{hatched}</g>'
    words = _notes(layout, area, plot, dark) + _legend(spec, plot, dark) + _colour_bar(spec, area, dark)
    defs = f"<defs>{clip}{''.join(plot.patterns)}</defs>"
    return defs + _grid(plot, area) + inside + above + _axis_words(plot, area, dark) + words


def _grid(plot: Plot, area: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = area
    colour = style.GRID.on(plot.dark)
    parts = []
    y = plot.y["y"]
    if y.look.get("visible", True) and y.look.get("showgrid", True) and y.kind != "category":
        parts += [ink.line(left, y.of_number(at), right, y.of_number(at), colour) for at, _t in y.ticks()]
    x = plot.x
    if x.look.get("visible", True) and x.look.get("showgrid"):
        parts += [ink.line(x.of_number(at), top, x.of_number(at), bottom, colour) for at, _t in x.ticks()]
    return "".join(parts)


def _axis_words(plot: Plot, area: tuple[float, float, float, float], dark: bool) -> str:
    return _x_words(plot.x, area, dark) + "".join(
        _y_words(axis, area, dark, name == "y2") for name, axis in plot.y.items()
    )


def _x_words(axis: Axis, area: tuple[float, float, float, float], dark: bool) -> str:
    left, _top, right, bottom = area
    if axis.look.get("visible") is False:
        return ""
    quiet, rule = style.QUIET.on(dark), style.RULE.on(dark)
    parts = [ink.line(left, bottom, right, bottom, rule)] if axis.look.get("showline", True) else []
    lines = 1
    if axis.look.get("showticklabels") is not False:
        turned = axis.look.get("tickangle") == -90
        for at, words in _apart(axis, turned):
            px = axis.of_number(at)
            parts.append(ink.line(px, bottom, px, bottom + 5, rule))
            if turned:
                parts.append(ink.text(words, px, bottom + 10, room.TICK_PX, quiet, anchor="end", turned=-90))
            else:
                parts.append(ink.text(words, px, bottom + 15, room.TICK_PX, quiet, anchor="middle"))
            lines = max(lines, len(ink.lines_of(words)))
    title = room.title_of(axis.look)
    if title:
        below = bottom + 15 + (lines - 1) * room.TICK_PX * room.LINE + 22
        parts.append(ink.text(title, (left + right) / 2, below, room.TICK_PX, quiet, anchor="middle"))
    return "".join(parts)


def _apart(axis: Axis, turned: bool) -> list[tuple[float, str]]:
    """The marks inside the axis whose words do not touch those before them."""
    inside = sorted((axis.of_number(at), at, words) for at, words in axis.ticks())
    low, high = sorted((axis.start, axis.end))
    kept: list[tuple[float, str]] = []
    free = -1e9
    for px, at, words in inside:
        if not low - 0.5 <= px <= high + 0.5:
            continue
        half = 8.0 if turned else max(text_width(part, room.TICK_PX) for part in ink.lines_of(words)) / 2
        if words and px - half < free:
            words = ""
        if words:
            free = px + half + 6
        kept.append((at, words))
    return [(at, words) for at, words in kept if words or axis.kind != "category"]


def _y_words(axis: Axis, area: tuple[float, float, float, float], dark: bool, second: bool) -> str:
    left, top, right, bottom = area
    if axis.look.get("visible") is False or axis.look.get("showticklabels") is False:
        return ""
    quiet = style.QUIET.on(dark)
    place, anchor = (right + 8, "start") if second else (left - 8, "end")
    parts = []
    for at, words in axis.ticks():
        px = axis.of_number(at)
        if min(top, bottom) - 1 <= px <= max(top, bottom) + 1:
            lift = (len(ink.lines_of(words)) - 1) * room.TICK_PX * room.LINE / 2
            parts.append(ink.text(words, place, px - lift, room.TICK_PX, quiet, anchor=anchor))
    title = room.title_of(axis.look)
    if title and second:
        parts.append(ink.text(title, right + 8, top - 14, room.TICK_PX, quiet, anchor="end"))
    elif title:
        parts.append(ink.text(title, left, top - 14, room.TICK_PX, quiet, anchor="start"))
    return "".join(parts)


def _shapes(layout: dict[str, Any], area: tuple[float, float, float, float], plot: Plot, layer: str) -> str:
    parts = []
    for shape in layout.get("shapes") or ():
        if shape.get("layer", "above") != layer:
            continue
        x0, x1 = (_along(shape, "x", end, area, plot.x) for end in ("x0", "x1"))
        y0, y1 = (_along(shape, "y", end, area, plot.y["y"]) for end in ("y0", "y1"))
        look = shape.get("line") or {}
        opacity = shape.get("opacity")
        if shape.get("type") == "line":
            width, dash = float(look.get("width", 1)), str(look.get("dash", ""))
            parts.append(ink.line(x0, y0, x1, y1, str(look.get("color")), width, dash, opacity=opacity))
        else:
            a, b = sorted((x0, x1))
            c, d = sorted((y0, y1))
            parts.append(ink.box(a, c, b - a, d - c, str(shape.get("fillcolor")), opacity=opacity))
    return "".join(parts)


def _along(shape: dict[str, Any], letter: str, end: str, area: tuple[float, float, float, float], axis: Axis) -> float:
    left, top, right, bottom = area
    value = shape[end]
    if shape.get(f"{letter}ref", letter) != "paper":
        return axis.one(value)
    if shape.get(f"{letter}sizemode") == "pixel":
        anchor = float(shape[f"{letter}anchor"])
        return (
            left + anchor * (right - left) + float(value) if letter == "x" else bottom - anchor * (bottom - top) - value
        )
    return left + float(value) * (right - left) if letter == "x" else bottom - float(value) * (bottom - top)


def _hatched(layout: dict[str, Any], area: tuple[float, float, float, float], plot: Plot) -> str:
    """The last step of a time axis that is not complete, under white stripes."""
    ends = (layout.get("meta") or {}).get("hatched")
    if not ends or plot.x.kind != "date":
        return ""
    x0, x1 = (plot.x.one(end) for end in ends)
    fill = plot.hatch(plot.paper)
    edge = ink.line(x0, area[1], x0, area[3], style.QUIET.on(plot.dark), 1, "dot")
    return ink.box(x0, area[1], x1 - x0, area[3] - area[1], fill, opacity=0.75) + edge


def _notes(layout: dict[str, Any], area: tuple[float, float, float, float], plot: Plot | None, dark: bool) -> str:
    return "".join(_note(note, area, plot, dark) for note in layout.get("annotations") or ())


def _note(note: dict[str, Any], area: tuple[float, float, float, float], plot: Plot | None, dark: bool) -> str:
    left, top, right, bottom = area
    font = note.get("font") or {}
    size = max(float(font.get("size", 12)), style.SMALLEST_TEXT_PX)
    colour = str(font.get("color") or style.INK.on(dark))
    on_x, on_y = note.get("xref", "x") != "paper", note.get("yref", "y") != "paper"
    if plot is None and (on_x or on_y):
        return ""
    x = plot.x.one(note["x"]) if on_x and plot else left + float(note["x"]) * (right - left)
    y = plot.y["y"].one(note["y"]) if on_y and plot else bottom - float(note["y"]) * (bottom - top)
    x += float(note.get("xshift", 0))
    y -= float(note.get("yshift", 0))
    lines = ink.lines_of(str(note.get("text", "")))
    bold = font.get("weight", 400) >= 600
    wide = max(text_width(line, size, bold=bold) for line in lines)
    tall = (len(lines) - 1) * size * ink.LINE + size * ink.LINE
    anchor_x = note.get("xanchor") or "center"
    anchor_y = note.get("yanchor") or "middle"
    pad = float(note.get("borderpad", 1))
    middle = {"top": y + pad + tall / 2, "bottom": y - pad - tall / 2}.get(anchor_y, y)
    start = {"left": x + pad, "right": x - pad - wide}.get(anchor_x, x - wide / 2)
    if note.get("name", "").startswith("whence ") and "watermark" not in note["name"]:
        start, middle = x, y + tall / 2
    words = {"left": start, "right": start + wide}.get(anchor_x, start + wide / 2)
    look = {"anchor": ink.ANCHORS[anchor_x], "weight": 600 if bold else None, "opacity": note.get("opacity"),
            "halo": style.PAPER.on(dark) if note.get("halo") else None}  # fmt: skip
    back = ""
    if note.get("bgcolor"):
        back = ink.box(
            start - pad, middle - tall / 2 - pad + 1, wide + 2 * pad, tall + 2 * pad - 2, str(note["bgcolor"])
        )
    first = middle - (len(lines) - 1) * size * ink.LINE / 2
    return back + ink.text(str(note["text"]), words, first, size, colour, **look)


def _legend(spec: dict[str, Any], plot: Plot, dark: bool) -> str:
    names = room.legend_names(spec)
    layout = spec["layout"]
    place = layout.get("legend") or {}
    if not names or place.get("xref") != "container":
        return ""
    shown = [t for t in spec["data"] if t.get("name") and t.get("showlegend", True)]
    width, height = float(layout["width"]), float(layout["height"])
    x0, y = float(place["x"]) * width + 13, (1 - float(place["y"])) * height + room.LEGEND_PX
    entry = float(place.get("entrywidth") or 0)
    right = width - float(layout["margin"]["r"])
    parts, x = [], x0
    for name, trace in zip(names, shown, strict=True):
        wide = (entry or text_width(name, room.LEGEND_PX)) + room.ENTRY_PX
        if x > x0 and x + wide - 12 > max(right, x0 + 0.98 * (right - x0)) + 12:
            x, y = x0, y + room.LEGEND_PX * 1.45
        parts.append(_sample(plot, trace, x, y))
        parts.append(ink.text(name, x + 24, y, room.LEGEND_PX, style.INK.on(dark)))
        x += wide
    return "".join(parts)


def _sample(plot: Plot, trace: dict[str, Any], x: float, y: float) -> str:
    look, marker = trace.get("line") or {}, trace.get("marker") or {}
    mode = str(trace.get("mode", ""))
    if trace.get("type") == "bar" or trace.get("stackgroup"):
        colour = trace.get("fillcolor") or marker.get("color") or look.get("color")
        one = str(colour if isinstance(colour, str) else (colour or [""])[0])
        return ink.box(x, y - 6, 16, 12, plot.patterned(one, trace.get("fillpattern") or marker.get("pattern")))
    if "markers" in mode:
        colour = marker.get("color")
        return traces.symbol(x + 8, y, 11, str(colour), str(marker.get("symbol") or "circle"))
    return ink.line(
        x, y, x + 18, y, str(look.get("color")), max(1.5, float(look.get("width", 2))), str(look.get("dash", ""))
    )


def _colour_bar(spec: dict[str, Any], area: tuple[float, float, float, float], dark: bool) -> str:
    heat = next((t for t in spec["data"] if t.get("type") == "heatmap"), None)
    if heat is None:
        return ""
    _left, top, right, bottom = area
    high = heat.get("zmax") or max((v for row in heat["z"] for v in row if v is not None and v == v), default=1)
    scale = Axis("number", 0.0, float(high), bottom, top, look=heat.get("colorbar") or {}, whole=True)
    steps = 24
    tall = (bottom - top) / steps
    x = right + 16
    boxes = (ink.box(x, bottom - (k + 1) * tall, 12, tall + 0.5, traces.shade(heat["colorscale"], (k + 0.5) / steps))
             for k in range(steps))  # fmt: skip
    words = (ink.text(t, x + 18, scale.of_number(at), 12, style.QUIET.on(dark)) for at, t in scale.ticks())
    return "".join(boxes) + "".join(words)
