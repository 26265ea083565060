"""A figure as PNG, SVG, PDF or a web page of one file, with its evidence inside the file."""

from __future__ import annotations

import json
import re
import struct
from html import escape
from typing import Any
from zlib import crc32

from core.export.fonts import font_css
from core.export.frame import Frame
from core.export.locales import locale_config
from core.export.studio import draw
from core.export.text import clean
from core.i18n import _, current_language

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
#: Plotly's buttons that send the chart to a company's server or save it without its evidence.
REMOVED_BUTTONS = ("sendDataToCloud", "sendChartToCloud", "editInChartStudio", "toImage", "downloadCsv", "downloadJson")
CONFIG = {
    "displaylogo": False,
    "modeBarButtonsToRemove": list(REMOVED_BUTTONS),
    "plotlyServerURL": "",
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "showLink": False,
    "linkText": "",
}
_PNG_HEADER_BYTES = 33  # signature and IHDR: text chunks follow


def png(spec: dict[str, Any], scale: float = 2) -> bytes:
    """The figure as PNG with title, description, source and the SIMULATED mark as text inside the file."""
    picture = draw(spec, "png", scale)
    chunks = b"".join(_text_chunk(name, words) for name, words in _facts(spec).items() if words)
    return picture[:_PNG_HEADER_BYTES] + chunks + picture[_PNG_HEADER_BYTES:]


def svg(spec: dict[str, Any]) -> bytes:
    """The figure as SVG with ``<title>``, ``<desc>`` and the fonts that its words need."""
    drawn = draw(spec, "svg").decode()
    facts = _facts(spec)
    names = f"<title>{escape(facts['Title'])}</title><desc>{escape(_told(facts))}</desc>"
    inside = f"{names}<style>{font_css(drawn)}</style>"
    return re.sub(r"<svg\b([^>]*)>", lambda tag: f'<svg role="img"{tag[1]}>{inside}', drawn, count=1).encode()


def pdf(spec: dict[str, Any]) -> bytes:
    """The figure as PDF of one page, fonts inside."""
    return draw(spec, "pdf")


def html(spec: dict[str, Any]) -> bytes:
    """The figure as a web page of one file that asks for nothing from any server."""
    from plotly.offline import get_plotlyjs  # 4.7 MB of text, read only when asked for
    from plotly.utils import PlotlyJSONEncoder

    facts = _facts(spec)
    data = json.dumps({**spec, "config": {**CONFIG, **locale_config()}}, cls=PlotlyJSONEncoder)
    script = (
        data.replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )
    title, told = escape(facts["Title"]), escape(_told(facts))
    page = f"""<!doctype html>
<html lang="{current_language()}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>{font_css(data)}body{{margin:0;background:{_background(spec)}}}</style>
<script>{get_plotlyjs()}</script></head>
<body><div id="figure" role="img" aria-label="{told}"></div><noscript>{title}. {told}</noscript>
<script>Plotly.newPlot("figure", {script});</script></body></html>"""
    return page.encode()


def told(spec: dict[str, Any]) -> dict[str, str]:
    """Title and description of a framed figure, for readers who do not see it."""
    facts = _facts(spec)
    return {"title": facts["Title"], "told": _told(facts)}


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


def _facts(spec: dict[str, Any]) -> dict[str, str]:
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


def _told(facts: dict[str, str]) -> str:
    return " · ".join(facts[name] for name in ("SIMULATED", "Description", "Source") if facts[name])


def _background(spec: dict[str, Any]) -> str:
    colour = str(spec["layout"].get("paper_bgcolor", "#ffffff"))
    return colour if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else "#ffffff"


def _text_chunk(name: str, words: str) -> bytes:
    body = b"iTXt" + name.encode("latin-1") + b"\0\0\0\0\0" + words.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", crc32(body))
