"""Figures and tables on screen, with what they show in words below and a way to save them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.utils import PlotlyJSONEncoder

from core.export import figure, style
from core.export.about import about_bytes
from core.export.fonts import faces
from core.export.frame import Frame, footer_lines, framed, simulated_words, suit_marks
from core.export.locales import locale_config
from core.export.studio import complaint
from core.export.table import csv_bytes
from core.i18n import _, in_this_language

Data = pd.DataFrame | Callable[[], pd.DataFrame]
#: Width and height in px; files have twice as many.
SIZES = {"wide": (1000, 600), "square": (900, 900), "tall": (720, 900)}
SCREEN_PX = 900
_SAVER_HTML = """
<div class="row"><button type="button" data-kind="png"></button> <button type="button" data-kind="svg"></button></div>
<p role="status"></p>
"""
_SAVER_CSS = """
.row { display: flex; gap: 0.5rem; flex-wrap: wrap; }
button { font: inherit; font-size: 0.875rem; padding: 0.3rem 0.75rem; cursor: pointer; color: var(--st-text-color);
  background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: 0.2rem; }
button:hover, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
p { font-size: 0.8125rem; margin: 0.25rem 0 0; color: var(--st-text-color); }
"""
# The long part is served as an asset: inline script is sent again with each update.
_SAVER_JS = """
export default function ({ parentElement, data }) {
  const status = parentElement.querySelector("p");
  parentElement.querySelectorAll("button").forEach((button) => {
    button.textContent = data.labels[button.dataset.kind];
    button.onclick = async () => {
      status.textContent = data.labels.busy;
      const assets = location.origin + data.base + "/assets/";
      try {
        const saver = await import(assets + "saver.js");
        await saver.save({ ...data, spec: JSON.parse(data.spec), assets }, button.dataset.kind);
        status.textContent = data.labels.done;
      } catch (error) {
        status.textContent = data.labels.failed;
      }
    };
  });
}
"""


class Drawn(go.Figure):
    """A figure for ``st.plotly_chart`` that hands its spec over as it is.

    Plotly builds, checks and copies an object for each part of a figure, 10 ms of every redraw.
    """

    def __init__(self, spec: dict[str, Any]) -> None:
        super().__init__(_validate=False)
        self.__dict__["_spec"] = spec

    def to_dict(self) -> dict[str, Any]:
        """The spec itself."""
        spec: dict[str, Any] = self.__dict__["_spec"]
        return spec


def figure_block(
    key: str,
    spec: dict[str, Any],
    frame: Frame,
    data: Data,
    *,
    on_select: Any = None,  # noqa: ANN401 - what st.plotly_chart takes
    selection_mode: Any = ("points", "box"),  # noqa: ANN401
    height: int | None = None,
) -> Any:  # noqa: ANN401 - what st.plotly_chart returns
    """What ``st.plotly_chart`` returns for the figure, drawn with its evidence below and a way to save it."""
    shown = on_screen(spec, height)
    chosen = {"on_select": on_select, "selection_mode": selection_mode} if on_select else {}
    config = {**figure.CONFIG, **locale_config(), "displayModeBar": False, "doubleClick": "reset"}
    event = st.plotly_chart(Drawn(shown), theme=None, key=key, config=config, alt=frame.alt or frame.title, **chosen)
    below(frame)
    draw_saver(key, spec, frame, data)
    return event


def table_block(key: str, table: pd.DataFrame, frame: Frame, data: Data | None = None, **options: Any) -> Any:  # noqa: ANN401 - passed on to st.dataframe
    """What ``st.dataframe`` returns for the table, with its evidence below and a CSV of ``data`` (or of the table)."""
    event = st.dataframe(table, key=key, hide_index=True, **options)
    below(frame)
    file_buttons(key, table if data is None else data, frame)
    return event


def file_buttons(key: str, data: Data, frame: Frame) -> None:
    """The table as CSV, and what it says about itself as a text."""
    with st.container(horizontal=True, gap="small"):
        for name, (label, make, file, mime) in table_files(data, frame).items():
            st.download_button(
                label, in_this_language(make), file, mime, key=f"{key}-{name}", on_click="ignore", type="tertiary"
            )


def table_files(data: Data, frame: Frame) -> dict[str, tuple[str, Callable[[], bytes], str, str]]:
    """The table as CSV and what it says about itself as TXT: label, how it is made, file name, media type."""
    name = figure.file_name(frame)

    def table() -> bytes:
        return csv_bytes(data() if callable(data) else data, simulated=frame.simulated)

    return {
        "csv": (_("Save table (CSV)"), table, f"{name}.csv", "text/csv"),
        "txt": (
            _("About this table (TXT)"),
            lambda: about_bytes(frame, f"{name}.csv"),
            f"{name}-about.txt",
            "text/plain",
        ),
    }


def on_screen(spec: dict[str, Any], height: int | None = None) -> dict[str, Any]:
    """The figure for the page: no title of its own (the page has it), marks that suit a screen.

    Dragging does nothing unless the figure says so: on a telephone it would keep the page from scrolling.
    """
    clear = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}  # the page's own background
    layout = {"dragmode": False, **spec["layout"], **clear, "title": {"text": ""}}
    layout["xaxis"] = dict(layout.get("xaxis") or {})
    shown = {"data": spec["data"], "layout": layout | ({"height": height} if height else {})}
    suit_marks(shown, SCREEN_PX)
    return shown


def below(frame: Frame) -> None:
    """The lines under a figure or table: SIMULATED, n, filter, zone, source, method."""
    st.html(evidence(frame))


def evidence(frame: Frame) -> str:
    """The same lines as HTML, escaped."""
    mark = f"<strong>{escape(simulated_words())}</strong> · " if frame.simulated else ""
    lines = "</p><p>".join(map(escape, footer_lines(replace(frame, notes=()))))  # the page explains marks itself
    return f'<div class="wh-footer"><p>{mark}{lines}</p></div>'


@st.fragment
def draw_saver(key: str, spec: dict[str, Any], frame: Frame, data: Data) -> None:
    """The button "Save chart"; what is behind it is made only when it is opened."""
    box = st.popover(_("Save chart"), type="tertiary", key=f"{key}-save", on_change="rerun")
    if not box.open:
        return
    with box:
        title = st.text_input(_("Title"), frame.title, key=f"{key}-title", max_chars=300)
        size, dark = _choose_look(key)
        named = replace(frame, title=title.strip() or frame.title)
        _draw_downloads(key, lambda: picture(spec, named, size, dark), named, data)
        _draw_browser_saver(key, picture(spec, named, size, dark), named)


def picture(spec: dict[str, Any], frame: Frame, size: str, dark: bool) -> dict[str, Any]:
    """The figure framed for one picture, in the shades of the background that was chosen."""
    width, height = SIZES[size]
    was_dark = spec["layout"].get("paper_bgcolor") == style.PAPER.dark
    shaded = spec if was_dark == dark else style.repaint(spec, dark)
    return framed(shaded, frame, dark=dark, width=width, height=height)


def _choose_look(key: str) -> tuple[str, bool]:
    sizes = {"wide": _("Wide"), "square": _("Square"), "tall": _("Tall")}
    shades = {"light": _("Light"), "dark": _("Dark")}
    size = st.segmented_control(
        _("Format"), sizes, default="wide", format_func=sizes.get, key=f"{key}-size", required=True
    )
    shade = st.segmented_control(
        _("Background"), shades, default="light", format_func=shades.get, key=f"{key}-shade", required=True
    )
    return size or "wide", shade == "dark"


def _draw_downloads(key: str, spec: Callable[[], dict[str, Any]], frame: Frame, data: Data) -> None:
    name = figure.file_name(frame)
    with st.spinner(_("Looking for the browser that draws the pictures …")):
        problem = complaint()
    drawn: dict[str, tuple[Callable[[], bytes], str]] = {
        "PNG": (lambda: figure.png(spec()), "image/png"),
        "SVG": (lambda: figure.svg(spec()), "image/svg+xml"),
        "PDF": (lambda: figure.pdf(spec()), "application/pdf"),
    }
    kinds = {} if problem else {kind: (make, f"{name}.{kind.lower()}", mime) for kind, (make, mime) in drawn.items()}
    kinds["HTML"] = (lambda: figure.html(spec()), f"{name}.html", "text/html")
    kinds |= {kind.upper(): (make, file, mime) for kind, (_label, make, file, mime) in table_files(data, frame).items()}
    with st.container(horizontal=True, gap="small"):
        for kind, (make, file, mime) in kinds.items():
            st.download_button(
                kind, in_this_language(make), file, mime, key=f"{key}-{kind}", on_click="ignore", help=_kind_help(kind)
            )
    if problem:
        st.caption(problem)


def _kind_help(kind: str) -> str | None:
    helps = {
        "HTML": _("The chart as a web page of one file; it asks for nothing from any server."),
        "CSV": _("The numbers of the chart."),
        "TXT": _("What stands around the chart: title, filter, zone, n, source and method, for the CSV."),
    }
    return helps.get(kind)


def _draw_browser_saver(key: str, spec: dict[str, Any], frame: Frame) -> None:
    labels = {
        "png": _("PNG with this browser"),
        "svg": _("SVG with this browser"),
        "busy": _("Drawing …"),
        "done": _("Saved to your downloads."),
        "failed": _("Your browser could not draw the figure. Reload the page and try once more."),
    }
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    data = {
        "base": f"/{base}" if base else "",
        "spec": json.dumps({**spec, "config": locale_config()}, cls=PlotlyJSONEncoder),
        "faces": [list(face) for face in faces(figure.words_in(spec))],
        "facts": figure.told(spec),
        "file": figure.file_name(frame),
        "labels": labels,
    }
    _saver()(data=data, key=f"{key}-browser")


@st.cache_resource
def _saver() -> Any:  # noqa: ANN401 - Streamlit's component renderer
    return st.components.v2.component("whence_saver", html=_SAVER_HTML, css=_SAVER_CSS, js=_SAVER_JS)
