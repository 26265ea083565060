"""The frame that makes a chart its own evidence: title, filter, zone, n, source, method, SIMULATED."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.export import room, style
from core.export.logo import Logo
from core.export.text import balanced, clean, joined, plain, sentences, text_width
from core.i18n import _, number

FOOTER_PX = 12.5
_BOLDER = 1.05  # how much wider bold letters are, as text_width has it
_WATERMARK = "whence watermark"
_ANCHOR = re.compile(r"<\s*(/?\s*a)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a chart says about itself; the title is a finding or the chart's name, n_text reads "n of N posts".

    ``notes`` explain marks of the picture, such as numbered events; they stand first below it. ``finding`` is the
    title that the data propose; it replaces ``title`` on a published chart, and ``title`` then stands below it.
    """

    title: str
    subtitle: str = ""
    filter_text: str = ""
    zone_text: str = ""
    n_text: str = ""
    source: str = ""
    method: str = ""
    byline: str = ""
    notes: tuple[str, ...] = ()
    simulated: bool = False
    alt: str = ""
    finding: str = ""
    logo: Logo | None = None


def published(frame: Frame, *, title: str = "", subtitle: str | None = None) -> Frame:
    """The frame as a chart leaves the program: the reporter's title, or the finding that the data propose."""
    chosen = title.strip() or frame.finding or frame.title
    below = frame.subtitle if chosen == frame.title else sentences(frame.title, frame.subtitle)
    return replace(frame, title=chosen, subtitle=below if subtitle is None else subtitle)


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    lines: list[str]
    size: float
    colour: style.Shades
    bold: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * room.LINE


def simulated_words() -> str:
    """The mark of invented data, in the reporter's language."""
    return _("SIMULATED DATA")


def footer_parts(frame: Frame) -> tuple[tuple[str, ...], ...]:
    """What stands below a chart, in its lines: notes; n, filter and zone; source and method; the byline."""
    source = _("Source: {source}").format(source=frame.source) if frame.source else ""
    method = _("Method: {method}").format(method=frame.method) if frame.method else ""
    lines = ((frame.n_text, frame.filter_text, frame.zone_text), (source, method), (frame.byline,))
    told = (tuple(clean(part) for part in line if part) for line in lines)
    return (*((clean(note),) for note in frame.notes), *filter(None, told))


def footer_lines(frame: Frame) -> list[str]:
    """What stands below a chart, line by line."""
    return [" · ".join(parts) for parts in footer_parts(frame)]


def alt_text(kind: str, what: str, n: int, range: str = "", finding: str = "") -> str:
    """A draft of the words for readers who do not see the chart.

    >>> alt_text("Bar chart", "posts per hour", 1234, "7 to 9 February 2020", "Most came after 05:00.")
    'Bar chart of posts per hour; n = 1,234; 7 to 9 February 2020. Most came after 05:00.'
    """
    parts = [_("{kind} of {what}").format(kind=kind, what=what), f"n = {number(n)}", range]
    return clean(f"{'; '.join(part for part in parts if part)}. {finding}".strip())


def framed(
    figure: Any,  # noqa: ANN401 - a dict or a go.Figure; Plotly has no types
    frame: Frame,
    *,
    dark: bool = False,
    width: int = 1200,
    height: int = 675,
) -> dict[str, Any]:
    """The figure as a Plotly spec for one picture, with its evidence around it and nothing overlapping or cut."""
    spec = _own_copy(figure)
    layout = spec["layout"]
    pad = 32 if width >= 600 else 20
    _name_zone(spec, frame)
    needed = room.measure(spec, width, pad)
    if _is_table(spec):
        needed = replace(needed, left=pad, right=pad, below=0, x_labels=None, y_labels=None)
    logo = _fitted(frame.logo, width)
    beside = logo.width + 20 if logo else 0
    header, footer = _header(frame, width - 2 * pad), _footer(frame, width - 2 * pad - beside)
    footer_px = max(footer.height, logo.height if logo else 0)
    axis_title = _take_axis_title(layout)
    legend_px = needed.legend_rows * room.LEGEND_PX * 1.45
    legend_top = pad + sum(block.height for block in header) + 5 * len(header) + 6
    named = axis_title or "yaxis2" in layout
    top = legend_top + legend_px + (36 if named else 10) + _events_px(layout, height)
    bottom = needed.below + footer_px + pad + 14
    height = int(max(height, top + bottom + max(needed.least_plot, 0.42 * height)))
    layout |= {"width": width, "height": height, "autosize": False, "title": {"text": ""}}
    layout["margin"] = {"l": needed.left, "r": needed.right, "t": top, "b": bottom, "autoexpand": False}
    page = _Page(layout, pad, dark)
    _place_header(page, header, axis_title, legend_top + legend_px)
    _place_legend(page, legend_top, needed.entry_width)
    _place_footer(page, footer, footer_px, logo)
    _label_axes(layout, needed)
    suit_marks(spec, width - needed.left - needed.right)
    if frame.simulated:
        page.watermark(simulated_words())
    layout["meta"] = {**(layout.get("meta") or {}), **_meta(frame)}
    layout["uniformtext"] = {"minsize": style.SMALLEST_TEXT_PX, "mode": "hide"}
    readable: dict[str, Any] = _readable(spec)
    return readable


