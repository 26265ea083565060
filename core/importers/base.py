"""What an importer is, what it sees when it is asked to recognise a file, and what it reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from core.importers.collector import Collector
from core.importers.dialects import bare_utf16
from core.importers.jsonfile import BOM, LINE_LIMIT, array_starts, elements, is_too_deep
from core.importers.mapping import Mapping
from core.importers.sheets import is_workbook
from core.importers.tabular import COLUMN_LIMIT, Dialect, TableError, first_rows, sniff_dialect
from core.model import Batch

__all__ = ["Collector", "Importer", "Mapping", "Match", "Sample", "Source", "take_sample"]

HEAD_BYTES = 256 << 10
SAMPLE_OBJECTS = 20
#: Keys under which an export keeps its posts, and the layout that this makes.
CONTAINERS = ("statuses", "messages")
#: Keys of lists in answers of interfaces; used only where the answer cannot be read as a whole.
LISTS = ("feed", "posts", "items", "records", "data")


@dataclass(frozen=True)
class Match:
    """An importer that recognises a file, how surely (0 to 1) and why, in words for the screen."""

    importer: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Sample:
    """The beginning of a file. ``layout`` is lines, array, document, table, parquet, workbook or nothing.

    ``objects`` are the first JSON objects, ``columns`` and ``rows`` the first cells of a table, as text.
    ``container`` is the key under which a document keeps its posts.
    """

    path: Path
    name: str
    size: int
    head: bytes
    layout: str = ""
    objects: list[dict[str, Any]] = field(default_factory=list)
    container: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    dialect: Dialect | None = None
    problem: str = ""


@dataclass(frozen=True)
class Source:
    """A file to be read, with what the reporter decided about it."""

    path: Path
    name: str
    zone: str | None = None
    mapping: Mapping | None = None

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size


class Importer(Protocol):
    """A module of this package that recognises and reads one format."""

    NAME: str
    TITLE: str

    def sniff(self, sample: Sample) -> Match | None:
        """The match, or None if the file is something else."""
        ...

    def read(self, source: Source) -> Iterator[Batch]:
        """Batches of some tens of thousands of records."""
        ...


def take_sample(path: Path, name: str | None = None) -> Sample:
    """What the beginning of the file shows, whatever its name says."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    size, shown = path.stat().st_size, name or path.name
    if head.startswith(b"PAR1"):
        return _parquet_sample(path, shown, size, head)
    if is_workbook(path):
        return Sample(path, shown, size, head, "workbook")
    opening = head.removeprefix(BOM).lstrip()[:1]
    if opening in (b"{", b"["):
        return _json_sample(path, shown, size, head)
    return _table_sample(path, shown, size, head)


def _parquet_sample(path: Path, name: str, size: int, head: bytes) -> Sample:
    try:
        file = pq.ParquetFile(path)
        first = next(file.iter_batches(batch_size=50), None)
    except (pa.ArrowException, OSError) as error:
        return Sample(path, name, size, head, "parquet", problem=str(error).splitlines()[0])
    columns = list(file.schema_arrow.names)
    if len(columns) > COLUMN_LIMIT:
        problem = f"{len(columns)} columns, more than {COLUMN_LIMIT}"
        return Sample(path, name, size, head, problem=problem)
    records = first.to_pylist() if first is not None else []
    rows = [["" if row[c] is None else str(row[c]) for c in columns] for row in records]
    return Sample(path, name, size, head, "parquet", columns=columns, rows=rows)


def _table_sample(path: Path, name: str, size: int, head: bytes) -> Sample:
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not bare_utf16(head):
        if head.count(0) > len(head) // 100:
            return Sample(path, name, size, head)
        head = head.replace(b"\x00", b"")  # as the reader does: a few stray ones are damage, not another kind of file
    dialect = sniff_dialect(head, size)
    try:
        columns, rows = first_rows(path, dialect, 50)
    except TableError as error:
        return Sample(path, name, size, head, problem=str(error))
    if len(columns) < 2:
        return Sample(path, name, size, head)
    return Sample(path, name, size, head, "table", columns=columns, rows=rows, dialect=dialect)


def _json_sample(path: Path, name: str, size: int, head: bytes) -> Sample:
    found = _line_objects(path, head)
    if found:
        container = _container_of(found[0]) if len(found) == 1 else ""
        objects = _objects_in(head, container) if container else found
        return Sample(path, name, size, head, "document" if container else "lines", objects, container)
    if head.removeprefix(BOM).lstrip().startswith(b"["):
        objects = _objects_in(head, "") or (_objects_in(_longer(path), "") if size > len(head) else [])
        return Sample(path, name, size, head, "array", objects)
    for key in CONTAINERS:
        if any(array_starts(head, key)):
            return Sample(path, name, size, head, "document", _objects_in(head, key), key)
    whole = _object(path.read_bytes()) if size <= LINE_LIMIT else None
    if whole:
        return Sample(path, name, size, head, "document", [whole])
    for key in LISTS:  # a page that is cut off or too long to be read at once: its records one by one
        if objects := _objects_in(head, key):
            return Sample(path, name, size, head, "document", objects, key)
    return Sample(path, name, size, head)


def _longer(path: Path) -> bytes:
    """As much of a file as one record may be: an array of whole answers shows none of them in its head."""
    with path.open("rb") as file:
        return file.read(LINE_LIMIT)


def _container_of(value: dict[str, Any]) -> str:
    if isinstance(value.get("chats"), dict):
        return "messages"
    return next((key for key in CONTAINERS if isinstance(value.get(key), list)), "")


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(raw.removeprefix(BOM).decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and not is_too_deep(raw) else None


def _line_objects(path: Path, head: bytes) -> list[dict[str, Any]]:
    found = _objects_of(head.splitlines()[: SAMPLE_OBJECTS * 5])
    if not found and len(head) == HEAD_BYTES and not head.removeprefix(BOM).lstrip().startswith(b"["):
        with path.open("rb") as file:  # one page of twarc2 alone may be longer than the head
            found = _objects_of([file.readline(LINE_LIMIT) for _line in range(3)])
    return found


def _objects_of(lines: list[bytes]) -> list[dict[str, Any]]:
    found = (_object(line) for line in lines if line.removeprefix(BOM).startswith(b"{"))
    return [value for value in found if value][:SAMPLE_OBJECTS]


def _objects_in(head: bytes, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for start in array_starts(head, key):
        for entry in elements(head, start):
            value = None if entry.fault else _object(bytes(entry.raw))
            if value is not None:
                found.append(value)
            if len(found) >= SAMPLE_OBJECTS:
                return found
    return found
