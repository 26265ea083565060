"""A figure as a web page of one file: interactive, offline, with its words and its data as text."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pandas as pd

from core.export import style
from core.export.figure import described, facts_of
from core.export.fonts import font_css, foreign_css
from core.export.frame import Frame, footer_lines, simulated_words
from core.export.locales import locale_config, number_signs
from core.export.table import written_cells
from core.i18n import _, current_language, ngettext, number

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
#: Rows of the data that the page holds; the CSV has all of them.
MOST_ROWS = 500
_STYLE = """
body{margin:0 auto;padding:0 1rem 2rem;font:16px/1.45 'IBM Plex Sans','Noto Sans CJK SC',sans-serif;max-width:1240px}
.scroll{overflow-x:auto}details{margin-top:1rem}table{border-collapse:collapse;font-size:14px}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid;vertical-align:top}
.mark{font-weight:600}footer{font-size:14px}h1{font-size:1.5rem;line-height:1.25;margin:1rem 0 .25rem}p{margin:.25rem 0}
"""


def html(spec: dict[str, Any], frame: Frame, data: pd.DataFrame, *, dark: bool = False) -> bytes:
    """The framed figure as a web page of one file that asks for nothing from any server, with its data as a table."""
    facts = facts_of(spec)
    title, told = escape(facts["Title"]), escape(described(facts))
    still = spec["data"] and spec["data"][0].get("type") == "table"
    chart, script = ("", "") if still else _chart(spec, told)
    ink, paper = style.INK.on(dark), style.PAPER.on(dark)
    body = _words(frame) if still else chart
    table = _table(data)
    used = title + told + table + json.dumps(spec["layout"], default=str, ensure_ascii=False)
    page = f"""<!doctype html>
<html lang="{current_language()}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<meta name="description" content="{told}">
<style>{font_css(used)}{foreign_css(used)}{_STYLE}body{{color:{ink};background:{paper}}}</style>
{script}</head><body>{body}{table}</body></html>"""
    return page.encode()


def _chart(spec: dict[str, Any], told: str) -> tuple[str, str]:
    from plotly.offline import get_plotlyjs  # 4.7 MB of text, read only when asked for
    from plotly.utils import PlotlyJSONEncoder

    config = {**CONFIG, **locale_config(), "responsive": False}
    script = _harmless(json.dumps({**_for_plotly(spec), "config": config}, cls=PlotlyJSONEncoder))
    chart = (
        f'<figure class="scroll" style="margin:0"><div id="figure" role="img" aria-label="{told}"></div></figure>'
        f"<noscript>{told}</noscript><script>Plotly.newPlot('figure', {script});</script>"
    )
    return chart, f"<script>{get_plotlyjs()}</script>"


def _harmless(data: str) -> str:
    pairs = (("<", "\\u003c"), (">", "\\u003e"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
    for sign, code in pairs:
        data = data.replace(sign, code)
    return data


def _for_plotly(spec: dict[str, Any]) -> dict[str, Any]:
    """The figure with what only our own drawing knows put into Plotly's words."""
    layout = dict(spec["layout"])
    layout["annotations"] = [{k: v for k, v in note.items() if k != "halo"} for note in layout.get("annotations") or ()]
    layout["separators"] = number_signs()
    hatched = (layout.get("meta") or {}).get("hatched")
    if hatched:
        place = {"type": "rect", "xref": "x", "yref": "paper", "x0": hatched[0], "x1": hatched[1], "y0": 0, "y1": 1}
        look = {"fillcolor": layout["paper_bgcolor"], "opacity": 0.6, "line": {"width": 1, "dash": "dot"}}
        layout["shapes"] = [*(layout.get("shapes") or ()), {**place, **look}]
    return {"data": spec["data"], "layout": layout}


def _words(frame: Frame) -> str:
    mark = f'<p class="mark">{escape(simulated_words())}</p>' if frame.simulated else ""
    lines = "".join(f"<p>{escape(line)}</p>" for line in footer_lines(frame))
    head = f"<h1>{escape(frame.title)}</h1><p>{escape(frame.subtitle)}</p><p>{escape(frame.alt)}</p>"
    logo = frame.logo and f'<p><img src="{frame.logo.source}" width="{frame.logo.width}" alt=""></p>' or ""
    return f"<header>{mark}{head}</header><footer>{lines}{logo}</footer>"


def _table(data: pd.DataFrame) -> str:
    """The data behind the figure for those who read with a screen reader or copy a number."""
    shown = data.head(MOST_ROWS)
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in shown.columns)
    columns = [list(written_cells(shown.iloc[:, place])) for place in range(shown.shape[1])]
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in zip(*columns, strict=True)
    )
    count = ngettext("{n} row", "{n} rows", len(data)).format(n=number(len(data)))
    part = "" if len(data) <= MOST_ROWS else " · " + _("the first {n} are shown").format(n=number(MOST_ROWS))
    summary = escape(_("The data of this figure")) + f" ({escape(count + part)})"
    return (
        f'<details><summary>{summary}</summary><div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )
