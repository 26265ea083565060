"""Import, analyse, save: the only place where importers, analysis and the store meet."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from core import demo, importers
from core.analysis import botscore, cascades, spreaders
from core.analysis.botscore.train import train
from core.errors import CaseError, NotPostsError
from core.i18n import _, number
from core.importers.mapping import Mapping
from core.model import Batch, Case
from core.store import cases, notebook
from core.store.db import open_store
from core.store.files import file_of_hash, file_report, remembered_files
from core.store.queries import view
from core.store.save import FileEntry, StoreWriter

#: Called with the step in words and the share done (0-1, or None where it is not known).
Progress = Callable[[str, float | None], None]
#: The truth of larger demo cases is not written; core.demo.truth gives it.
MOST_TRUTH = 500_000


@dataclass(frozen=True)
class Incoming:
    """A file to import: where it lies, its name for people, and what the reporter decided about it."""

    path: Path
    name: str = ""
    importer: str | None = None
    mapping: Mapping | None = None
    zone: str | None = None

    @property
    def title(self) -> str:
        """The name shown to people."""
        return self.name or self.path.name


@dataclass(frozen=True)
class FileResult:
    """What became of one file: its row of the accounting, or why it was left out."""

    name: str
    status: str  # imported, known, refused
    message: str = ""
    report: dict[str, Any] | None = None


@dataclass(frozen=True)
class ImportResult:
    """The case after an import, and what became of each file."""

    case: Case
    files: tuple[FileResult, ...]


def silent(step: str, share: float | None) -> None:
    """A Progress that says nothing."""


def import_files(case: Case, files: Sequence[Incoming], progress: Progress = silent) -> ImportResult:
    """Read the files into a new build of the case and switch to it; the old build stays whole until then.

    Raises
    ------
    CaseError
        Where none of the files could be read; the case is then unchanged.
    """
    results, ready = _sorted_out(case, files, progress)
    if not ready:
        return ImportResult(case, tuple(results))
    kept = {entry.sha256: _keep_source(case, incoming, entry) for incoming, entry in ready}
    try:
        sources = [(entry, _batches(incoming, progress)) for incoming, entry in ready]
        case, broken = _build(case, sources, progress)
    except BaseException:
        _drop_sources(kept.values())
        _drop_if_empty(case.folder)
        raise
    reports = _reports(case)
    _drop_sources(path for digest, path in kept.items() if digest not in reports)
    imported = [FileResult(e.name, "imported", report=reports[e.sha256]) for _i, e in ready if e.sha256 in reports]
    return ImportResult(case, (*results, *broken, *imported))


def _sorted_out(
    case: Case, files: Sequence[Incoming], progress: Progress
) -> tuple[list[FileResult], list[tuple[Incoming, FileEntry]]]:
    """What is known already or refused at first sight, and what is to be read; the same file twice is read once."""
    results: list[FileResult] = []
    ready: dict[str, tuple[Incoming, FileEntry]] = {}
    for incoming in files:
        found = _prepare(case, incoming, progress)
        if isinstance(found, FileResult):
            results.append(found)
        elif found[1].sha256 in ready:
            same = ready[found[1].sha256][0].title
            message = _("This is the same file as “{name}”; it is read once.").format(name=same)
            results.append(FileResult(incoming.title, "known", message))
        else:
            ready[found[1].sha256] = found
    return results, list(ready.values())


def _reports(case: Case) -> dict[str, dict[str, Any]]:
    """The accounting of each file of the case, by its hash."""
    store = open_store(case.store_path)
    try:
        rows = file_report(store).to_dict("records")
    finally:
        store.close()
    return {str(row["sha256"]): {str(name): value for name, value in row.items()} for row in rows}


def _prepare(case: Case, incoming: Incoming, progress: Progress) -> FileResult | tuple[Incoming, FileEntry]:
    progress(_("Looking at {file}").format(file=incoming.title), None)
    if not incoming.path.is_file():
        return FileResult(incoming.title, "refused", _("There is no such file."))
    try:
        digest = sha256_of(incoming.path)
    except OSError as error:
        why = _("The file cannot be opened: {error}.").format(error=error.strerror or error)
        return FileResult(incoming.title, "refused", why)
    known = _known(case, digest)
    if known:
        message = _("This file was imported before, as “{name}”; nothing changes.").format(name=known)
        return FileResult(incoming.title, "known", message)
    try:
        match = importers.detect(incoming.path, incoming.title)
    except NotPostsError as error:
        if incoming.importer is None and incoming.mapping is None:
            return FileResult(incoming.title, "refused", str(error))
        why = _("chosen by the reporter")
        return incoming, _entry(incoming, digest, incoming.importer or "table", why)
    name = incoming.importer or match.importer
    why = match.why if name == match.importer else _("chosen by the reporter")
    return incoming, _entry(incoming, digest, name, why)


def _entry(incoming: Incoming, digest: str, importer: str, why: str) -> FileEntry:
    mapping = json.dumps(incoming.mapping.to_dict()) if incoming.mapping else ""
    size = incoming.path.stat().st_size
    return FileEntry(incoming.title, digest, size, importer, why, incoming.zone or "", mapping)


def _known(case: Case, digest: str) -> str | None:
    if not case.build:
        return None
    store = open_store(case.store_path)
    try:
        return file_of_hash(store, digest)
    finally:
        store.close()


def _batches(incoming: Incoming, progress: Progress) -> Iterator[Batch]:
    size = max(incoming.path.stat().st_size, 1)
    step = _("Reading {file}").format(file=incoming.title)
    options = {"importer": incoming.importer, "mapping": incoming.mapping, "zone": incoming.zone}
    for batch in importers.read(incoming.path, incoming.title, **options):  # type: ignore[arg-type]
        progress(step, min(batch.bytes_read / size, 1.0))
        yield batch


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
        analyse(writer, progress)
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


def analyse(writer: StoreWriter, progress: Progress) -> None:
    """Merge what was staged and fill every derived table."""
    progress(_("Merging posts and accounts"), None)
    accounts = writer.merge()
    progress(_("Scoring accounts"), None)
    writer.save_scores(_scored(accounts))
    for share in writer.save_posts():
        progress(_("Writing tables"), share)
    progress(_("Building cascades"), None)
    found = cascades.of_case(writer.cascade_input())
    for part in ("cascades", "links", "breadth", "influence"):
        writer.save(part if part == "cascades" else f"cascade_{part}", getattr(found, part))
    progress(_("Drawing the spreader graph"), None)
    writer.save("graph_nodes", spreaders.lay_out(writer.graph_input()))


def _scored(accounts: pd.DataFrame) -> pd.DataFrame:
    scores = botscore.score(accounts)
    scores.insert(0, "account_no", accounts["account_no"].to_numpy())
    return scores[["account_no", "score", "probability", "status", "reasons", "model"]]


def _keep_source(case: Case, incoming: Incoming, entry: FileEntry) -> Path:
    folder = case.folder / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    # The name comes from outside: no folders, no signs that a file system refuses, not too long.
    name = re.sub(r"[^\w.()-]+", "_", incoming.title)[-80:]
    target = folder / f"{entry.sha256[:12]}-{name}"
    if not target.exists():
        shutil.copyfile(incoming.path, target)
    return target


def _drop_sources(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _drop_if_empty(folder: Path) -> None:
    """A new case whose import failed or was cancelled leaves no folder behind."""
    with suppress(OSError):  # not empty: a case that is there already
        (folder / "sources").rmdir()
        folder.rmdir()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def reanalyse(case: Case, progress: Progress = silent) -> Case:
    """The same posts with every derived table computed anew, as a new build.

    A store that another version of Whence built is made anew from the files that the case keeps.
    """
    try:
        open_store(case.store_path).close()
    except CaseError:  # of another version, or damaged
        return _rebuild(case, progress)
    return _build(case, [], progress)[0]


def is_current(case: Case) -> bool:
    """True where this version of Whence can read the store of the case."""
    try:
        open_store(case.store_path).close()
    except CaseError:
        return False
    return True


def _rebuild(case: Case, progress: Progress) -> Case:
    files = [_kept_file(case, row) for row in remembered_files(case.store_path)]
    blank = replace(case, build=0)
    sources = [
        (_entry(f, sha256_of(f.path), f.importer or "table", _("read again")), _batches(f, progress)) for f in files
    ]
    if not sources:
        raise CaseError(_("This case keeps no files to read again."), remedy=_("Import its files once more."))
    return _build(blank, sources, progress)[0]


def _kept_file(case: Case, row: dict[str, Any]) -> Incoming:
    found = sorted((case.folder / "sources").glob(f"{row['sha256'][:12]}-*"))
    if not found:
        raise CaseError(
            _("The kept copy of this file is missing."),
            file=str(row["name"]),
            remedy=_("Make the demo case again, or import the file once more."),
        )
    mapping = Mapping.from_dict(json.loads(row["mapping"])) if row["mapping"] else None
    return Incoming(found[0], str(row["name"]), str(row["format"]), mapping, str(row["zone_rule"]) or None)


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
    notebook.add_groups(case.notebook_path, demo.labels(posts, seed))
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
    """The result of an import as plain data, for ``--json``."""
    return {"case": result.case.slug, "build": result.case.build, "files": [asdict(f) for f in result.files]}
