"""Tables as text: which dialect a CSV file is written in, and its rows one by one."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DELIMITERS = ",;\t|"
COLUMN_LIMIT = 2_000
FIELD_LIMIT = 1_000_000
#: Spreadsheet programs write and hide such a first line.
_NAMED_DELIMITER = re.compile(r'"?sep=([,;\t|])"?\s*$')


class TableError(ValueError):
    """The file cannot be read as a table; the message says why."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written; ``note`` says what had to be guessed."""

    delimiter: str
    encoding: str
    note: str = ""


@dataclass(slots=True)
class Row:
    """One record: its row as a spreadsheet program counts it (header is 1), its cells, what is wrong with it."""

    number: int
    cells: list[str]
    end: int
    fault: str = ""


def sniff_dialect(head: bytes, size: int) -> Dialect:
    """The encoding (by byte order mark, then UTF-8, then Windows-1251) and the delimiter of the header."""
    encoding, note = _encoding(head, is_whole=len(head) >= size)
    text = head.decode(encoding, "replace")
    header = text.lstrip("\ufeff").lstrip().split("\n", 1)[0]
    named = _NAMED_DELIMITER.match(header)
    delimiter = named.group(1) if named else max(DELIMITERS, key=lambda sign: _columns_with(header, sign))
    return Dialect(delimiter, encoding, note)


def _columns_with(header: str, delimiter: str) -> int:
    return len(next(csv.reader([header], delimiter=delimiter), []))


def _encoding(head: bytes, *, is_whole: bool) -> tuple[str, str]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "read as UTF-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=is_whole)
    except UnicodeDecodeError:
        return "cp1251", "read as Windows-1251, because it is not UTF-8"
    return "utf-8-sig", ""


def _lines(path: Path, encoding: str, position: list[int]) -> Iterator[str]:
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, "replace", newline="") as text:
        for line in text:
            position[0] = raw.tell()
            yield line.replace("\x00", "")


def table_rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    """The header row and then each record that is not blank; a field over 1 MB is a fault."""
    csv.field_size_limit(FIELD_LIMIT)
    position, number, width = [0], 0, 0
    reader = csv.reader(_lines(path, dialect.encoding, position), delimiter=dialect.delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Row(number, [], position[0], f"not a readable row: {error}")
            continue
        if not number and cells[:1] == ["sep="]:
            continue
        if any(cell.strip() for cell in cells):
            number += 1
            width = width or len(cells)
            fault = "" if len(cells) <= width else f"{len(cells)} cells where the header has {width}"
            yield Row(number, cells, position[0], fault)


def first_rows(path: Path, dialect: Dialect, count: int) -> tuple[list[str], list[list[str]]]:
    """The column names and the first records, each as long as the header."""
    rows = table_rows(path, dialect)
    header = next(rows, None)
    if header is None or header.fault:
        raise TableError("no header row")
    columns = column_names(header.cells)
    records = []
    for row in rows:
        if not row.fault:
            records.append(padded(row.cells, len(columns)))
        if len(records) >= count:
            break
    return columns, records


def column_names(cells: list[str]) -> list[str]:
    """The header with blank names filled and repeated names numbered."""
    if len(cells) > COLUMN_LIMIT:
        raise TableError(f"{len(cells)} columns, more than {COLUMN_LIMIT}")
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = cell.strip() or f"column {place}"
        while name in names:
            name += "_2"
        names.append(name)
    return names


def padded(cells: list[str], width: int) -> list[str]:
    """The cells, filled up with empty ones."""
    return cells + [""] * (width - len(cells))
