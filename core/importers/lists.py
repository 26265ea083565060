"""Lists inside cells: hashtags, links, mentions and media that a table states, in whatever way it joins them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

from core.importers.cells import text_column
from core.importers.mapping import Mapping
from core.importers.texts import cleaned, domain
from core.model import BATCH_SCHEMAS

_CELL_LIMIT = 100_000
_ITEMS_LIMIT = 500
_PARTS = re.compile(r"[\s,;|]+")
_URLS = re.compile(r"[|\s]+|,(?=https?://)")
_TAG_KEYS = ("tag", "text", "name")
_HANDLE_KEYS = ("username", "screen_name", "handle", "name")
_URL_KEYS = ("expanded_url", "unwound_url", "url", "media_url_https", "media_url")


def listed(cell: str, *, urls: bool = False) -> list[Any]:
    """The items of a cell: JSON, a list as Python prints it, ``[a, b]``, or words between | , ; and spaces.

    >>> listed('["#a", "#b"]'), listed("['a']"), listed("[a, b]"), listed("a|b"), listed("[]")
    (['#a', '#b'], ['a'], ['a', 'b'], ['a', 'b'], [])
    """
    cell = cell[:_CELL_LIMIT]
    if cell[:1] in "[{":
        value = _literal(cell)
        if isinstance(value, list | tuple):
            return list(value)[:_ITEMS_LIMIT]
        if isinstance(value, dict):
            return [value]
        cell = cell.strip("[]")
    parts = (_URLS if urls else _PARTS).split(cell)
    return [part.strip("'\"") for part in parts if part.strip("'\"# @")][:_ITEMS_LIMIT]


def _literal(cell: str) -> Any:  # noqa: ANN401
    for reader in (json.loads, ast.literal_eval):
        try:
            return reader(cell)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
    return None


def _text_of(item: Any, keys: tuple[str, ...]) -> str | None:  # noqa: ANN401
    if isinstance(item, dict):
        item = next((item[key] for key in keys if isinstance(item.get(key), str)), None)
    return item.strip() or None if isinstance(item, str) else None


def stated_entities(
    table: pa.Table, mapping: Mapping, platforms: pa.Array, ids: pa.Array, keep: pa.Array
) -> dict[str, pa.Table]:
    """Tables of tags, links, mentions and media for the columns that the mapping names and the table has."""
    found: dict[str, pa.Table] = {}
    readers: dict[str, Callable[..., Iterator[tuple[Any, ...]]]] = {
        "tags": _tags, "links": _links, "mentions": _mentions, "media": _media,
    }  # fmt: skip
    for name, reader in readers.items():
        column = getattr(mapping, name) or (mapping.mention_ids if name == "mentions" else None)
        if column is None or column not in table.column_names:
            continue
        ids_alone = name == "mentions" and mapping.mentions is None
        others = text_column(table, mapping.mention_ids if name == "mentions" and not ids_alone else None)
        arrays = (platforms, ids, text_column(table, column), others)
        reader = _mention_ids if ids_alone else reader
        rows = zip(*(array.filter(keep).to_pylist() for array in arrays), strict=True)
        found[name] = _table(name, rows, reader)
    return found


def _table(name: str, rows: Iterator[tuple[Any, ...]], reader: Callable[..., Iterator[tuple[Any, ...]]]) -> pa.Table:
    schema = BATCH_SCHEMAS[name]
    made = dict.fromkeys(
        (platform, post_id, *item) for platform, post_id, cell, more in rows if cell for item in reader(cell, more)
    )
    if not made:
        return schema.empty_table()
    columns = zip(*made, strict=True)
    # Lists in cells are JSON of their own, where half surrogates hide.
    arrays = [pa.array(cleaned(list(column)), kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _tags(cell: str, _more: str | None) -> Iterator[tuple[str]]:
    for item in listed(cell):
        tag = (_text_of(item, _TAG_KEYS) or "").lstrip("#＃")
        if tag:
            yield (tag,)


def _links(cell: str, _more: str | None) -> Iterator[tuple[str | None, str | None, str | None]]:
    for item in listed(cell, urls=True):
        url = _text_of(item, _URL_KEYS)
        if url and domain(url):
            raw = item.get("url") if isinstance(item, dict) else url
            yield (raw if isinstance(raw, str) else url), url, domain(url)


def _mentions(cell: str, more: str | None) -> Iterator[tuple[str | None, str | None]]:
    items = listed(cell)
    ids = listed(more) if more else []
    for place, item in enumerate(items):
        stated = item.get("id_str", item.get("id")) if isinstance(item, dict) else None
        beside = ids[place] if len(ids) == len(items) else None
        account_id = str(stated or beside) if (stated or beside) else None
        handle = (_text_of(item, _HANDLE_KEYS) or "").lstrip("@") or None
        if handle or account_id:
            yield account_id, handle


def _mention_ids(cell: str, _more: str | None) -> Iterator[tuple[str, None]]:
    for item in listed(cell):
        if isinstance(item, str | int):
            yield str(item), None


def _media(cell: str, _more: str | None) -> Iterator[tuple[str | None, str | None, str | None]]:
    for item in listed(cell, urls=True):
        url = _text_of(item, _URL_KEYS)
        kind, key = (item.get("type"), item.get("media_key")) if isinstance(item, dict) else (None, None)
        if url and domain(url) or isinstance(key, str):
            yield (kind if isinstance(kind, str) else None), url, (key if isinstance(key, str) else None)
