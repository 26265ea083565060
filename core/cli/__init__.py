"""The command line: everything that the pages do with cases, for the data colleague."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.table import Table

from core import accounting, build, handmade, inbox, labelling, scoring, zone_question
from core.cli import report
from core.cli.later import Later
from core.cli.terminal import DEFAULT_DIR, AsJson, CaseName, CasesDir, inert, out, progress_bar, screen, told_plainly
from core.export.paths import write_paths
from core.i18n import _, number
from core.importers.by_hand import HandPost
from core.model import Case
from core.store import cases

app = typer.Typer(
    cls=Later,
    help=_("Whence: where a story came from, who passed it on, and how much of it was automated."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
#: How the accounting names clock times without a zone.
NO_ZONE = "no time zone"


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help=_("Files to read."))],
    case: CaseName,
    cases_dir: CasesDir = DEFAULT_DIR,
    zone: Annotated[str, typer.Option(help=_("Time zone of files that name none, e.g. Asia/Almaty."))] = "",
    event_zone: Annotated[str, typer.Option(help=_("Time zone of the event, for a new case."))] = "UTC",
    format_: Annotated[str, typer.Option("--format", help=_("Importer to use instead of the detected one."))] = "",
    query: Annotated[str, typer.Option(help=_("What was searched for when these files were collected."))] = "",
    collected: Annotated[str, typer.Option(help=_("The day of the collection, like 2020-02-28."))] = "",
    as_json: AsJson = False,
) -> None:
    """Read files into a case. Example: python -m core import result.json tweets.jsonl --case Kordai"""
    with told_plainly():
        cases.check_zone(event_zone)
        target = cases.open_or_create(cases_dir, case, event_zone=event_zone)
        if not zone and not as_json and is_terminal():
            zone = zone_question.ask(zone_question.evidence(files, format_ or None, target.event_zone), _tell, _answer)
    with told_plainly(), progress_bar(as_json) as progress:
        about = {"importer": format_ or None, "zone": zone or None, "query": query, "collected_on": collected}
        incoming = [build.Incoming(path, **about) for path in files]  # type: ignore[arg-type]
        result = build.import_files(target, incoming, progress)
    if as_json:
        out(build.as_json(result))
    else:
        report.show(result.files)
        if not zone and not is_terminal():
            _hint_at_zones(files, result.files, format_ or None, target.event_zone)
    if all(file.status == "refused" for file in result.files):
        raise typer.Exit(2)


def is_terminal() -> bool:
    """True where somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _tell(line: str) -> None:
    screen.print(line, markup=False, highlight=False)


def _answer(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False, err=True))


def _hint_at_zones(
    paths: list[Path], found: tuple[build.FileResult, ...], importer: str | None, event_zone: str
) -> None:
    """What files without a zone say of theirs, where nobody could be asked."""
    named = {file.name for file in found if NO_ZONE in accounting.counted((file.report or {}).get("degradations"))}
    said = zone_question.evidence([path for path in paths if path.name in named], importer, event_zone)
    for line in zone_question.lines(said) if said else ():
        _tell(line)
    if said:
        _tell(_("UTC was assumed and marked. Name the zone with --zone and import them into a new case."))


