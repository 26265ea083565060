"""Commands around the article: check its text, make its package, verify a package."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from core.analysis.claims import LONGEST_TEXT, CaseFacts, Slip
from core.analysis.claims import check as slips_of
from core.cli.terminal import DEFAULT_DIR, AsJson, CaseName, CasesDir, out, progress_bar, screen, told_plainly
from core.errors import CaseError
from core.export.batch import asked_of
from core.export.logo import read_logo
from core.export.numbers import NUMBERS, SIGNS_FROM, answer, name_of, number_query
from core.export.numbers.agreement import facts_of
from core.export.package import claims as ledger_claims
from core.export.package.recipe import LICENCES, Chosen, Recipe
from core.export.package.verify import publish as packaged
from core.export.package.verify import verify as verified
from core.i18n import LANGUAGES, _, ngettext, number, speaking
from core.model import Case
from core.store import cases, ledger
from core.store.db import open_store

ThisCase = Annotated[str, typer.Option("--case", help=_("Name of the case."))]
Words = Annotated[str, typer.Option("--filters", help=_("The filter, as in the address bar: “lang=fr&kind=share”."))]


def check(
    text: Annotated[Path, typer.Argument(help=_("Text file of the article, UTF-8."))],
    case: ThisCase = "",
    filters: Words = "",
    cases_dir: CasesDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Find slips in an article. Example: python -m core check article.txt --case kordai"""
    with told_plainly():
        article = read_article(text)
        found = slips_of(article, _facts(cases_dir, case, filters) if case else CaseFacts())
    if as_json:
        out({"file": text.name, "slips": [{**asdict(slip), "line": _line(article, slip)} for slip in found]})
        return
    for slip in found:
        screen.print(f"{_line(article, slip)}: “{slip.words}”", style="bold", markup=False, highlight=False)
        screen.print(f"   {slip.sentence}", markup=False, highlight=False)
    said = ngettext("{n} slip found.", "{n} slips found.", len(found)).format(n=number(len(found)))
    screen.print(said if found else _("No slip found. That does not make the text true."))


def read_article(path: Path) -> str:
    """The text of an article; raises CaseError where the file is no text of that size."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(
            _("This file cannot be read as text."), file=path.name, remedy=_("Save the article as plain text, UTF-8.")
        ) from error
    if len(text) > LONGEST_TEXT:
        raise CaseError(_("This text is too long for an article."), file=path.name, remedy=_("Check it in parts."))
    return text


def _facts(cases_dir: Path, name: str, words: str) -> CaseFacts:
    case = cases.read_case(cases_dir, cases.slug_of(name))
    store = open_store(case.store_path)
    try:
        return facts_of(case, store, asked_of(words, case)[0])
    finally:
        store.close()


def _line(text: str, slip: Slip) -> int:
    return text.count("\n", 0, slip.start) + 1


def publish(
    case: CaseName,
    to: Annotated[Path, typer.Option("--out", help=_("ZIP file to write."))],
    figure: Annotated[
        list[str] | None,
        typer.Option(help=_("A figure, with its filter after a question mark: “timeline?lang=fr”; may be repeated.")),
    ] = None,
    number_: Annotated[
        list[str] | None,
        typer.Option("--number", help=_("A number: “accounts_with_signs?lang=fr”; may be repeated.")),
    ] = None,
    lang: Annotated[list[str] | None, typer.Option(help=_("Language of the package; may be repeated."))] = None,
    format_: Annotated[
        list[str] | None, typer.Option("--format", help=_("png, svg, pdf, html or xlsx; may be repeated."))
    ] = None,
    preset: Annotated[str, typer.Option(help=_("Size of the figures, such as 16:9 or 1:1."))] = "16:9",
    licence: Annotated[str, typer.Option(help=_("Licence of the package, such as CC-BY-4.0."))] = LICENCES[0],
    byline: Annotated[str, typer.Option(help=_("Who publishes it."))] = "",
    logo: Annotated[Path | None, typer.Option(help=_("Logo below the figures: PNG or SVG, at most 200 kB."))] = None,
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help=_("Show accounts that the notebook names by name."))
    ] = False,
    dossier: Annotated[
        bool, typer.Option("--dossier/--no-dossier", help=_("With the dossiers and the right of reply, masked."))
    ] = True,
    cases_dir: CasesDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Make the package to an article. Example: python -m core publish --case kordai --figure timeline --out p.zip"""
    with told_plainly(), progress_bar(as_json) as progress:
        target = cases.read_case(cases_dir, cases.slug_of(case))
        recipe = Recipe(
            case=target.slug, build=target.build, zone=target.event_zone, preset=preset, licence=licence, byline=byline,
            figures=tuple(Chosen(*word.partition("?")[::2]) for word in figure or ()), numbers=tuple(number_ or ()),
            claims=ledger_claims.from_ledger(ledger.claims(target.notebook_path)), masked=not unmasked, dossier=dossier,
            logo=read_logo(logo).source if logo else "",
            languages=tuple(lang or ("en",)), formats=tuple(format_ or ("png", "svg")),
        )  # fmt: skip
        data = packaged(target, recipe, progress)
        _write(to, data)
    about = {"file": str(to), "bytes": len(data), "figures": len(recipe.figures), "claims": len(recipe.claims)}
    out(about) if as_json else screen.print(_("Package: {file}").format(file=to), markup=False)


