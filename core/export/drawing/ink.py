"""Pieces of SVG: lines, boxes, circles and text, every word escaped."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from core.export import style
from core.export.fonts import FOREIGN_FAMILY, IDEOGRAPHS
from core.export.text import clean

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br\s*/?>")
LINE = 1.3
_DASHES = {"dot": "2 3", "dash": "6 4", "dashdot": "6 3 2 3"}
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def n(value: float) -> str:
    """A number with at most two digits, short.

    >>> n(3.0), n(2.346)
    ('3', '2.35')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def attributes(**named: Any) -> str:  # noqa: ANN401 - text or numbers
    """Attributes of an element; those without a value are left out."""
    told = ((name.replace("_", "-"), n(value) if isinstance(value, float) else value) for name, value in named.items())
    return "".join(f' {name}="{escape(str(value), quote=True)}"' for name, value in told if value is not None)


def box(x: float, y: float, width: float, height: float, fill: str, **more: Any) -> str:  # noqa: ANN401
    """A filled rectangle."""
    place = attributes(x=float(x), y=float(y), width=float(max(0, width)), height=float(max(0, height)))
    return f"<rect{place}{attributes(fill=fill, **more)}/>"


def line(x0: float, y0: float, x1: float, y1: float, colour: str, width: float = 1, dash: str = "", **more: Any) -> str:  # noqa: ANN401
    """A straight line."""
    ends = attributes(x1=float(x0), y1=float(y0), x2=float(x1), y2=float(y1))
    return f"<line{ends}{stroke(colour, width, dash)}{attributes(**more)}/>"


def stroke(colour: str, width: float, dash: str = "") -> str:
    """The attributes of a drawn line."""
    return attributes(stroke=colour, stroke_width=float(width), stroke_dasharray=_DASHES.get(dash) or _lengths(dash))


def _lengths(dash: str) -> str | None:
    """The dashes that a line states itself: ``6px,3px``."""
    return dash.replace("px", "").replace(",", " ") if "px" in dash else None


def path(d: str, **more: Any) -> str:  # noqa: ANN401
    """A path."""
    return f"<path{attributes(d=d, **more)}/>"


def lines_of(words: str) -> list[str]:
    """The lines of a Plotly text, tags off and entities read."""
    return [clean(unescape(_TAG.sub("", part))) for part in _BREAK.split(words)]


def text(words: str, x: float, y: float, size: float, colour: str, **look: Any) -> str:  # noqa: ANN401
    """Lines of text; ``y`` is the middle of the first line's height. ``anchor`` is start, middle or end.

    ``weight``, ``opacity``, ``turned`` (degrees) and ``halo`` (a colour behind the letters) are optional.
    """
    size = max(float(size), style.SMALLEST_TEXT_PX)
    halo = look.get("halo")
    behind = attributes(stroke=halo, stroke_width=3.0, paint_order="stroke", stroke_linejoin="round") if halo else ""
    turned = f"rotate({n(look['turned'])} {n(x)} {n(y)})" if look.get("turned") else None
    named = attributes(
        x=float(x), y=float(y + 0.35 * size), font_size=size, fill=colour, text_anchor=look.get("anchor"),
        font_weight=look.get("weight"), opacity=look.get("opacity"), transform=turned,
    )  # fmt: skip
    lines = lines_of(words)
    if len(lines) == 1:
        return f"<text{named}{_family(lines[0])}{behind}>{escape(lines[0])}</text>"
    spans = "".join(
        f"<tspan{attributes(x=float(x), dy=float(size * LINE) if row else None)}{_family(part)}>{escape(part)}</tspan>"
        for row, part in enumerate(lines)
    )
    return f"<text{named}{behind}>{spans}</text>"


def _family(words: str) -> str:
    """The font of a line with Chinese or Japanese signs: named, or else drawing programs mix any weight into it."""
    return attributes(font_family=f"{FOREIGN_FAMILY}, IBM Plex Sans") if IDEOGRAPHS.search(words) else ""
