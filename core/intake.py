"""From the reporter's files to what is to be read: looked at, unpacked, known already, or recognised."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from core import importers
from core.errors import CaseError, NotPostsError
from core.i18n import _
from core.importers import packed
from core.importers.mapping import Mapping
from core.model import Batch, Case
from core.progress import Meter, Progress
from core.store import mappings, reserve
from core.store.copying import copy_file
from core.store.db import open_store
from core.store.files import file_of_hash, holds_file_of_size
from core.store.save import FileEntry

#: A longer description of a search is cut.
MOST_QUERY = 2000


@dataclass(frozen=True)
class Incoming:
    """A file to import: where it lies, its name for people, and what the reporter decided about it.

    A file out of a packed one has in ``packed`` the packed file itself, and its hash in ``packed_in``.
    ``copied`` is where its copy lies until the case keeps it.
    ``query`` is what was searched for and ``collected_on`` the day of the collection (ISO), where the reporter knows.
    """

    path: Path
    name: str = ""
    importer: str | None = None
    mapping: Mapping | None = None
    zone: str | None = None
    query: str = ""
    collected_on: str = ""
    packed: Path | None = None
    packed_in: str = ""
    breaks_off: bool = False
    copied: Path | None = None

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


def sorted_out(
    case: Case, files: Sequence[Incoming], room: Path, progress: Progress
) -> tuple[list[FileResult], list[tuple[Incoming, FileEntry]]]:
    """What is known already or refused at first sight, and what is to be read; the same file twice is read once."""
    results: list[FileResult] = []
    ready: dict[str, tuple[Incoming, FileEntry]] = {}
    for incoming in files:
        for found in _looked_at(case, incoming, room, progress):
            if isinstance(found, FileResult):
                results.append(found)
            elif found[1].sha256 in ready:
                same = ready[found[1].sha256][0].title
                message = _("This is the same file as “{name}”; it is read once.").format(name=same)
                results.append(FileResult(found[0].title, "known", message))
            else:
                ready[found[1].sha256] = found
    return results, list(ready.values())


def _looked_at(
    case: Case, incoming: Incoming, room: Path, progress: Progress
) -> Iterator[FileResult | tuple[Incoming, FileEntry]]:
    """The file, or each file inside it where it is packed."""
    progress(_("Looking at {file}").format(file=incoming.title), None)
    if not incoming.path.is_file():
        yield FileResult(incoming.title, "refused", _("There is no such file."))
        return
    try:
        for part in unpacked(incoming, room, progress):
            yield part if isinstance(part, FileResult) else _prepare(case, part, room)
    except NotPostsError as error:
        yield FileResult(incoming.title, "refused", str(error))
    except OSError as error:
        why = _("The file cannot be opened: {error}.").format(error=error.strerror or error)
        yield FileResult(incoming.title, "refused", why)


def unpacked(incoming: Incoming, room: Path, progress: Progress) -> Iterator[Incoming | FileResult]:
    """The file itself, or the files inside it, unpacked into folders of ``room``."""
    if not packed.packing_of(incoming.path):
        yield incoming
        return
    digest = sha256_of(incoming.path)
    folder = room / digest[: reserve.HASH_LENGTH]
    folder.mkdir(exist_ok=True)
    step = _("Unpacking {file}").format(file=incoming.title)
    inside = packed.unpack(incoming.path, incoming.title, folder, lambda _bytes: progress(step, None))
    for found in inside:
        if isinstance(found, packed.LeftOut):
            yield FileResult(found.name, "refused", str(found.why))
        else:
            about = {"packed": incoming.path, "packed_in": digest, "breaks_off": found.breaks_off}
            yield replace(incoming, path=found.path, name=found.name, **about)  # type: ignore[arg-type]


def _prepare(case: Case, incoming: Incoming, room: Path) -> FileResult | tuple[Incoming, FileEntry]:
    """A file of a size that the case does not know yet is hashed while it is copied: one that is read once."""
    digest, known = _met_before(case, incoming.path)
    if known:
        message = _("This file was imported before, as “{name}”; nothing changes.").format(name=known)
        return FileResult(incoming.title, "known", message)
    found = _recognised(case, incoming)
    if isinstance(found, FileResult):
        return found
    incoming, importer, why = found
    if not digest:
        incoming, digest = (incoming, sha256_of(incoming.path)) if incoming.packed else _copied(incoming, room)
    return incoming, entry_of(incoming, digest, importer, why)


def _recognised(case: Case, incoming: Incoming) -> FileResult | tuple[Incoming, str, str]:
    """The file as it is to be read, its importer, and why that one; or why it cannot be read."""
    incoming, remembered = with_memory(case, incoming)
    if remembered:
        return incoming, incoming.importer or "table", remembered
    try:
        match = importers.detect(incoming.path, incoming.title)
    except NotPostsError as error:
        if incoming.importer is None and incoming.mapping is None:
            return FileResult(incoming.title, "refused", str(error))
        return incoming, incoming.importer or "table", _("chosen by the reporter")
    name = incoming.importer or match.importer
    return incoming, name, match.why if name == match.importer else _("chosen by the reporter")


def _copied(incoming: Incoming, room: Path) -> tuple[Incoming, str]:
    """The file with its copy in the room of the import, and its hash."""
    copied = room / f"copy-{uuid4().hex}"
    return replace(incoming, copied=copied), copy_file(incoming.path, copied)


def with_memory(case: Case, incoming: Incoming) -> tuple[Incoming, str]:
    """The file with the columns that a reporter chose for a table of this shape, and the sentence that says so.

    Only where nobody chose anything for this file and no format of its own claims it.
    """
    if incoming.mapping is not None or incoming.importer is not None:
        return incoming, ""
    try:
        if not importers.is_read_by_mapping(incoming.path, incoming.title):
            return incoming, ""
        columns = importers.preview_columns(incoming.path, incoming.title).columns
    except NotPostsError:
        return incoming, ""
    kept = mappings.recall(case.folder.parent, columns)
    if kept is None:
        return incoming, ""
    chosen = replace(incoming, importer="table", mapping=Mapping.from_dict(kept.mapping))
    return chosen, _("A table with the same columns as “{file}”: read as you chose then.").format(file=kept.file)


def remember_mappings(case: Case, ready: Sequence[tuple[Incoming, FileEntry]]) -> None:
    """Keep the columns that a reporter corrected in these files for the next file of the same shape."""
    for incoming, _entry in ready:
        if incoming.mapping is None:
            continue
        seen = importers.preview_columns(incoming.path, incoming.title)
        if incoming.mapping != seen.mapping:
            mappings.remember(case.folder.parent, seen.columns, incoming.mapping.to_dict(), incoming.title)


def entry_of(incoming: Incoming, digest: str, importer: str, why: str) -> FileEntry:
    """What the accounting knows of a file before its first record is read."""
    mapping = json.dumps(incoming.mapping.to_dict()) if incoming.mapping else ""
    about = (incoming.title, digest, incoming.path.stat().st_size, importer, why, incoming.zone or "", mapping)
    entry = FileEntry(*about, packed_in=incoming.packed_in)
    entry.query, entry.collected_on = incoming.query.strip()[:MOST_QUERY], day_of(incoming.collected_on)
    if incoming.breaks_off:
        entry.degradations[packed.BREAKS_OFF] += 1
    return entry


def day_of(text: str) -> str:
    """A day written as ISO 8601, or nothing; a CaseError where it is no day."""
    if not text.strip():
        return ""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        what = _("“{text}” is no day of the calendar.").format(text=text)
        raise CaseError(what, remedy=_("Write the day of the collection like 2020-02-28.")) from error


def _met_before(case: Case, path: Path) -> tuple[str, str]:
    """The hash of the file where the case holds one of its size, and the name of that file where it is the same."""
    if not case.build:
        return "", ""
    store = open_store(case.store_path)
    try:
        if not holds_file_of_size(store, path.stat().st_size):
            return "", ""
        digest = sha256_of(path)
        return digest, file_of_hash(store, digest) or ""
    finally:
        store.close()


def batches(incoming: Incoming, meter: Meter) -> Iterator[Batch]:
    """Batches of the file, each told to the meter."""
    step = _("Reading {file}").format(file=incoming.title)
    options = {"importer": incoming.importer, "mapping": incoming.mapping, "zone": incoming.zone}
    read = importers.read(incoming.path, incoming.title, **options)  # type: ignore[arg-type]
    return meter.measured(step, incoming.path.stat().st_size, read)


def keep_source(case: Case, incoming: Incoming, entry: FileEntry) -> Path:
    """The copy in the case of the file as it came: the packed one where it was packed."""
    if incoming.packed is None:
        return reserve.keep_source(case.folder, incoming.path, entry.sha256, incoming.title, incoming.copied)
    return reserve.keep_source(case.folder, incoming.packed, incoming.packed_in, _name_of_packed(incoming))


def _name_of_packed(incoming: Incoming) -> str:
    return incoming.title.split("/", 1)[0]


def kept_files(case: Case, rows: Sequence[dict[str, Any]], room: Path, progress: Progress) -> list[Incoming]:
    """The kept copy of each file that the accounting names, unpacked where it came packed."""
    inside: dict[str, dict[str, Incoming]] = {}
    found: list[Incoming] = []
    for row in rows:
        box = row.get("packed_in") or ""
        kept = reserve.source_of(case.folder, box or row["sha256"])
        if kept is None:
            raise _missing(row)
        if box and box not in inside:
            inside[box] = _members(kept, room, progress)
        mapping = Mapping.from_dict(json.loads(row["mapping"])) if row["mapping"] else None
        query, day = str(row.get("query") or ""), str(row.get("collected_on") or "")
        zone = str(row["zone_rule"]) or None
        decided = Incoming(kept, str(row["name"]), str(row["format"]), mapping, zone, query, day)
        found.append(_member_again(decided, inside[box], row) if box else decided)
    return found


def _members(kept: Path, room: Path, progress: Progress) -> dict[str, Incoming]:
    parts = [part for part in unpacked(Incoming(kept), room, progress) if isinstance(part, Incoming)]
    return {sha256_of(part.path): part for part in parts}


def _member_again(decided: Incoming, members: dict[str, Incoming], row: dict[str, Any]) -> Incoming:
    part = members.get(str(row["sha256"]))
    if part is None:
        raise _missing(row)
    return replace(decided, path=part.path, packed=part.packed, packed_in=part.packed_in, breaks_off=part.breaks_off)


def _missing(row: dict[str, Any]) -> CaseError:
    return CaseError(
        _("The kept copy of this file is missing."),
        file=str(row["name"]),
        remedy=_("Make the demo case again, or import the file once more."),
    )


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