def _is_table(spec: dict[str, Any]) -> bool:
    return bool(spec["data"]) and spec["data"][0].get("type") == "table"


def _name_zone(spec: dict[str, Any], frame: Frame) -> None:
    """Let an axis of clocks say whose clocks they are: a picture is often cut out of its frame."""
    axis = spec["layout"].get("xaxis") or {}
    clocks = room.axis_kind(spec, "x") == "date" or (spec["layout"].get("meta") or {}).get("clocks")
    if clocks and frame.zone_text and not room.title_of(axis):
        spec["layout"]["xaxis"] = {**axis, "title": {"text": frame.zone_text}}


def _meta(frame: Frame) -> dict[str, Any]:
    words = {key: clean(value) for key, value in asdict(frame).items() if isinstance(value, str)}
    return {**words, "notes": [clean(note) for note in frame.notes], "simulated": frame.simulated}


def suit_marks(spec: dict[str, Any], plot_px: float) -> None:
    """Set the form of dates on the x axis, and close the gaps between bars too thin for them."""
    axis = spec["layout"].setdefault("xaxis", {})
    if room.axis_kind(spec, "x") == "date" and "tickformat" not in axis:
        axis.setdefault("tickformatstops", style.date_ticks())
    if room.thin_bars(spec, plot_px):
        spec["layout"]["bargap"] = 0


def _own_copy(figure: Any) -> dict[str, Any]:  # noqa: ANN401 - see framed
    spec = figure if isinstance(figure, dict) else figure.to_plotly_json()
    return {"data": [dict(trace) for trace in spec.get("data", ())], "layout": deepcopy(dict(spec.get("layout", {})))}


def _header(frame: Frame, width: float) -> list[_Block]:
    large, small = (25, 16) if width >= 560 else (21, 15)
    told = (simulated_words(), _("invented accounts and posts")) if frame.simulated else ()
    mark = joined(told, width, 13 * _BOLDER)
    blocks = (
        _Block("whence mark", mark, 13, style.WARNING, bold=True),
        _Block("whence title", balanced(frame.title, width, large, bold=True), large, style.INK, bold=True),
        _Block("whence subtitle", balanced(frame.subtitle, width, small), small, style.QUIET),
    )
    return [block for block in blocks if block.lines]


def _footer(frame: Frame, width: float) -> _Block:
    lines = [line for parts in footer_parts(frame) for line in joined(parts, width, FOOTER_PX)]
    return _Block("whence footer", lines, FOOTER_PX, style.QUIET)


def _take_axis_title(layout: dict[str, Any]) -> str:
    axes = [name for name in layout if name.startswith("yaxis")]
    title = room.title_of(layout.get("yaxis"))
    if axes != ["yaxis"] or not title:
        return ""
    layout["yaxis"].pop("title", None)
    return title


def _events_px(layout: dict[str, Any], height: float) -> float:
    notes = layout.get("annotations") or ()
    return max((_rise(note, height) for note in notes if note.get("yref") == "paper"), default=0)


def _rise(note: dict[str, Any], height: float) -> float:
    """How far a note of the chart stands out above the plot, in px."""
    if float(note.get("y", 0)) < 1:
        return 0
    size = float((note.get("font") or {}).get("size", style.SMALLEST_TEXT_PX))
    lines = str(note.get("text", "")).count("<br>") + 1
    above = (float(note["y"]) - 1) * 0.7 * height + float(note.get("yshift", 0))
    return above + lines * size * room.LINE + 2 * float(note.get("borderpad", 1)) + 4


