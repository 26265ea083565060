"""A figure as PNG, SVG or PDF, with its evidence inside the file."""

from __future__ import annotations

import json
import re
import struct
from html import escape
from typing import Any
from zlib import crc32

from core.export.drawing import svg_text
from core.export.fonts import font_css, foreign_css
from core.export.frame import Frame
from core.export.raster import PX_PER_INCH, pdf_bytes, png_bytes
from core.export.text import clean
from core.i18n import _, current_language

_PNG_HEADER_BYTES = 33  # signature and IHDR: text chunks follow
_INCHES_PER_M = 39.3701


def svg(spec: dict[str, Any], *, dark: bool = False, clear: bool = False, fonts: bool = True) -> bytes:
    """The figure as SVG with ``<title>``, ``<desc>``, real text, and the fonts that its words need."""
    drawn = svg_text(spec, dark=dark, clear=clear)
    facts = facts_of(spec)
    names = f"<title>{escape(facts['Title'])}</title><desc>{escape(described(facts))}</desc>"
    inside = names + (f"<style>{font_css(drawn)}{foreign_css(drawn)}</style>" if fonts else "")
    language = f'<svg lang="{current_language()}"'
    return re.sub(r"<svg\b([^>]*)>", lambda tag: f"{language}{tag[1]}>{inside}", drawn, count=1).encode()


def png(spec: dict[str, Any], scale: float = 2, *, dark: bool = False, clear: bool = False) -> bytes:
    """The figure as PNG with title, description, source and the SIMULATED mark as text inside the file."""
    picture = png_bytes(svg(spec, dark=dark, clear=clear, fonts=False).decode(), scale)
    chunks = b"".join(_text_chunk(name, words) for name, words in facts_of(spec).items() if words)
    dots = round(PX_PER_INCH * scale * _INCHES_PER_M)
    size = _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))
    return picture[:_PNG_HEADER_BYTES] + size + chunks + picture[_PNG_HEADER_BYTES:]


def pdf(spec: dict[str, Any], *, dark: bool = False, clear: bool = False) -> bytes:
    """The figure as PDF of one page, fonts inside; its properties hold title, description, source and the mark."""
    facts = facts_of(spec)
    told = {"Title": facts["Title"], "Subject": described(facts), "Author": facts["Author"], "Creator": "Whence"}
    told["Keywords"] = facts["SIMULATED"]
    return pdf_bytes(svg(spec, dark=dark, clear=clear, fonts=False).decode(), told, current_language())


def words_in(spec: dict[str, Any]) -> str:
    """Every word of a figure's layout and legend: what decides which font files it needs."""
    names = [str(trace.get("name", "")) for trace in spec["data"]]
    return json.dumps([spec["layout"], names], ensure_ascii=False, default=str)


def file_name(frame: Frame) -> str:
    """A name for the file, without ending, from the figure's title; simulated data is named so.

    >>> file_name(Frame("Who spoke first? / Кто", simulated=True))
    'SIMULATED-Who-spoke-first-Кто'
    """
    words = re.sub(r"[^\w]+", "-", clean(frame.title)).strip("-_")[:60].rstrip("-_")
    return ("SIMULATED-" if frame.simulated else "") + (words or "whence")


def facts_of(spec: dict[str, Any]) -> dict[str, str]:
    """What a framed figure says about itself, as the fields of a file."""
    meta = spec["layout"].get("meta") or {}
    said = [meta.get(key, "") for key in ("n_text", "filter_text", "zone_text", "method")]
    return {
        "Title": str(meta.get("title") or "Whence"),
        "Description": " · ".join(filter(None, [meta.get("alt", ""), *said])),
        "Source": str(meta.get("source") or ""),
        "Author": str(meta.get("byline") or ""),
        "Software": "Whence",
        "SIMULATED": _("This figure shows simulated data.") if meta.get("simulated") else "",
    }


def described(facts: dict[str, str]) -> str:
    """The description for readers who do not see the figure, with the mark first and the source last."""
    return " · ".join(facts[name] for name in ("SIMULATED", "Description", "Source") if facts[name])


def _text_chunk(name: str, words: str) -> bytes:
    return _chunk(b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + words.encode())


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))
