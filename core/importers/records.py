"""JSON records as a table: objects flattened to columns, for the guided mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from core.importers.collector import Collector
from core.importers.documents import dicts_in
from core.importers.jsonfile import BadRecordError, Entry, parse, without_types
from core.importers.tabular import COLUMN_LIMIT
from core.importers.texts import cleaned

DEPTH = 3
SHOWN_ROWS = 50
#: Keys under which programs keep a list of records, beside facts about the list.
_LISTS = ("data", "posts", "items", "results", "records", "tweets", "rows", "comments", "videos")
_VALUES = msgspec.json.Decoder()


def records_of(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """The records that an object lists, or the object itself."""
    if not isinstance(value, dict):
        return []
    inner = value.get("data")
    if isinstance(inner, dict) and any(dicts_in(inner.get(name)) for name in _LISTS):
        return records_of(inner)
    lists = [found for name in _LISTS if (found := dicts_in(value.get(name)))]
    is_record = any(name in value for name in ("id", "text", "created_at", "date"))
    return lists[0] if len(lists) == 1 and not is_record else [value]


def flat(value: dict[str, Any], prefix: str = "", depth: int = DEPTH) -> dict[str, str | None]:
    """Cells by column; objects inside the record give columns such as ``user.name``.

    >>> flat({"id": 7, "user": {"name": "A"}, "tags": ["x", "y"], "at": None})
    {'id': '7', 'user.name': 'A', 'tags': 'x, y', 'at': None}
    """
    cells: dict[str, str | None] = {}
    for key, item in value.items():
        if isinstance(item, dict) and item and depth > 1:
            cells |= flat(item, f"{prefix}{key}.", depth - 1)
        else:
            cells[prefix + key] = cell_of(item)
    return cells


def cell_of(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The value as the text of a cell."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, int | float) else msgspec.json.encode(value).decode()


def record_columns(objects: list[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """The columns of the first records and their cells as text; nothing where there are too many columns."""
    records = [record for value in objects for record in records_of(value)][:SHOWN_ROWS]
    rows = [flat(cleaned(without_types(record))) for record in records]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if len(columns) > COLUMN_LIMIT:
        return [], []
    return columns, [[row.get(name) or "" for name in columns] for row in rows]


def readers_of(columns: list[str]) -> list[Callable[[dict[str, Any]], str | None]]:
    """For each column a function from a record to its cell."""
    return [_reader(name) for name in columns]


def _reader(name: str) -> Callable[[dict[str, Any]], str | None]:
    steps = name.split(".")

    def read(record: dict[str, Any]) -> str | None:
        if name in record:
            return cell_of(record[name])
        value: Any = record
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        return cell_of(value)

    return read


def record_cells(
    entry: Entry, readers: list[Callable[[dict[str, Any]], str | None]], collector: Collector
) -> Iterator[list[str | None]]:
    """The cells of each record of an entry, in the order of the readers."""
    if entry.fault:
        raise BadRecordError(entry.fault)
    value = parse(entry.raw, _VALUES, collector)
    if not isinstance(value, dict):
        raise BadRecordError("not a record: no object")
    for record in records_of(value):
        plain = without_types(record) if b'"$' in entry.raw else record
        yield [read(plain) for read in readers]
