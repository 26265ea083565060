"""Figures, tables and the graph of a case as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from core.cli.terminal import DEFAULT_DIR, AsJson, CaseName, CasesDir, inert, out, progress_bar, screen, told_plainly
from core.export import command
from core.export.case import write
from core.export.logo import read_logo
from core.i18n import _, number
from core.model import Case
from core.store import cases

#: What --all writes where no format is named.
USUAL = "png,svg,pdf"


def export(
    case: CaseName,
    to: Annotated[Path, typer.Option("--out", help=_("File to write; a folder for --all."))],
    what: Annotated[
        str, typer.Argument(help=_("posts, accounts, timeline, scores, cascades, files, rejects or graph."))
    ] = "",
    cases_dir: CasesDir = DEFAULT_DIR,
    figure: Annotated[str, typer.Option(help=_("Figure of a page, e.g. timeline; “list” names them all."))] = "",
    all_: Annotated[bool, typer.Option("--all", help=_("Every figure into the folder --out."))] = False,
    filters: Annotated[str, typer.Option(help=_("The filter as in the address bar: lang=fr&since=2020-02-08."))] = "",
    lang: Annotated[
        str, typer.Option(help=_("Language of the figure, with commas for several: en, ru, kk, fr, de, es, zh or all."))
    ] = "en",
    preset: Annotated[
        str, typer.Option(help=_("16:9, 4:3, 1:1, 4:5, 9:16, 600, 1200, 90mm, 140mm or 190mm."))
    ] = "16:9",
    format_: Annotated[
        str,
        typer.Option(
            "--format", help=_("Kinds of file, with commas: png, svg, pdf, html, csv, xlsx, gexf, graphml or all.")
        ),
    ] = "",
    theme: Annotated[str, typer.Option(help=_("light, dark or transparent."))] = "light",
    scale: Annotated[float, typer.Option(min=1, max=3, help=_("Dots of a PNG for each pixel."))] = 2,
    title: Annotated[str, typer.Option(help=_("Title instead of the one proposed from the data."))] = "",
    alt: Annotated[str, typer.Option(help=_("Alt text instead of the draft."))] = "",
    byline: Annotated[str, typer.Option(help=_("Who made it, below the figure."))] = "",
    logo: Annotated[Path | None, typer.Option(help=_("Logo below the figure: PNG or SVG, at most 200 kB."))] = None,
    named: Annotated[bool, typer.Option("--named", help=_("Figures: call by name whom the notebook names."))] = False,
    masked: Annotated[
        bool, typer.Option("--masked/--names", help=_("Tables: accounts under pseudonyms, or by name as collected."))
    ] = True,
    suppress: Annotated[bool, typer.Option("--suppress", help=_("Leave out cells of fewer than 3 accounts."))] = False,
    language: Annotated[list[str] | None, typer.Option(help=_("Keep only this language; may be repeated."))] = None,
    as_json: AsJson = False,
) -> None:
    """Write figures or tables. Example: python -m core export --case kordai --figure timeline --out t.svg"""
    if figure == "list":
        out(command.listed()) if as_json else screen.print(_names_table())
        return
    with told_plainly():
        found = cases.read_case(cases_dir, cases.slug_of(case))
        if figure or all_:
            look = {"preset": preset, "theme": theme, "scale": scale, "title": title, "alt": alt, "byline": byline}
            look |= {"suppress": suppress, "logo": read_logo(logo) if logo else None}
            formats = format_ or (USUAL if all_ else to.suffix.lstrip(".") or "svg")
            several = command.languages_of(lang), command.formats_of(formats)
            job = command.Job(figure, all_, filters, *several, masked=not named, look=look)
            _write_figures(found, job, to, as_json)
            return
        rows = write(found, what, to, command.filters_with(found, filters, language or ()), masked=masked)
    if as_json:
        out({"file": str(to), "rows": rows, "masked": masked})
        return
    screen.print(_("{n} rows in {file}").format(n=number(rows), file=to), markup=False)
    if not masked:
        screen.print(_("It holds the names of accounts: keep it in the newsroom."), style="yellow", markup=False)


def _write_figures(case: Case, job: command.Job, to: Path, as_json: bool) -> None:
    with progress_bar(as_json) as progress:
        files = command.write_figures(case, job, to, progress)
    if as_json:
        out(files)
        return
    screen.print(_files_table(files))
    written = sum(bool(row["file"]) for row in files)
    screen.print(_("{n} files in {folder}").format(n=number(written), folder=to), markup=False, highlight=False)
    if left_out := command.nothing_drawn(files):
        screen.print(left_out, markup=False, highlight=False)


def _names_table() -> Table:
    table = Table(_("Figure"), _("Page"), _("Title"))
    for row in command.listed():
        table.add_row(row["figure"], row["page"], inert(row["title"]))
    return table


def _files_table(files: list[dict[str, Any]]) -> Table:
    """One row for each figure: its files would fill several screens where it is written in every language."""
    rows: dict[str, tuple[int, str]] = {}
    for row in files:
        count, note = rows.get(row["figure"], (0, ""))
        rows[row["figure"]] = (count + bool(row["file"]), note or row["note"])
    table = Table(_("Figure"), _("Files"), _("Notes"))
    for name, (count, note) in rows.items():
        table.add_row(name, number(count), inert(note))
    return table
