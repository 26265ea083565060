"""Every figure of every page as a file, without a browser session: one call, one look, one figure.

>>> sorted({figure.page for figure in FIGURES.values()})[-1]
'timeline'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pandas as pd

from core.errors import ExportError, NothingToDraw
from core.export import figure as files
from core.export import webpage
from core.export.catalogue import FIGURES, Drawn, Settings
from core.export.figure import file_name
from core.export.filter_words import read_query
from core.export.frame import Frame, footer_lines, framed, published, simulated_words
from core.export.graph import gexf, graphml
from core.export.logo import Logo
from core.export.presets import PRESETS, Preset
from core.export.sheet import xlsx_bytes
from core.export.sight import Sight, looking
from core.export.table import csv_bytes
from core.export.text import sentences
from core.i18n import _
from core.model import Case, Filters
from core.store.db import open_store
from core.store.queries import view

Kind = TypeVar("Kind")
FORMATS = ("png", "svg", "pdf", "html", "csv", "xlsx", "gexf", "graphml")
#: So many times larger is the sheet on which a picture of a fixed ratio is laid out until its words fit.
GROWTH = (1.0, 1.1, 1.2, 1.35, 1.5, 1.7, 2.0)
THEMES = ("light", "dark", "transparent")


@dataclass(frozen=True)
class Wish:
    """How a figure is written: size, look, and the reporter's own words (empty: drafted from the data).

    ``scale`` multiplies the pixels of a PNG. ``suppress`` leaves out cells of fewer than three accounts; ``links``
    keeps live addresses of posts in tables.
    """

    preset: str = "16:9"
    format: str = "svg"
    theme: str = "light"
    scale: float = 2
    title: str = ""
    subtitle: str | None = None
    notes: str = ""
    alt: str = ""
    byline: str = ""
    logo: Logo | None = None
    suppress: bool = False
    links: bool = False

    @property
    def size(self) -> Preset:
        """The preset; ExportError for a name that there is not."""
        return _one_of(self.preset, PRESETS, _("preset"))


@dataclass(frozen=True)
class Exported:
    """A file and what belongs beside it in an article: name, alt text, caption, the data behind the figure."""

    bytes: bytes
    file_name: str
    alt: str
    caption: str
    data: pd.DataFrame
    frame: Frame


def render(
    case: Case,
    figure: str,
    *,
    filters: Filters | str | None = None,
    settings: Settings | None = None,
    language: str = "en",
    preset: str = "16:9",
    format: str = "svg",
    masked: bool = True,
    **wishes: Any,  # noqa: ANN401 - the fields of Wish
) -> Exported:
    """One figure of a case as one file.

    ``figure`` is a key of ``FIGURES``; ``filters`` are Filters or the words of an address (``lang=fr&since=…``), which
    may hold the settings of the figure's page, too (``split=platform``); ``language`` is one of
    ``core.i18n.CHART_LANGUAGES``; ``preset`` a key of ``PRESETS``, ``format`` one of ``FORMATS``. ``masked``
    hides every account; where it is false, those that the notebook names with a reason keep their names. ``wishes`` are
    the further fields of ``Wish``. Raises ExportError for what there is not, and where the view holds nothing to draw.
    """
    asked, words = asked_of(filters, case)
    with looking(case, asked, language=language, dark=wishes.get("theme") == "dark", masked=masked) as sight:
        drawn = draw(sight, figure, {**words, **(settings or {})}, suppress=bool(wishes.get("suppress")))
        return write(sight, drawn, Wish(preset=preset, format=format, **wishes))


def asked_of(filters: Filters | str | None, case: Case) -> tuple[Filters, dict[str, str]]:
    """The filter and the settings of figures that an address stands for."""
    if isinstance(filters, str):
        return read_query(filters, case.event_zone, _SETTINGS, lambda: _spoken_in(case))
    return filters or Filters(zone=case.event_zone), {}


def _spoken_in(case: Case) -> list[str]:
    if not case.build:
        return []
    store = open_store(case.store_path)
    try:
        return view.languages(store)
    finally:
        store.close()


_SETTINGS = frozenset(name for figure in FIGURES.values() for name in figure.settings)


def draw(sight: Sight, figure: str, settings: Settings | None = None, *, suppress: bool = False) -> Drawn:
    """The figure of this look, masked as the look asks for; ExportError where there is nothing to draw.

    ``suppress`` leaves out cells of fewer than three accounts; a figure whose cells are not counted in accounts is
    then refused.
    """
    chosen = _one_of(figure, FIGURES, _("figure"))
    if suppress and not chosen.counts_accounts:
        raise ExportError(
            _(
                "The figure “{name}” cannot leave out small cells: it does not know how many accounts are in each."
            ).format(name=figure),
            remedy=_("Export it with its small cells, or not at all."),
        )
    drawn = chosen.draw(replace(sight, suppress=suppress), settings or {})
    if drawn is None:
        raise NothingToDraw(
            _("There is nothing to draw in the figure “{name}” here.").format(name=figure),
            remedy=_("Take a filter off, or choose a longer period."),
        )
    return drawn


def write(sight: Sight, drawn: Drawn, wish: Wish) -> Exported:
    """The drawn figure as one file."""
    frame = published(drawn.frame, title=wish.title, subtitle=wish.subtitle)
    notes = (wish.notes.strip(), *frame.notes) if wish.notes.strip() else frame.notes
    frame = replace(frame, alt=wish.alt.strip() or frame.alt, byline=wish.byline.strip(), notes=notes, logo=wish.logo)
    data = sight.masks.for_file(drawn.data)
    name = f"{file_name(frame)}.{wish.format}"
    return Exported(_bytes(drawn, frame, data, wish), name, frame.alt, caption(frame), data, frame)


def _bytes(drawn: Drawn, frame: Frame, data: pd.DataFrame, wish: Wish) -> bytes:
    _one_of(wish.format, dict.fromkeys(FORMATS, ""), _("format"))
    _one_of(wish.theme, dict.fromkeys(THEMES, ""), _("background"))
    if wish.format == "csv":
        return csv_bytes(data, simulated=frame.simulated)
    if wish.format == "xlsx":
        return xlsx_bytes(data, frame)
    if wish.format in ("gexf", "graphml"):
        if drawn.graph is None:
            raise ExportError(_("Only the graph of spreaders is written as GEXF or GraphML."))
        return (gexf if wish.format == "gexf" else graphml)(*drawn.graph(), frame)
    spec = picture(drawn, frame, wish)
    if wish.format == "html":
        return webpage.html(spec, frame, data, dark=wish.theme == "dark")
    look = {"dark": wish.theme == "dark", "clear": wish.theme == "transparent"}
    if wish.format == "png":
        grown = spec["layout"]["width"] / wish.size.width
        return files.png(spec, (wish.size.scale or wish.scale) / grown, **look)
    return (files.svg if wish.format == "svg" else files.pdf)(spec, **look)


def picture(drawn: Drawn, frame: Frame, wish: Wish) -> dict[str, Any]:
    """The figure as a Plotly spec with its evidence around it, in the size or at least the ratio of the preset."""
    size, dark = wish.size, wish.theme == "dark"
    for growth in GROWTH if size.kept else (1.0,):
        width, height = round(size.width * growth), round(size.height * growth)
        spec = framed(drawn.spec, frame, dark=dark, width=width, height=height)
        if spec["layout"]["height"] <= height:
            break
    return spec


def caption(frame: Frame) -> str:
    """What an editor can print below the figure: title, what it shows, n, filter, zone and source."""
    plain = replace(frame, notes=(), method="")
    mark = simulated_words() if frame.simulated else ""
    return sentences(mark, frame.title, frame.subtitle, *footer_lines(plain))


def _one_of(name: str, offered: Mapping[str, Kind], what: str) -> Kind:
    if name not in offered:
        raise ExportError(
            _("There is no {what} “{name}”.").format(what=what, name=name),
            remedy=_("Choose one of: {all}.").format(all=", ".join(offered)),
        )
    return offered[name]
