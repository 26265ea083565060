"""Figures of a case as files, as the command line asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.errors import ExportError
from core.export import batch
from core.export.catalogue import FIGURES, Settings
from core.export.sight import Sight, looking
from core.i18n import CHART_LANGUAGES, _
from core.model import Case, Filters


@dataclass(frozen=True)
class Job:
    """What is written: one figure or all, for which filter, in which languages and formats; ``look`` goes to Wish."""

    figure: str
    every: bool
    filters: str
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    masked: bool = True
    look: dict[str, Any] = field(default_factory=dict)


def listed() -> list[dict[str, str]]:
    """Every figure with its page and title."""
    return [{"figure": f.name, "page": f.page, "title": f.title()} for f in FIGURES.values()]


def filters_with(case: Case, query: str, languages: Sequence[str]) -> Filters:
    """The filter of an address, narrowed to languages given as codes."""
    filters, _settings = batch.asked_of(query, case)
    return replace(filters, languages=tuple(languages)) if languages else filters


def write_figures(case: Case, job: Job, to: Path) -> list[dict[str, str]]:
    """Write the figures; the files with what was left out, and why.

    One figure in one language and format becomes the file ``to``; several go into the folder ``to``. A figure with
    nothing to draw is left out of --all and refused where it was asked for.
    """
    if unknown := [code for code in job.languages if code not in CHART_LANGUAGES]:
        raise ExportError(
            _("Charts are not drawn in “{code}”.").format(code=unknown[0]),
            remedy=_("Choose one of: {all}.").format(all=", ".join(CHART_LANGUAGES)),
        )
    names = list(FIGURES) if job.every else [job.figure]
    single = not job.every and len(job.languages) * len(job.formats) == 1
    (to.parent if single else to).mkdir(parents=True, exist_ok=True)
    filters, settings = batch.asked_of(job.filters, case)
    said = []
    for language in job.languages:
        dark = job.look.get("theme") == "dark"
        with looking(case, filters, language=language, dark=dark, masked=job.masked) as sight:
            for name in names:
                said += _of_figure(sight, name, settings, job, language, to, single)
    return said


def _of_figure(
    sight: Sight, name: str, settings: Settings, job: Job, language: str, to: Path, single: bool
) -> list[dict[str, str]]:
    made = []
    try:
        drawn = batch.draw(sight, name, settings, suppress=bool(job.look.get("suppress")))
        for kind in job.formats:
            if kind in ("gexf", "graphml") and drawn.graph is None and job.every:
                continue
            exported = batch.write(sight, drawn, batch.Wish(format=kind, **job.look))
            path = to if single else to / f"{name}-{language}.{kind}"
            path.write_bytes(exported.bytes)
            made.append({"figure": name, "file": str(path), "title": exported.frame.title, "alt": exported.alt,
                         "caption": exported.caption, "note": ""})  # fmt: skip
    except ExportError as error:
        if not job.every:
            raise
        made.append({"figure": name, "file": "", "title": "", "alt": "", "caption": "", "note": str(error)})
    return made
