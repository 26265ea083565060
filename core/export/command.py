"""Figures of a case as files, as the command line asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.errors import ExportError, NothingToDraw
from core.export import batch
from core.export.about import about_bytes
from core.export.catalogue import FIGURES, Settings
from core.export.sight import Sight, looking
from core.i18n import CHART_LANGUAGES, N_, _, ngettext, number
from core.model import Case, Filters
from core.progress import Progress, silent


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


def languages_of(words: str) -> tuple[str, ...]:
    """The languages of a list with commas, ``all`` for every one; ExportError for one that charts do not speak.

    >>> languages_of("ru, kk"), languages_of("all") == CHART_LANGUAGES
    (('ru', 'kk'), True)
    """
    found = _listed(words, CHART_LANGUAGES)
    if unknown := [code for code in found if code not in CHART_LANGUAGES]:
        raise ExportError(
            _("Charts are not drawn in “{code}”.").format(code=unknown[0]),
            remedy=_("Choose one of: {all}.").format(all=", ".join(CHART_LANGUAGES)),
        )
    return found


def formats_of(words: str) -> tuple[str, ...]:
    """The kinds of file of a list with commas, ``all`` for every one; ExportError for one that there is not."""
    found = _listed(words, batch.FORMATS)
    if unknown := [kind for kind in found if kind not in batch.FORMATS]:
        raise ExportError(
            _("There is no {what} “{name}”.").format(what=_("format"), name=unknown[0]),
            remedy=_("Choose one of: {all}.").format(all=", ".join(batch.FORMATS)),
        )
    return found


def _listed(words: str, every: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(part.strip().lower() for part in words.split(",") if part.strip()))
    return every if "all" in named else named


def write_figures(case: Case, job: Job, to: Path, progress: Progress = silent) -> list[dict[str, Any]]:
    """Write the figures; each file with what it says, and what was left out, and why.

    One figure in one language and format becomes the file ``to``; several go into the folder ``to``. A figure with
    nothing to draw is left out of --all and refused where it was asked for. In a folder a text lies beside each CSV:
    a table has no room for its title, filter and source.
    """
    names = list(FIGURES) if job.every else [job.figure]
    single = not job.every and len(job.languages) * len(job.formats) == 1
    filters, settings = batch.asked_of(job.filters, case)
    said: list[dict[str, Any]] = []
    dark = job.look.get("theme") == "dark"
    with _disk_told(to):
        (to.parent if single else to).mkdir(parents=True, exist_ok=True)
        for place, language in enumerate(job.languages):
            with looking(case, filters, language=language, dark=dark, masked=job.masked) as sight:
                for turn, name in enumerate(names):
                    progress(f"{name}, {language}", (place + turn / len(names)) / len(job.languages))
                    said += _of_figure(sight, name, settings, job, language, to, single)
    # Not above: there, sentences are in the language of the figure.
    return [{**row, "note": _(NOTHING)} if row["note"] == NOTHING else row for row in said]


@contextmanager
def _disk_told(to: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(
            _("The disk refused: {error}.").format(error=error.strerror or error), file=to.name
        ) from error


def _of_figure(
    sight: Sight, name: str, settings: Settings, job: Job, language: str, to: Path, single: bool
) -> list[dict[str, Any]]:
    made = []
    try:
        drawn = batch.draw(sight, name, settings, suppress=bool(job.look.get("suppress")))
        for kind in job.formats:
            if kind in ("gexf", "graphml") and drawn.graph is None and job.every:
                continue
            exported = batch.write(sight, drawn, batch.Wish(format=kind, **job.look))
            path = to if single else to / f"{name}-{language}.{kind}"
            path.write_bytes(exported.bytes)
            if kind == "csv" and not single:
                path.with_name(f"{path.stem}-about.txt").write_bytes(about_bytes(exported.frame, path.name))
            made.append(_told(name, language, kind, path, exported))
    except ExportError as error:
        if not job.every:
            raise
        nothing = dict.fromkeys(("file", *SAID), "")
        note = NOTHING if isinstance(error, NothingToDraw) else str(error)
        made.append({"figure": name, "language": language, "format": "", **nothing, "note": note})
    return made


#: The note of a figure that --all left out because the view holds nothing for it.
NOTHING = N_("nothing to draw here")


def nothing_drawn(told: list[dict[str, Any]]) -> str:
    """One sentence on all figures that had nothing to show, empty where each had something."""
    names = dict.fromkeys(row["figure"] for row in told if not row["file"] and row["note"] == _(NOTHING))
    if not names:
        return ""
    text = ngettext(
        "{n} figure has nothing to draw here: take a filter off, or choose a longer period.",
        "{n} figures have nothing to draw here: take a filter off, or choose a longer period.",
        len(names),
    )
    return text.format(n=number(len(names)))


#: What is told of each file.
SAID = ("title", "alt", "caption", "n", "filter", "zone", "source", "simulated")


def _told(name: str, language: str, kind: str, path: Path, made: batch.Exported) -> dict[str, Any]:
    frame = made.frame
    words = (frame.title, made.alt, made.caption, frame.n_text, frame.filter_text, frame.zone_text, frame.source)
    said = dict(zip(SAID, (*words, frame.simulated), strict=True))
    return {"figure": name, "language": language, "format": kind, "file": str(path), **said, "note": ""}