def numbers(
    case: ThisCase,
    which: Annotated[
        list[str] | None, typer.Argument(help=_("Numbers, such as posts or potential_reach; all if none."))
    ] = None,
    filters: Words = "",
    cut: Annotated[float, typer.Option(help=_("From this bot score on an account counts."))] = SIGNS_FROM,
    lang: Annotated[str, typer.Option(help=_("Language of the sentences."))] = "en",
    cases_dir: CasesDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Print numbers as sentences for an article. Example: python -m core numbers --case kordai --filters lang=fr"""
    with told_plainly():
        if lang not in LANGUAGES:
            raise CaseError(
                _("Sentences are not written in “{code}”.").format(code=lang),
                remedy=_("Choose one of: {all}.").format(all=", ".join(LANGUAGES)),
            )
        target = cases.read_case(cases_dir, cases.slug_of(case))
        asked = asked_of(filters, target)[0]
        store = open_store(target.store_path)
        try:
            with speaking(lang):
                queries = [number_query(name, asked, cut) for name in which or [known.number_id for known in NUMBERS]]
                told = [(name_of(found.number_id), found) for found in (answer(target, store, q) for q in queries)]
        finally:
            store.close()
    if as_json:
        out([{**asdict(found), "name": name} for name, found in told])
        return
    for name, found in told:
        screen.print(f"{name} · {found.query}", style="dim", markup=False, highlight=False, soft_wrap=True)
        typer.echo(found.sentence)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CaseError(
            _("The disk refused: {error}.").format(error=error.strerror or error), file=path.name
        ) from error


def verify(
    package: Annotated[Path, typer.Argument(help=_("The package, a ZIP file."))],
    case: CaseName,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help=_("Do not draw the pictures again."))] = False,
    cases_dir: CasesDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Compute all numbers of a package again; 1 if one differs. Example: python -m core verify p.zip --case kordai"""
    with told_plainly(), progress_bar(as_json) as progress:
        target: Case = cases.read_case(cases_dir, cases.slug_of(case))
        found = verified(package, target, progress, draw=not no_pictures)
    if as_json:
        out({"package": package.name, "holds": found.holds, **asdict(found)})
    else:
        for part in found.differences:
            screen.print(f"{part.file}: {part.sentence}", style="red", markup=False, highlight=False)
        for said in found.unchecked:
            screen.print(said, style="yellow", markup=False, highlight=False)
        counted = _("{files} files, {rows} rows, {claims} claims and {pictures} pictures were made again.").format(
            **{k: number(getattr(found, k)) for k in ("files", "rows", "claims", "pictures")}
        )
        screen.print(counted + " " + (_("Nothing differs.") if found.holds else _("See above for what differs.")))
    if not found.holds:
        raise typer.Exit(1)
