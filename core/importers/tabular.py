"""Tables as text: the records of a CSV file, stretch by stretch."""

from __future__ import annotations

import csv
import gc
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from core.importers.dialects import ESCAPED_QUOTE, NAMED_DELIMITER, Dialect, sniff_dialect

__all__ = ["Dialect", "Row", "Stretch", "TableError", "TableFile", "column_names", "first_rows", "sniff_dialect"]

COLUMN_LIMIT = 2_000
FIELD_LIMIT = 1_000_000
#: Comes after the last line: where it stands in a cell, the file ended inside quotes.
_END = "\x1c\x1cend\x1c\x1c"


class TableError(ValueError):
    """The file cannot be read as a table; the message says why."""


@dataclass(slots=True)
class Row:
    """A record that could not be read: its row as a spreadsheet program counts it, its cells, what is wrong."""

    number: int
    cells: list[str]
    fault: str


@dataclass(slots=True)
class Stretch:
    """Some records, each as long as the header, with their row numbers; what was bad, short or cut; bytes read."""

    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    bad: list[Row] = field(default_factory=list)
    short: int = 0
    is_cut: bool = False
    end: int = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Half a million lists and texts, none of them in a circle: looking for circles takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _WithoutNuls(io.RawIOBase):
    """The bytes of a file without NULs."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while data := self._file.read(len(view)):
            kept = data.replace(b"\x00", b"")
            if kept:
                view[: len(kept)] = kept
                return len(kept)
        return 0

    def close(self) -> None:
        self._file.close()
        super().close()

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._file.tell()


class TableFile:
    """An open CSV file: ``columns`` are the names of its header, ``stretches`` its records. Close it."""

    def __init__(self, path: Path, dialect: Dialect) -> None:
        csv.field_size_limit(FIELD_LIMIT)
        self._wide = dialect.encoding.startswith("utf-16")
        self._raw = path.open("rb") if self._wide else _WithoutNuls(path)
        buffered = self._raw if self._wide else io.BufferedReader(self._raw, 1 << 18)  # type: ignore[type-var]
        self._text = io.TextIOWrapper(buffered, dialect.encoding, "replace", newline="")  # type: ignore[type-var]
        lines: Iterable[str] = (line.replace("\x00", "") for line in self._text) if self._wide else self._text
        if dialect.backslash:
            lines = (ESCAPED_QUOTE.sub('""', line) for line in lines)
        self._lines = chain(lines, [_END])
        self._reader = csv.reader(self._lines, delimiter=dialect.delimiter)
        self._number, self._is_over = 0, False
        self.columns = column_names(self._header(dialect))

    def _header(self, dialect: Dialect) -> list[str]:
        if dialect.header_delimiter:
            self._number = 1
            return next(csv.reader(self._lines, delimiter=dialect.header_delimiter))
        above = 0
        while True:
            try:
                cells = next(self._reader)
            except (StopIteration, csv.Error) as error:
                raise TableError("no header row") from error
            if cells == [_END]:
                raise TableError("no header row")
            is_hint = not self._number and (cells[:1] == ["sep="] or NAMED_DELIMITER.match(",".join(cells)))
            if is_hint:  # a spreadsheet program hides this line
                continue
            self._number += 1
            above += any(cell.strip() for cell in cells)
            if above > dialect.preamble:
                return cells

    def stretches(self, most: int) -> Iterator[Stretch]:
        """The records that are not blank, at most so many at a time."""
        while not self._is_over:
            with uncollected():
                rows, faults = self._take(most)
            stretch = Stretch(end=self._raw.tell() if self._wide else self._raw.position)  # type: ignore[union-attr]
            if rows and rows[-1] and rows[-1][-1].endswith(_END):
                self._end(rows, stretch)
            self._sort(rows, faults, stretch)
            yield stretch

    def _take(self, most: int) -> tuple[list[list[str]], dict[int, str]]:
        """Records as they come; a place in ``faults`` is one that could not be read."""
        rows: list[list[str]] = []
        faults: dict[int, str] = {}
        while len(rows) < most:
            try:
                rows.extend(islice(self._reader, most - len(rows)))
            except csv.Error as error:
                faults[len(rows)] = f"not a readable row: {error}"
                rows.append([])
            else:
                self._is_over = len(rows) < most
                break
        return rows, faults

    def _end(self, rows: list[list[str]], stretch: Stretch) -> None:
        self._is_over = True
        if rows[-1] == [_END]:
            rows.pop()
        else:
            rows[-1][-1] = rows[-1][-1].removesuffix(_END)
            stretch.is_cut = True

    def _sort(self, rows: list[list[str]], faults: dict[int, str], stretch: Stretch) -> None:
        width = len(self.columns)
        if not faults and set(map(len, rows)) <= {width} and all(row[0] or any(map(str.strip, row)) for row in rows):
            stretch.rows, first = rows, self._number + 1
            self._number += len(rows)
            stretch.numbers = list(range(first, self._number + 1))
            return
        for place, cells in enumerate(rows):
            self._sort_one(cells, faults.get(place, ""), width, stretch)

    def _sort_one(self, cells: list[str], fault: str, width: int, stretch: Stretch) -> None:
        self._number += 1
        if not fault and not any(map(str.strip, cells)):
            return
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            del cells[width:]  # empty cells that a spreadsheet program adds on the right
        if not fault and len(cells) > width:
            fault = f"{len(cells)} cells where the header has {width}"
        if fault:
            stretch.bad.append(Row(self._number, cells, fault))
            return
        stretch.short += len(cells) < width
        stretch.rows.append(padded(cells, width))
        stretch.numbers.append(self._number)

    def close(self) -> None:
        """Close the file."""
        self._text.close()


def first_rows(path: Path, dialect: Dialect, count: int) -> tuple[list[str], list[list[str]]]:
    """The column names and the first records, each as long as the header."""
    file = TableFile(path, dialect)
    try:
        records: list[list[str]] = []
        for stretch in file.stretches(count):
            records += stretch.rows
            if len(records) >= count:
                break
        return file.columns, records[:count]
    finally:
        file.close()


def column_names(cells: list[str]) -> list[str]:
    """The header with blank names filled and repeated names numbered."""
    if len(cells) > COLUMN_LIMIT:
        raise TableError(f"{len(cells)} columns, more than {COLUMN_LIMIT}")
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, 1):
        name = cell.strip() or f"column {place}"
        while name in taken:
            name += "_2"
        names.append(name)
        taken.add(name)
    return names


def padded(cells: list[str], width: int) -> list[str]:
    """The cells, filled up with empty ones."""
    return cells + [""] * (width - len(cells))
