"""The snapshot of Union Metrics (TweetReach): several tables in one CSV, one of them of posts, all times UTC.

Its numbers of reach and impressions are estimates made of followers; they are not views and are not taken over.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from core.i18n import _
from core.importers.base import Match, Sample, Source
from core.importers.columnar import TableReader
from core.importers.declared import as_utc
from core.importers.dialects import sniff_dialect
from core.importers.mapping import Mapping, squeezed
from core.importers.table import ROWS_PER_BATCH, empty_batch
from core.importers.tabular import FIELD_LIMIT
from core.importers.texts import raw_text
from core.model import BATCH_SCHEMAS, Batch

NAME = "union-metrics"
TITLE = "Union Metrics / TweetReach snapshot"
HEAD_BYTES = 256 << 10
OTHER_TABLES = "row of the snapshot's other tables (summary, activity, contributors), not a post"
BEYOND = "post that the snapshot's own summary counts beyond its table of posts"
_POSTS = {"id", "screenname", "text"}
_OTHERS = ({"screenname", "impressions"}, {"mentions", "retweets"}, {"regular"}, {"contributors"}, {"hour"}, {"day"})
_TIMES = ("time", "date", "createdat")
_FIELDS = {
    "post_id": ("id", "tweetid"), "handle": ("screenname",), "text": ("text",), "name": ("name", "username"),
    "shares": ("retweets", "retweetcount"), "replies": ("replies",), "likes": ("favorites", "likes"),
    "followers": ("followers", "followercount"), "kind": ("type", "tweettype"), "url": ("url", "link"),
}  # fmt: skip


def sniff(sample: Sample) -> Match | None:
    """The match where a table of posts stands in the same file as the summary tables of a snapshot."""
    if sample.layout not in ("", "table") or b"\x00" in sample.head[:1000]:
        return None
    parts = Parts()
    for cells in _records(sample.path, sample.head, sample.size, HEAD_BYTES):
        if isinstance(cells, Unreadable):
            return None
        parts.take(cells)
    if not parts.header or not parts.tables:
        return None
    return Match(NAME, 0.97, _("Several tables in one file, as in the snapshot of Union Metrics; one is of posts."))


@dataclass
class Parts:
    """What of a snapshot was met so far; ``take`` says whether a record is a post."""

    header: list[str] = field(default_factory=list)
    tables: int = 0
    other_rows: int = 0
    counted: int = 0
    is_posts: bool = False

    def take(self, cells: list[str]) -> bool:
        """True where the record belongs to the table of posts."""
        filled = [cell for cell in cells if cell.strip()]
        names = {squeezed(cell) for cell in filled}
        if names >= _POSTS and any(name.startswith(_TIMES) for name in names):
            self.header, self.is_posts = [squeezed(cell) for cell in cells], True
            return False
        if any(names >= other for other in _OTHERS):
            self.tables, self.is_posts = self.tables + 1, False
            return False
        if len(filled) <= 1:
            self.is_posts = self.is_posts and len(filled) == 1 and bool(cells[0].strip()) and cells[0].strip().isdigit()
            return False
        if not self.is_posts:
            self._other(cells)
        return self.is_posts

    def _other(self, cells: list[str]) -> None:
        self.other_rows += 1
        name, value = squeezed(cells[0]), cells[1].replace(",", "").strip()
        if name in ("tweets", "totaltweets") and value.isdigit() and not self.header:
            self.counted = int(value)
            self.tables += 1


class Unreadable(list[str]):
    """A record that the csv module refuses, such as one with a cell over the limit; its only cell says why."""


def _records(path: Path, head: bytes, size: int, most: int | None = None) -> Iterator[list[str]]:
    csv.field_size_limit(FIELD_LIMIT)
    dialect = sniff_dialect(head, size)
    sign = max(",;\t", key=lambda one: head.count(one.encode()))
    with path.open(encoding=dialect.encoding, errors="replace", newline="") as file:
        lines = file if most is None else iter(file.read(most).splitlines(keepends=True))
        records = csv.reader((line.replace("\x00", "") for line in lines), delimiter=sign)
        while True:
            try:
                yield next(records)
            except StopIteration:
                return
            except csv.Error as error:
                yield Unreadable([str(error)])


def read(source: Source) -> Iterator[Batch]:
    """Batches of the table of posts; the rows of the other tables are counted and left out."""
    with source.path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    parts, rows, bad, numbers, total = Parts(), [], [], [], 0
    reader: TableReader | None = None
    for number, cells in enumerate(_records(source.path, head, source.size), 1):
        if isinstance(cells, Unreadable):
            if parts.is_posts:
                bad.append((number, f"not a readable row: {cells[0]}", ""))
            else:
                parts.other_rows += 1
            continue
        if not parts.take(cells):
            continue
        reader = reader or TableReader(_mapping(parts.header))
        if len(cells) > len(parts.header):
            bad.append((number, f"{len(cells)} cells where the header has {len(parts.header)}", ",".join(cells)))
            continue
        rows.append(cells + [""] * (len(parts.header) - len(cells)))
        numbers.append(number)
        if len(rows) >= ROWS_PER_BATCH:
            total += len(rows)
            yield reader.batch(_table(parts.header, rows), np.array(numbers), 0)
            rows, numbers = [], []
    yield _last(parts, reader, rows, numbers, bad, source.size, total + len(rows))


def _last(
    parts: Parts,
    reader: TableReader | None,
    rows: list[list[str]],
    numbers: list[int],
    bad: list[tuple[int, str, str]],
    size: int,
    total: int,
) -> Batch:
    batch = reader.batch(_table(parts.header, rows), np.array(numbers), size) if reader and rows else empty_batch(size)
    rejects = {
        "line": [row[0] for row in bad],
        "reason": [row[1] for row in bad],
        "raw": [raw_text(row[2]) for row in bad],
    }
    more = pa.table(rejects, schema=BATCH_SCHEMAS["rejects"])
    batch.tables["rejects"] = pa.concat_tables([batch.tables["rejects"], more])
    batch.records += len(bad)
    counts = {OTHER_TABLES: parts.other_rows, BEYOND: max(0, parts.counted - total - len(bad)) if parts.counted else 0}
    batch.degradations += Counter(counts)
    return batch


def _table(header: list[str], rows: list[list[str]]) -> pa.Table:
    names = [name or f"column {place}" for place, name in enumerate(header)]
    # A header that a damaged file repeats may be wider or narrower than the one before.
    level = [cells[: len(names)] + [""] * (len(names) - len(cells)) for cells in rows]
    columns = [list(cells) for cells in zip(*level, strict=True)]
    at = header.index(_time_of(header))
    columns[at] = as_utc(columns[at])
    return pa.Table.from_arrays([pa.array(cells, pa.string()) for cells in columns], names=names)


def _time_of(header: list[str]) -> str:
    return next(name for name in header if name.startswith(_TIMES))


def _mapping(header: list[str]) -> Mapping:
    found = {name: next((one for one in names if one in header), None) for name, names in _FIELDS.items()}
    return Mapping.from_dict({**found, "posted_at": _time_of(header), "platform": "x", "day_first": False})
