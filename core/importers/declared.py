"""What the formats that are tables share: recognised by the names of their columns, read through a fixed mapping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa

from core.importers.base import Match, Sample, Source, take_sample
from core.importers.columnar import TableReader
from core.importers.mapping import Mapping
from core.importers.table import read_table
from core.model import Batch

_NAIVE = re.compile(r"^\s*\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*$")


def matched(sample: Sample, name: str, needed: Iterable[str], why: str, confidence: float = 0.95) -> Match | None:
    """The match where the table has all the columns needed, in whatever order and beside whatever others."""
    return Match(name, confidence, why) if set(needed) <= set(sample.columns) else None


def read_mapped(source: Source, mapping: Mapping, **options: Any) -> Iterator[Batch]:  # noqa: ANN401 - of TableReader
    """Batches of the table; the zone is the reporter's, for clock times that name none."""
    reader = TableReader(replace(mapping, zone=mapping.zone or source.zone), **options)
    return read_table(source, take_sample(source.path, source.name), reader)


def first_present(columns: Iterable[str], *names: str) -> str | None:
    """The first of the names that the table has."""
    there = set(columns)
    return next((name for name in names if name in there), None)


def with_column(table: pa.Table, name: str, values: pa.Array | list[Any]) -> pa.Table:
    """The table with one more column, or with that column replaced."""
    array = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values, pa.string())
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, array)
    return table.append_column(name, array)


def column_list(table: pa.Table, name: str) -> list[str]:
    """The cells of a column as text, empty where the table does not have it."""
    if name not in table.column_names:
        return [""] * table.num_rows
    return [cell or "" for cell in table[name].cast(pa.string()).to_pylist()]


def as_utc(cells: list[str]) -> list[str]:
    """Clock times that a tool documents as UTC, saying so; dates alone and epochs stay as they are.

    >>> as_utc(["2020-02-07 16:00:00", "2020-02-07", "1581091200"])
    ['2020-02-07 16:00:00Z', '2020-02-07', '1581091200']
    """
    return [f"{cell.strip()}Z" if _NAIVE.search(cell) else cell for cell in cells]


def note(lost: Counter[str], name: str, count: int) -> None:
    """Count what was kept with a loss, unless nothing was."""
    if count:
        lost[name] += count