@app.command()
def add(
    case: CaseName,
    url: Annotated[str, typer.Argument(help=_("Address of the post; leave it out for a screenshot."))] = "",
    screenshot: Annotated[
        Path | None, typer.Option(help=_("Picture of the post, kept as exhibit with its SHA-256."))
    ] = None,
    text: Annotated[str, typer.Option(help=_("The words of the post."))] = "",
    account: Annotated[str, typer.Option(help=_("Handle of the account."))] = "",
    at: Annotated[str, typer.Option(help=_("The time that the post states, like 2020-02-07 22:15."))] = "",
    zone: Annotated[str, typer.Option(help=_("Time zone of that time, e.g. Asia/Almaty."))] = "",
    platform: Annotated[str, typer.Option(help=_("Platform, where the address does not tell."))] = "",
    seen_by: Annotated[str, typer.Option(help=_("Who saw it."))] = "",
    note: Annotated[str, typer.Option(help=_("What else should be known."))] = "",
    cases_dir: CasesDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """Add one post by hand. Example: python -m core add https://t.me/chan/12 --at "2020-02-07 22:15" --case Kordai"""
    post = HandPost(platform, "", account, at, zone, text, url, seen_by=seen_by, note=note)
    with told_plainly(), progress_bar(as_json) as progress, TemporaryDirectory() as room:
        target = cases.open_or_create(cases_dir, case)
        incoming = handmade.prepared(target, post, Path(room), screenshot)
        result = build.import_files(target, [incoming], progress)
    out(build.as_json(result)) if as_json else report.show(result.files)
    if all(file.status == "refused" for file in result.files):
        raise typer.Exit(2)


@app.command("inbox")
def inbox_(
    case: CaseName,
    cases_dir: CasesDir = DEFAULT_DIR,
    watch: Annotated[bool, typer.Option("--watch", help=_("Stay, and read whatever is put there later."))] = False,
    every_s: Annotated[float, typer.Option("--every", min=0.2, help=_("Seconds between two looks."))] = 5.0,
    as_json: AsJson = False,
) -> None:
    """Read what lies in the inbox of a case. Example: python -m core inbox --case Kordai --watch"""
    with told_plainly():
        target = inbox.open_inbox(cases_dir, case)
        if not as_json:
            screen.print(_("The inbox is {folder}.").format(folder=inbox.folder_of(target)), markup=False)
        while True:
            with progress_bar(as_json) as progress:
                target, files = inbox.take_in(target, progress)
            if as_json and (files or not watch):
                out(build.as_json(build.ImportResult(target, files)))
            elif files:
                report.show(files)
            if not watch:
                break
            time.sleep(every_s)


@app.command()
def analyse(case: CaseName, cases_dir: CasesDir = DEFAULT_DIR, as_json: AsJson = False) -> None:
    """Compute scores, cascades and graph anew. Example: python -m core analyse --case kordai"""
    with told_plainly(), progress_bar(as_json) as progress:
        fresh = build.reanalyse(cases.read_case(cases_dir, cases.slug_of(case)), progress)
    out(_about(fresh)) if as_json else screen.print(
        _("Build {n} of “{title}” is ready.").format(n=fresh.build, title=fresh.title)
    )


@app.command()
def demo(
    posts: Annotated[int, typer.Option(min=1000, help=_("How many posts to simulate."))] = 40_000,
    seed: Annotated[int, typer.Option(help=_("The same seed gives the same case."))] = 2020,
    case: Annotated[str, typer.Option("--case", help=_("Name of the case; it is replaced."))] = "Kordai",
    cases_dir: CasesDir = DEFAULT_DIR,
    if_absent: Annotated[bool, typer.Option("--if-absent", help=_("Do nothing where the case is there."))] = False,
    as_json: AsJson = False,
) -> None:
    """Make the simulated case "Kordai". Example: python -m core demo --posts 40000"""
    with told_plainly(), progress_bar(as_json) as progress:
        there = {found.slug: found for found in cases.list_cases(cases_dir)}.get(cases.slug_of(case))
        made = (
            there
            if if_absent and there and build.is_current(there)
            else build.build_demo(cases_dir, posts=posts, seed=seed, name=case, progress=progress)
        )
    out(_about(made)) if as_json else screen.print(
        _("The case “{title}” is in {folder}.").format(title=made.title, folder=made.folder)
    )


@app.command("cases")
def cases_(cases_dir: CasesDir = DEFAULT_DIR, as_json: AsJson = False) -> None:
    """List the cases. Example: python -m core cases --json"""
    found = [_about(case) for case in cases.list_cases(cases_dir)]
    if as_json:
        out(found)
        return
    table = Table(_("Case"), _("Title"), _("Event zone"), _("Build"), _("Posts"), _("Accounts"))
    for row in found:
        numbers = (str(row["build"]), number(row["posts"]), number(row["accounts"]))
        table.add_row(row["case"], inert(row["title"]), row["event_zone"], *numbers)
    screen.print(table)


def _about(case: Case) -> dict[str, Any]:
    facts = {"case": case.slug, "title": case.title, "event_zone": case.event_zone, "build": case.build}
    whole = build.totals(case)
    return {**facts, "simulated": case.simulated, **{key: whole.get(key) for key in ("posts", "accounts")}}


@app.command("groups")
def groups_(
    case: CaseName,
    to: Annotated[Path | None, typer.Option("--export", help=_("Write every label: .csv or .json."))] = None,
    source: Annotated[
        Path | None, typer.Option("--import", help=_("Take labels in: .csv or .json, as --export writes them."))
    ] = None,
    author: Annotated[str, typer.Option(help=_("Who labelled, where the file does not say."))] = "",
    cases_dir: CasesDir = DEFAULT_DIR,
    as_json: AsJson = False,
) -> None:
    """List, write or take in the labels of a case. Example: python -m core groups --case kordai --export labels.csv"""
    with told_plainly():
        target = cases.read_case(cases_dir, cases.slug_of(case))
        taken = labelling.take_in(target, source, author) if source else None
        written = labelling.write_out(target, to) if to else None
        listed = labelling.listed(target)
    if as_json:
        out({"groups": listed, "imported": taken and taken._asdict(), "exported": written})
        return
    if taken:
        said = _("{n} new labels, {known} known, {left} left out (notes, and rows that say no group fits)")
        counts = {"known": number(taken.known), "left": number(taken.left_out)}
        screen.print(said.format(n=number(taken.new), **counts))
    if written is not None:
        screen.print(_("{n} rows in {file}").format(n=number(written), file=to), markup=False)
    table = Table(_("Group"), _("Accounts"), _("Definition"))
    for row in listed:
        table.add_row(inert(row["name"]), number(row["accounts"]), inert(row["definition"]))
    screen.print(table)


@app.command("train-bots")
def train_bots(
    data_dir: Annotated[Path, typer.Argument(help=_("Folder with the labelled accounts (parquet)."))],
    to: Annotated[Path, typer.Option("--out", help=_("Folder for the model and its card."))] = Path("data/botscore"),
    seed: Annotated[int, typer.Option(help=_("The same seed gives the same model, byte for byte."))] = 2020,
) -> None:
    """Train the bot scorer. Example: python -m core train-bots ../labelled --out data/botscore"""
    with told_plainly():
        report = build.train_bots(data_dir, to, seed)
    screen.print(report)


@app.command("score")
def score_(
    accounts: Annotated[Path, typer.Argument(help=_("Parquet file, one account per row; account_id is needed."))],
    to: Annotated[Path, typer.Option("--out", help=_("Parquet file to write."))],
    labels: Annotated[Path | None, typer.Option(help=_("Your own answers: account_id, is_bot (parquet)."))] = None,
    prior: Annotated[
        float, typer.Option(min=0.001, max=0.999, help=_("Share of automated accounts you assume, for probability."))
    ] = 0.15,
    as_json: AsJson = False,
) -> None:
    """Score accounts without a case. Example: python -m core score accounts.parquet --out scores.parquet"""
    with told_plainly():
        result = scoring.score_file(accounts, to, labels, prior)
    counts = result.frame["status"].value_counts().sort_index().to_dict()
    if as_json:
        taught = asdict(result.layer.held_back) if result.layer else None
        out({"file": str(to), "accounts": len(result.frame), **counts, "notes": result.notes, "taught": taught})
        return
    for note in result.notes:
        screen.print(note, markup=False, highlight=False)
    for status, n in counts.items():
        screen.print(_("{status}: {n} accounts").format(status=status, n=number(n)), markup=False, highlight=False)
    if result.layer:
        screen.print(scoring.taught_text(result.layer.held_back), markup=False, highlight=False)


@app.command("cascades")
def cascades_(
    posts: Annotated[Path, typer.Argument(help=_("Parquet table of posts; see docs/METHODS.md for its columns."))],
    to: Annotated[Path, typer.Option("--out", help=_("Parquet file for the links."))],
    metrics: Annotated[Path, typer.Option("--metrics", help=_("Parquet file for the metrics of each cascade."))],
    method: Annotated[
        str, typer.Option(help=_("evidence, star, most_recent, follow, pdi or exp_recency."))
    ] = "evidence",
    seed: Annotated[int, typer.Option(help=_("The same seed gives the same paths."))] = 0,
    samples: Annotated[int, typer.Option(min=1, help=_("Trees drawn per cascade."))] = 100,
    history: Annotated[Path | None, typer.Option(help=_("Parquet table of other cascades with known parents."))] = None,
    follows: Annotated[Path | None, typer.Option(help=_("Parquet table: follower_id, followed_id."))] = None,
    evidence_text: Annotated[bool, typer.Option("--evidence-text", help=_("Follow chains in the texts."))] = False,
    as_json: AsJson = False,
) -> None:
    """Reconstruct paths. Example: python -m core cascades posts.parquet --out links.parquet --metrics m.parquet"""
    with told_plainly(), progress_bar(as_json) as progress:
        progress(_("Building cascades"), None)
        found, rows = write_paths(
            posts, to, metrics, method=method, seed=seed, samples=samples, history=history, follows=follows,
            texts=evidence_text, done=lambda share: progress(_("Building cascades"), share),
        )  # fmt: skip
    mended = {name: count for name, count in vars(found.mended).items() if count}
    about = {"posts": rows, "cascades": len(found.metrics), "links": len(found.links), "mended": mended}
    out(about) if as_json else screen.print(
        _("{n} links in {file}, {k} cascades in {metrics}").format(
            n=number(len(found.links)), file=to, k=number(len(found.metrics)), metrics=metrics
        )
    )
