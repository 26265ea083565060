"""What is in a package, file by file, made from the case and the recipe alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pandas as pd

from core.errors import ExportError
from core.export import batch
from core.export.batch import Exported, Wish
from core.export.catalogue import FIGURES
from core.export.logo import again
from core.export.numbers import answer, name_of
from core.export.numbers.model import Answer
from core.export.package import archive, claims, dossier, words
from core.export.package.method import Made, files_of, method_box
from core.export.package.recipe import LICENCES, Chosen, Recipe
from core.export.package.steady import steady
from core.export.presets import PRESETS
from core.export.sight import looking
from core.export.table import csv_bytes
from core.i18n import CHART_LANGUAGES, LANGUAGES, _, speaking
from core.model import Case
from core.progress import Progress, silent
from core.store.db import Store, open_store

#: What takes most of the time to make.
PICTURES = ("png", "svg", "pdf")
FORMATS = (*PICTURES, "html", "xlsx")
RECIPE, NUMBERS, CLAIMS, SOURCES = "recipe.json", "data/numbers.csv", "claims.csv", "sources.csv"
DOSSIER = "dossier.csv"


@dataclass(frozen=True)
class Work:
    """A case with its store, and what was chosen."""

    case: Case
    store: Store
    recipe: Recipe
    draw: bool
    progress: Progress


@contextmanager
def at_work(case: Case, recipe: Recipe, progress: Progress, draw: bool) -> Iterator[Work]:
    """The case opened for one package."""
    if not case.build:
        raise ExportError(_("The case “{title}” holds no data yet.").format(title=case.title))
    store = open_store(case.store_path)
    try:
        yield Work(case, store, recipe, draw, progress)
    finally:
        store.close()


def contents(case: Case, recipe: Recipe, progress: Progress = silent, *, draw: bool = True) -> dict[str, bytes]:
    """Every file of the package by its name; the same bytes for the same case and recipe.

    Without ``draw`` the pictures, which take longest, are left out; everything else is there.
    """
    check(recipe)
    with at_work(case, recipe, progress, draw) as work:
        told = [claims.answered(case, work.store, claim) for claim in recipe.claims]
        queries = dict.fromkeys([*recipe.numbers, *(now.query for now in told if now)])
        files = {RECIPE: recipe.to_bytes(), SOURCES: _table(case, pd.DataFrame(files_of(work.store))[_SOURCES])}
        files[CLAIMS] = _table(case, claims.table(recipe.claims, told))
        for place, language in enumerate(recipe.languages):
            with speaking(language if language in LANGUAGES else "en"):
                # Sentences with numbers, for the article itself, are written in the languages of the screen.
                answers = [answer(case, work.store, query) for query in queries]
                if not place:
                    files[NUMBERS] = _table(case, _numbers(answers))
            with speaking(language):
                figures = list(_figures(work, language, first=not place))
                files |= _language(work, language, answers, figures, first=not place)
                for drawn in figures:
                    files |= drawn.files
        files |= _about(work)
    return {**files, archive.MANIFEST: archive.manifest(files)}


_SOURCES = ["name", "sha256", "bytes", "format", "records", "accepted", "merged", "rejected", "query", "collected_on"]


def check(recipe: Recipe) -> None:
    """Raise ExportError for a choice that there is not, before anything is drawn."""
    offered = (
        (recipe.languages, CHART_LANGUAGES, _("language")),
        (recipe.formats, FORMATS, _("format")),
        ((recipe.licence,), LICENCES, _("licence")),
        ((recipe.preset,), tuple(PRESETS), _("preset")),
        (tuple(chosen.figure for chosen in recipe.figures), tuple(FIGURES), _("figure")),
    )
    for asked, there, what in offered:
        for name in asked:
            if name not in there:
                raise ExportError(
                    _("There is no {what} “{name}”.").format(what=what, name=name),
                    remedy=_("Choose one of: {all}.").format(all=", ".join(there)),
                )
    if not recipe.languages:
        raise ExportError(_("A package needs a language."), remedy=_("Choose one of: {all}.").format(all="en, ru, kk"))


def _table(case: Case, frame: pd.DataFrame) -> bytes:
    return csv_bytes(frame, simulated=case.simulated)


def _numbers(answers: list[Answer]) -> pd.DataFrame:
    rows = [
        {"no": place, "number": name_of(a.number_id), "query": a.query,
         **{key: claims.written(value) for key, value in a.facts().items()}, "sentence": a.sentence}
        for place, a in enumerate(answers, 1)
    ]  # fmt: skip
    columns = ["no", "number", "query", "value", "part", "whole", "unit", "low", "high", "sentence"]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class Drawn:
    """A figure in one language: its files, its words, and whether a person wrote the alt text."""

    chosen: Chosen
    told: Exported
    files: dict[str, bytes]


def _figures(work: Work, language: str, *, first: bool) -> Iterator[Drawn]:
    recipe = work.recipe
    for place, chosen in enumerate(recipe.figures, 1):
        share = (recipe.languages.index(language) + (place - 1) / len(recipe.figures)) / len(recipe.languages)
        step = _("Figure {n} of {all}, {language}").format(n=place, all=len(recipe.figures), language=language)
        work.progress(step, share)
        filters, settings = batch.asked_of(chosen.query, work.case)
        with looking(work.case, filters, language=language, masked=recipe.masked) as sight:
            drawn = batch.draw(sight, chosen.figure, settings)
            wish = Wish(preset=recipe.preset, format="csv", title=chosen.title, alt=chosen.alt, byline=recipe.byline,
                        logo=again(recipe.logo))  # fmt: skip
            told = batch.write(sight, drawn, wish)
            if not told.alt.strip():
                raise ExportError(
                    _("The figure “{name}” has no alt text.").format(name=chosen.figure),
                    remedy=_("Write what it shows, for readers who do not see it."),
                )
            name = f"{place:02d}-{chosen.figure}"
            kinds = [kind for kind in recipe.formats if work.draw or kind not in PICTURES]
            made = {
                f"figures/{language}/{name}.{kind}": steady(
                    batch.write(sight, drawn, replace(wish, format=kind)).bytes, kind
                )
                for kind in kinds
            }
            if first:
                made[f"data/{name}.csv"] = told.bytes
            yield Drawn(chosen, told, made)


def _language(
    work: Work, language: str, answers: list[Answer], figures: list[Drawn], *, first: bool
) -> dict[str, bytes]:
    """Method box, captions, alt texts and the right of reply in one language."""
    said = dossier.rows_of(work.case, work.store, work.recipe.masked) if work.recipe.dossier else []
    shown = tuple((drawn.chosen, drawn.told.frame.title, drawn.told.frame.n_text) for drawn in figures)
    box = method_box(Made(work.case, work.store, work.recipe, tuple(answers), shown, tuple(said)))
    about = words.readme(work.case, work.recipe, with_dossier=bool(said))
    texts = {f"method/{language}.txt": box, f"README-{language}.txt": about}
    told = [(f"{place:02d}-{drawn.chosen.figure}", drawn) for place, drawn in enumerate(figures, 1)]
    texts[f"captions/{language}.txt"] = words.captions([(name, d.chosen.caption or d.told.caption) for name, d in told])
    texts[f"alt-texts/{language}.txt"] = words.captions([(name, d.told.alt) for name, d in told])
    if any(row["what"] == "question" for row in said):
        texts[f"replies/{language}.txt"] = dossier.replies(said)
    listed = {DOSSIER: _table(work.case, dossier.table(said))} if said and first else {}
    return {name: words.text_bytes(text) for name, text in texts.items()} | listed


def _about(work: Work) -> dict[str, bytes]:
    return {"LICENCE.txt": words.text_bytes(words.licence(work.recipe))}
