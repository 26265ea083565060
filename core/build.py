"""Import, analyse, save: the only place where importers, analysis and the store meet."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from core import accounting, demo, intake
from core.analysis import botscore, cascades, spreaders
from core.analysis.botscore.train import train
from core.errors import CaseError, NotPostsError
from core.i18n import _, number
from core.intake import FileResult, Incoming, sha256_of
from core.model import Batch, Case
from core.process import give_back
from core.progress import Meter, Progress, silent
from core.store import cases, codebook, notebook
from core.store.answers import decided
from core.store.codebook import Code
from core.store.db import open_store
from core.store.files import file_report, remembered_files
from core.store.queries import view
from core.store.reserve import reserved
from core.store.save import FileEntry, StoreWriter

__all__ = ["FileResult", "ImportResult", "Incoming", "Progress", "silent"]
#: The truth of larger demo cases is not written; core.demo.truth gives it.
MOST_TRUTH = 500_000


@dataclass(frozen=True)
class ImportResult:
    """The case after an import, and what became of each file."""

    case: Case
    files: tuple[FileResult, ...]


def import_files(case: Case, files: Sequence[Incoming], progress: Progress = silent) -> ImportResult:
    """Read the files into a new build of the case and switch to it; the old build stays whole until then.

    Raises
    ------
    CaseError
        Where none of the files could be read, or where another import into the case runs; the case is then unchanged.
    """
    with reserved(case) as room:
        results, ready = intake.sorted_out(case, files, room, progress)
        if not ready:
            return ImportResult(case, tuple(results))
        kept = {entry.sha256: intake.keep_source(case, incoming, entry) for incoming, entry in ready}
        try:
            meter = Meter(progress, sum(entry.bytes for _incoming, entry in ready))
            sources = [(entry, intake.batches(incoming, meter)) for incoming, entry in ready]
            case, broken = _build(case, sources, progress)
            intake.remember_mappings(case, [pair for pair in ready if pair[1].name not in {b.name for b in broken}])
        except BaseException:
            _drop_sources(kept.values())
            raise
        reports = _reports(case)
        used = {path for digest, path in kept.items() if digest in reports}
        _drop_sources(path for path in kept.values() if path not in used)
    imported = [FileResult(e.name, "imported", report=reports[e.sha256]) for _i, e in ready if e.sha256 in reports]
    return ImportResult(case, (*results, *broken, *imported))


def _drop_sources(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _reports(case: Case) -> dict[str, dict[str, Any]]:
    """The accounting of each file of the case, by its hash."""
    store = open_store(case.store_path)
    try:
        rows = file_report(store).to_dict("records")
    finally:
        store.close()
    return {str(row["sha256"]): {str(name): value for name, value in row.items()} for row in rows}


def _build(
    case: Case, sources: Sequence[tuple[FileEntry, Iterable[Batch]]], progress: Progress
) -> tuple[Case, list[FileResult]]:
    build = _next_build(case)
    fresh = replace(case, build=build)
    fresh.folder.mkdir(parents=True, exist_ok=True)
    writer = StoreWriter(fresh.store_path)
    try:
        if case.build:
            progress(_("Taking over what was there"), None)
            writer.carry_over(case.store_path)
        broken = [problem for source in sources if (problem := _read_file(writer, *source))]
        if sources and len(broken) == len(sources):
            raise CaseError(" ".join(problem.message for problem in broken))
        analyse(writer, progress, decided(case.notebook_path))
        writer.note("built_at", datetime.now(UTC).isoformat(timespec="seconds"))
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    cases.write_case(fresh)
    cases.drop_old_builds(fresh)
    return fresh, broken


def _next_build(case: Case) -> int:
    taken = [int(p.stem.split("-")[1]) for p in case.folder.glob("store-*.duckdb")]
    return max([case.build, *taken]) + 1


def _read_file(writer: StoreWriter, entry: FileEntry, batches: Iterable[Batch]) -> FileResult | None:
    file_no = writer.start_file(entry)
    reason = ""
    try:
        for batch in batches:
            writer.add(file_no, batch, entry)
            reason = reason or _first_reason(batch)
        if entry.records == entry.rejected:
            raise _no_posts(entry, reason)
    except CaseError as error:
        writer.drop_file(file_no)
        return FileResult(entry.name, "refused", str(error))
    writer.end_file(file_no, entry)
    return None


def _first_reason(batch: Batch) -> str:
    rejects = batch.tables["rejects"]
    return str(rejects["reason"][0]) if rejects.num_rows else ""


def _no_posts(entry: FileEntry, reason: str) -> NotPostsError:
    if not entry.records:
        return NotPostsError(_("The file holds no records."), file=entry.name)
    what = _("None of its {n} records can be read as a post; the first: {reason}.")
    remedy = _("Check the format, or which column is what.")
    return NotPostsError(what.format(n=number(entry.records), reason=reason), remedy=remedy, file=entry.name)


def analyse(writer: StoreWriter, progress: Progress, answers: dict[str, bool]) -> None:
    """Merge what was staged and fill every derived table; answers of people teach the scores and beat them."""
    progress(_("Merging posts and accounts"), None)
    accounts = writer.merge()
    progress(_("Scoring accounts"), None)
    writer.save_scores(_scored(accounts, answers))
    for share in writer.save_posts():
        progress(_("Writing tables"), share)
    progress(_("Building cascades"), None)

    def done(share: float) -> None:
        give_back()  # what one part leaves free is not what the next one asks for
        progress(_("Building cascades"), share)

    found = cascades.of_case(writer.cascade_input(), done=done)
    for part in ("cascades", "links", "breadth", "influence"):
        writer.save(part if part == "cascades" else f"cascade_{part}", getattr(found, part))
    del found
    give_back()
    progress(_("Drawing the spreader graph"), None)
    found_map = spreaders.of_case(writer.graph_input())
    writer.save("graph_nodes", found_map.nodes)
    writer.save("graph_communities", found_map.communities)


def _scored(accounts: pd.DataFrame, answers: dict[str, bool]) -> pd.DataFrame:
    scores = botscore.taught_scores(accounts, answers).drop(columns="account_key")
    return scores.assign(account_no=accounts["account_no"].to_numpy())


def reanalyse(case: Case, progress: Progress = silent) -> Case:
    """The same posts with every derived table computed anew, as a new build.

    A store that another version of Whence built is made anew from the files that the case keeps.
    """
    with reserved(case) as room:
        if is_current(case):
            return _build(case, [], progress)[0]
        return _rebuild(case, room, progress)


def is_current(case: Case) -> bool:
    """True where this version of Whence can read the store of the case."""
    try:
        open_store(case.store_path).close()
    except CaseError:
        return False
    return True


def _rebuild(case: Case, room: Path, progress: Progress) -> Case:
    files = intake.kept_files(case, remembered_files(case.store_path), room, progress)
    blank = replace(case, build=0)
    meter = Meter(progress, sum(f.path.stat().st_size for f in files))
    sources = [
        (intake.entry_of(f, sha256_of(f.path), f.importer or "table", _("read again")), intake.batches(f, meter))
        for f in files
    ]
    if not sources:
        raise CaseError(_("This case keeps no files to read again."), remedy=_("Import its files once more."))
    return _build(blank, sources, progress)[0]


def build_demo(
    cases_dir: Path, *, posts: int = 40_000, seed: int = 2020, name: str = "Kordai", progress: Progress = silent
) -> Case:
    """The simulated case, built like any other; its truth lies apart in ``truth/``, for tests only."""
    slug = cases.slug_of(name)
    case = Case(slug, demo.DEMO_TITLE, demo.DEMO_CLAIM, demo.EVENT_ZONE, 0, cases_dir / slug, simulated=True)
    _clear_demo(case)
    about = f"simulated, {posts} posts, seed {seed}"
    digest = hashlib.sha256(about.encode()).hexdigest()
    entry = FileEntry("kordai-simulated", digest, 0, "demo", _("made by Whence: {about}").format(about=about))
    case, _broken = _build(case, [(entry, _counted(demo.generate(posts, seed), posts, progress))], progress)
    notebook.put_events(case.notebook_path, demo.events())
    for group, definition in demo.groups():
        codebook.put_code(case.notebook_path, Code(group, definition, neutral=True), author="demo")
    notebook.add_groups(case.notebook_path, demo.labels(posts, seed), by="demo")
    notebook.add_groups(case.notebook_path, demo.second_labels(posts, seed), by="demo")
    _keep_truth(case, posts, seed)
    return case


def _clear_demo(case: Case) -> None:
    """Remove the demo case of that name; one with collected data stays."""
    if not case.folder.exists():
        return
    there = {found.slug: found for found in cases.list_cases(case.folder.parent)}.get(case.slug)
    if there is None or not there.simulated:
        raise CaseError(
            _("The folder “{name}” holds something else than the demo case.").format(name=case.slug),
            remedy=_("Give the demo another name with --case."),
        )
    shutil.rmtree(case.folder)


def _keep_truth(case: Case, posts: int, seed: int) -> None:
    if posts > MOST_TRUTH:
        return
    folder, told = case.folder / "truth", demo.truth(posts, seed)
    folder.mkdir()
    told.accounts.to_parquet(folder / "accounts.parquet")
    told.posts.to_parquet(folder / "posts.parquet")


def _counted(batches: Iterable[Batch], total: int, progress: Progress) -> Iterator[Batch]:
    done = 0
    for batch in batches:
        done += batch.records
        progress(_("Writing simulated posts"), min(done / total, 1.0))
        yield batch


def totals(case: Case) -> dict[str, Any]:
    """Posts, accounts and period of a case; empty where it has no data yet."""
    if not case.build:
        return {}
    store = open_store(case.store_path)
    try:
        return view.totals(store)
    finally:
        store.close()


def train_bots(data_dir: Path, out_dir: Path, seed: int) -> str:
    """Train the bot scorer on labelled accounts and write model and card; returns the report as text."""
    if not data_dir.is_dir():
        raise CaseError(_("There is no folder “{folder}”.").format(folder=data_dir))
    return str(train(data_dir, out_dir, seed))


def as_json(result: ImportResult) -> dict[str, Any]:
    """The result of an import as plain data, for ``--json``: one flat object per file."""
    files = [accounting.flat(f.name, f.status, f.message, f.report) for f in result.files]
    return {"case": result.case.slug, "build": result.case.build, "files": files}
