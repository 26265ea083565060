"""Figures and tables on screen, with what they show in words below and a way to save them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.export import webpage
from core.export.about import about_bytes
from core.export.catalogue import FIGURES
from core.export.figure import file_name
from core.export.frame import Frame, footer_lines, simulated_words
from core.export.locales import locale_config
from core.export.table import csv_bytes
from core.i18n import _, in_this_language
from pages.shared.saver import draw_dialog
from pages.shared.screen import Drawn, on_screen
from pages.shared.table import draw_table

Data = pd.DataFrame | Callable[[], pd.DataFrame]


def figure_block(
    key: str,
    spec: dict[str, Any],
    frame: Frame,
    data: Data,
    *,
    on_select: Any = None,  # noqa: ANN401 - what st.plotly_chart takes
    selection_mode: Any = ("points", "box"),  # noqa: ANN401
    height: int | None = None,
    figure: str = "",
) -> Any:  # noqa: ANN401 - what st.plotly_chart returns
    """What ``st.plotly_chart`` returns for the figure, drawn with its evidence below and a way to save it.

    ``figure`` is its name in the catalogue of exports where that is not ``key``.
    """
    shown = on_screen(spec, height, selection_mode if on_select else ())
    chosen = {"on_select": on_select, "selection_mode": selection_mode} if on_select else {}
    config = {**webpage.CONFIG, **locale_config(), "displayModeBar": False, "doubleClick": "reset"}
    event = st.plotly_chart(Drawn(shown), theme=None, key=key, config=config, alt=frame.alt or frame.title, **chosen)
    below(frame)
    draw_dialog(key, figure or key)
    return event


def table_block(
    key: str,
    table: pd.DataFrame,
    frame: Frame,
    data: Data | None = None,
    *,
    figure: str = "",
    opens: bool = False,
    **options: Any,  # noqa: ANN401 - passed on to st.dataframe
) -> Any:  # noqa: ANN401 - what st.dataframe returns
    """What ``st.dataframe`` returns for the table, with its evidence below and a way to save it.

    A table of the catalogue of exports (``figure``, or ``key``) has the dialog of the charts; others a CSV of ``data``
    (or of the table). ``opens``: a click on a cell opens something at once, and a list beside the table does the same;
    the Tab key then passes over the table (assets/words.js).
    """
    with st.container(key=f"opens-{key}" if opens else None):
        event = draw_table(table, key=key, **options)
    below(frame)
    if (figure or key) in FIGURES:
        draw_dialog(key, figure or key)
    else:
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
    name = file_name(frame)

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


def below(frame: Frame) -> None:
    """The lines under a figure or table: SIMULATED, n, filter, zone, source, method."""
    st.html(evidence(frame))


def evidence(frame: Frame) -> str:
    """The same lines as HTML, escaped."""
    mark = f"<strong>{escape(simulated_words())}</strong> · " if frame.simulated else ""
    lines = "</p><p>".join(map(escape, footer_lines(replace(frame, notes=()))))  # the page explains marks itself
    return f'<div class="wh-footer"><p>{mark}{lines}</p></div>'