class _Page:
    """Places blocks by their distance in px from the picture's left and upper edges."""

    def __init__(self, layout: dict[str, Any], pad: float, dark: bool) -> None:
        self.layout, self.pad, self.dark = layout, pad, dark
        self.margin = layout["margin"]
        self.notes: list[dict[str, Any]] = layout.setdefault("annotations", [])
        layout["annotations"] = self.notes = list(self.notes)
        layout["shapes"] = self.shapes = list(layout.get("shapes") or ())

    def text(self, block: _Block, top_px: float) -> None:
        font = {"family": style.FONT, "size": block.size, "color": block.colour.on(self.dark)}
        font |= {"weight": 600} if block.bold else {}
        place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "top"}
        shift = {"xshift": self.pad - self.margin["l"], "yshift": self.margin["t"] - top_px}
        words = "<br>".join(plain(line) for line in block.lines)
        look = {"showarrow": False, "align": "left", "borderpad": 0, "font": font}
        self.notes.append({"name": block.name, "text": words, **place, **shift, **look})

    def bar(self, top_px: float, thick_px: float, long_px: float, colour: str) -> None:
        top = self.margin["t"] - top_px
        left = self.pad - self.margin["l"]
        place = {
            "xref": "paper",
            "yref": "paper",
            "xsizemode": "pixel",
            "ysizemode": "pixel",
            "xanchor": 0,
            "yanchor": 1,
        }
        box = {"x0": left, "x1": left + long_px, "y0": top, "y1": top - thick_px}
        self.shapes.append({"type": "rect", **place, **box, "fillcolor": colour, "line": {"width": 0}})

    def picture(self, logo: Logo, left_px: float, top_px: float) -> None:
        """A picture with its left upper corner at this place."""
        across = self.layout["width"] - self.margin["l"] - self.margin["r"]
        down = self.layout["height"] - self.margin["t"] - self.margin["b"]
        place = {"x": (left_px - self.margin["l"]) / across, "y": 1 - (top_px - self.margin["t"]) / down}
        size = {"sizex": logo.width / across, "sizey": logo.height / down, "sizing": "contain"}
        corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
        self.layout["images"] = [{"source": logo.source, **corner, **place, **size}]

    def watermark(self, words: str) -> None:
        plot_px = self.layout["width"] - self.margin["l"] - self.margin["r"]
        size = min(84, max(style.SMALLEST_TEXT_PX, 0.8 * plot_px / text_width(words, 1, bold=True)))
        font = {"family": style.FONT, "weight": 600, "size": size}
        font["color"] = style.WARNING.on(self.dark)
        place = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
        self.notes.append({"name": _WATERMARK, "text": words, **place, "font": font, "opacity": 0.15})


def _place_header(page: _Page, blocks: list[_Block], axis_title: str, legend_end_px: float) -> None:
    accent = style.WARNING if any(block.name == "whence mark" for block in blocks) else style.PRIMARY
    page.bar(0, 5, 56, accent.on(page.dark))
    top = float(page.pad - 4)
    for block in blocks:
        page.text(block, top)
        top += block.height + 5
    if axis_title:
        page.text(_Block("whence axis", [axis_title], room.TICK_PX, style.QUIET), legend_end_px + 10)


def _fitted(logo: Logo | None, width: float) -> Logo | None:
    """The logo as large as a picture of this width has room for."""
    if logo is None:
        return None
    factor = min(1.0, 0.25 * width / logo.width)
    return replace(logo, width=logo.width * factor, height=logo.height * factor)


def _place_footer(page: _Page, footer: _Block, footer_px: float, logo: Logo | None) -> None:
    top = page.layout["height"] - page.pad - footer_px + 12
    if logo:
        page.picture(logo, page.layout["width"] - page.pad - logo.width, top)
    page.bar(top - 10, 1, page.layout["width"] - 2 * page.pad, style.RULE.on(page.dark))
    if footer.lines:
        page.text(footer, top)


def _place_legend(page: _Page, top_px: float, entry_width: float) -> None:
    width, height = page.layout["width"], page.layout["height"]
    place = {
        "xref": "container",
        "yref": "container",
        "xanchor": "left",
        "yanchor": "top",
        "orientation": "h",
        "traceorder": "normal",
    }
    where = {"x": (page.pad - 13) / width, "y": 1 - top_px / height}
    look = {"font": {"family": style.FONT, "size": room.LEGEND_PX, "color": style.INK.on(page.dark)}}
    entry = {"entrywidth": entry_width, "entrywidthmode": "pixels"} if entry_width else {}
    page.layout["legend"] = {**place, **where, **look, **entry, "bgcolor": "rgba(0,0,0,0)", "title": {"text": ""}}


def _label_axes(layout: dict[str, Any], needed: room.Room) -> None:
    for name, labels in (("xaxis", needed.x_labels), ("yaxis", needed.y_labels)):
        axis = layout[name] = dict(layout.get(name) or {})
        if labels:
            axis |= {"tickmode": "array", **labels}
    layout["xaxis"]["tickangle"] = -90 if needed.turned else 0


def _readable(node: Any, owner: str = "") -> Any:  # noqa: ANN401 - any part of a Plotly spec
    """The spec with no text below 12 px and no link in any of its words."""
    if isinstance(node, dict):
        return {key: _readable(value, _owner(owner, key)) for key, value in node.items()}
    if isinstance(node, list):
        return [_readable(value, owner) for value in node]
    if owner == "font size" and isinstance(node, int | float):
        return max(node, style.SMALLEST_TEXT_PX)
    return _ANCHOR.sub(r"&lt;\1", node) if isinstance(node, str) else node


def _owner(owner: str, key: str) -> str:
    return "font size" if key == "size" and owner.endswith("font") else str(key)
