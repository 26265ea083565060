"""Links, hashtags and mentions that stand in the text itself, for tables that list none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.importers.texts import domain
from core.model import BATCH_SCHEMAS

_TAG = re.compile(r"(?:^|[^\w&/])#(\w*[^\W\d]\w*)")
_MENTION = re.compile(r"(?:^|[^\w/@.])@(\w{2,30})\b")
# t.co names no target: such a link says nothing that the text does not say.
_LINK = re.compile(r"https?://(?!t\.co/)[^\s\"'<>«»]+[^\s\"'<>«».,;:!?)…]")


def entity_tables(
    platforms: pa.Array, ids: pa.Array, texts: pa.Array, *, leave_out: Iterable[str] = ()
) -> dict[str, pa.Table]:
    """Tables of links, tags and mentions found in the texts, without those that the file states itself."""
    found = {"tags": ("#", _tags), "mentions": ("@", _mentions), "links": ("http", _links)}
    return {
        name: _table(name, platforms, ids, texts, sign, find)
        for name, (sign, find) in found.items()
        if name not in leave_out
    }


def _table(name: str, platforms: pa.Array, ids: pa.Array, texts: pa.Array, sign: str, find: Any) -> pa.Table:  # noqa: ANN401
    has_sign = pc.fill_null(pc.match_substring(texts, sign), False)
    picked = (column.filter(has_sign).to_pylist() for column in (platforms, ids, texts))
    rows = [
        (platform, post_id, *found) for platform, post_id, text in zip(*picked, strict=True) for found in find(text)
    ]
    schema = BATCH_SCHEMAS[name]
    if not rows:
        return schema.empty_table()
    columns = zip(*dict.fromkeys(rows), strict=True)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _tags(text: str) -> Iterable[tuple[str]]:
    return [(tag,) for tag in _TAG.findall(text)]


def _mentions(text: str) -> Iterable[tuple[None, str]]:
    return [(None, handle) for handle in _MENTION.findall(text)]


def _links(text: str) -> Iterator[tuple[str, str, str | None]]:
    for url in _LINK.findall(text):
        yield url, url, domain(url)
