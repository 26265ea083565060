"""The Collector: importers feed it posts one by one, and it gives them back as Arrow tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.importers.moments import EARLIEST_US, latest_us
from core.importers.offsets import IdClock
from core.importers.texts import TEXT_LIMIT, domain, raw_text, synthetic_id
from core.model import BATCH_SCHEMAS, Batch

ROWS_PER_BATCH = 5_000
NULS = "NUL characters removed"
_NO_COUNTS = (None,) * 5
_POST_COLUMNS = tuple(BATCH_SCHEMAS["posts"].names)
_POST_ID, _POSTED_AT, _TIME_QUALITY, _TEXT, _TEXT_COMPLETE, _IS_PRIMARY = map(
    _POST_COLUMNS.index, ("post_id", "posted_at", "time_quality", "text", "text_complete", "is_primary")
)
_PROFILE_COLUMNS = tuple(BATCH_SCHEMAS["profiles"].names)


def tables_of(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, pa.Table]:
    """All tables of a batch from rows in the order of the schema's columns."""
    return {name: _table(rows.get(name, []), schema) for name, schema in BATCH_SCHEMAS.items()}


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    arrays = [_array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(column: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(column, type=kind)
    except OverflowError:  # a hostile count of 30 digits is not known, rather than a lost batch
        fitting = [value if value is None or -(2**63) <= value < 2**63 else None for value in column]
        return pa.array(fitting, type=kind)


def _holds_nul(column: pa.ChunkedArray) -> bool:
    return any(_nul_in(chunk) for chunk in column.chunks)


def _nul_in(texts: pa.Array) -> bool:
    _valid, offsets, content = texts.buffers()
    if content is None:
        return False
    end = int(np.frombuffer(offsets, np.int32, len(texts) + 1)[-1])
    return not np.frombuffer(content, np.uint8, end).all()


class Collector:
    """Rows of one file on their way into batches; times go in as microseconds (UTC)."""

    def __init__(self, platform: str) -> None:
        self.platform, self._clock = platform, IdClock()
        self._restart()

    def _restart(self) -> None:
        self.degradations: Counter[str] = Counter()
        self._records = 0
        self._posts: list[tuple[Any, ...]] = []
        self._included: dict[str, tuple[Any, ...]] = {}
        self._profiles: dict[tuple[str, int | None], tuple[Any, ...]] = {}
        self._metrics: dict[tuple[str, int | None], tuple[Any, ...]] = {}
        #: A row that comes twice is kept once by the store.
        self._other: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("links", "tags", "mentions", "media", "exhibits")
        }
        self._scores: list[tuple[Any, ...]] = []
        self._rejects: list[tuple[Any, ...]] = []
        self._authors: dict[str, tuple[Any, Callable[[Any], dict[str, Any]]]] = {}
        self._latest_us = latest_us()

    @property
    def is_full(self) -> bool:
        """True when a batch should be taken."""
        return self._records >= ROWS_PER_BATCH

    def has_included(self, post_id: str) -> bool:
        """True if this batch already holds the included post with its whole text."""
        row = self._included.get(post_id)
        return row is not None and row[_TEXT_COMPLETE] is True

    def reject(self, line: int, reason: str, raw: bytes | str | memoryview) -> None:
        """Keep a record that could not be read, with the reason in plain English."""
        self._records += 1
        self._rejects.append((line, reason, raw_text(raw)))

    def post(self, line: int, raw: bytes | str | memoryview, **values: Any) -> str | None:  # noqa: ANN401
        """The post's id after it was taken in, or None after it was rejected (columns as in BATCH_SCHEMAS)."""
        return self._take(line, raw, values)

    def _take(self, line: int, raw: bytes | str | memoryview, values: dict[str, Any]) -> str | None:
        primary = values.setdefault("is_primary", True)
        problem = self._settle_time(values)
        if problem:
            if primary:
                self.reject(line, problem, raw)
            else:
                self.degradations["included post left out: " + problem] += 1
            return None
        self._settle_text_and_id(values)
        values.setdefault("platform", self.platform)
        row = (line, *map(values.get, _POST_COLUMNS[1:]))
        self._keep(row, values["post_id"], primary)
        return str(values["post_id"])

    def take_row(self, raw: bytes | str | memoryview, row: tuple[Any, ...]) -> str | None:
        """As ``post``, with all columns in their order: for formats of millions of posts, most of them in order."""
        post_id, at_us, text = row[_POST_ID], row[_POSTED_AT], row[_TEXT]
        if (
            post_id
            and at_us is not None
            and EARLIEST_US <= at_us <= self._latest_us
            and row[_TIME_QUALITY] != "assumed"
            and text is not None
            and len(text) <= TEXT_LIMIT
        ):
            self._keep(row, post_id, row[_IS_PRIMARY])
            return str(post_id)
        return self._take(row[0], raw, dict(zip(_POST_COLUMNS, row, strict=True)))

    def _keep(self, row: tuple[Any, ...], post_id: str, primary: bool) -> None:
        if primary:
            self._records += 1
            self._posts.append(row)
        elif post_id not in self._included or (row[_TEXT] is not None and not self.has_included(post_id)):
            self._included[post_id] = row

    def _settle_time(self, values: dict[str, Any]) -> str | None:
        at_us, id_us = values.get("posted_at"), values.get("id_time")
        if at_us is None:
            values["posted_at"], values["time_quality"] = id_us, "id" if id_us else "none"
            if id_us is not None or not values["is_primary"]:
                return None
            return "no date that can be read"
        if not EARLIEST_US <= at_us <= self._latest_us:
            return "impossible date: before 2004 or in the future"
        if values.get("time_quality") == "assumed":
            self.degradations["no time zone"] += 1
        return None

    def _settle_text_and_id(self, values: dict[str, Any]) -> None:
        text = values.get("text")
        if text is not None and len(text) > TEXT_LIMIT:
            values["text"], values["text_complete"] = text[:TEXT_LIMIT], False
            self.degradations["text longer than 1 MB was cut"] += 1
        values.setdefault("text_complete", None if text is None else True)
        values.setdefault("deleted", False)
        values["synthetic_id"] = not values.get("post_id")
        if values["synthetic_id"]:
            values["post_id"] = synthetic_id(values.get("account_id"), values.get("posted_at"), text)
            self.degradations["no post id"] += 1

    def undated(self, line: int, **values: Any) -> str:  # noqa: ANN401
        """The id of a primary post whose time may stay unknown (columns as in BATCH_SCHEMAS)."""
        values |= {"is_primary": True, "deleted": False, "synthetic_id": False}
        self._keep((line, *map(values.get, _POST_COLUMNS[1:])), values["post_id"], True)
        return str(values["post_id"])

    def profile_on(self, platform: str, account_id: str, **values: Any) -> None:  # noqa: ANN401
        """Keep what the file says of an account of another platform than the collector's."""
        head = (platform, account_id, None)
        self._profiles[f"{platform}:{account_id}", None] = head + tuple(map(values.get, _PROFILE_COLUMNS[3:]))

    def profile(self, account_id: str, captured_at: int | None = None, **values: Any) -> None:  # noqa: ANN401
        """Keep what the file says of an account; the last word per capture time stays."""
        head = (self.platform, account_id, captured_at)
        self._profiles[account_id, captured_at] = head + tuple(map(values.get, _PROFILE_COLUMNS[3:]))

    def scores(
        self, account_id: str | None, handle: str | None, tool: str, captured_at: int | None, values: dict[str, float]
    ) -> None:
        """Keep one account's scores by another tool; that is a record without a post."""
        self._records += 1
        head = (self.platform, account_id, handle, tool)
        self._scores += [(*head, measure, value, captured_at) for measure, value in values.items()]

    def author(self, account_id: str, said: Any, columns: Callable[[Any], dict[str, Any]]) -> None:  # noqa: ANN401
        """Keep what the file says of an author without a time; only its last word in a batch is turned into columns."""
        self._authors[account_id] = (said, columns)

    def metrics(
        self,
        post_id: str,
        captured_at: int | None = None,
        *,
        likes: int | None = None,
        shares: int | None = None,
        quotes: int | None = None,
        replies: int | None = None,
        views: int | None = None,
    ) -> None:
        """Keep the counts of a post, unless none is known."""
        found = (likes, shares, quotes, replies, views)
        if found != _NO_COUNTS:
            self._metrics[post_id, captured_at] = (self.platform, post_id, captured_at, *found)

    def details(self, post_id: str, rows: list[tuple[str, tuple[Any, ...]]]) -> None:
        """Keep rows of the tables of these names, each in the order of the columns behind the post id."""
        head = (self.platform, post_id)
        for name, about in rows:
            self._other[name].append(head + about)

    def link(self, post_id: str, raw: str | None, expanded: str | None) -> None:
        """Keep a link of a post."""
        if raw or expanded:
            host = domain(expanded or raw)
            self._other["links"].append((self.platform, post_id, raw, expanded or raw, host))

    def tag(self, post_id: str, tag: str | None) -> None:
        """Keep a hashtag of a post, without its ``#``."""
        if tag:
            self._other["tags"].append((self.platform, post_id, tag.lstrip("#")))

    def mention(self, post_id: str, account_id: str | None, handle: str | None) -> None:
        """Keep an account that the post mentions."""
        if account_id or handle:
            self._other["mentions"].append((self.platform, post_id, account_id, handle))

    def medium(self, post_id: str, media_type: str | None, url: str | None, media_id: str | None) -> None:
        """Keep a picture, video or file of a post."""
        self._other["media"].append((self.platform, post_id, media_type, url, media_id))

    def _without_nuls(self, table: pa.Table) -> pa.Table:
        """The table without NULs, which no store can keep; looked for in whole columns, where it costs nothing."""
        for place, column in enumerate(table.columns):
            if column.type == pa.string() and _holds_nul(column):
                has_nul = pc.match_substring(column, "\x00")
                self.degradations[NULS] += pc.sum(has_nul).as_py() or 0
                table = table.set_column(place, table.field(place), pc.replace_substring(column, "\x00", ""))
        return table

    def exhibit(self, post_id: str, *about: Any) -> None:  # noqa: ANN401 - as in BATCH_SCHEMAS
        """Keep who saw a post that was added by hand, what was stated, and the hash of its picture."""
        self._other["exhibits"].append((self.platform, post_id, *about))

    def batch(self, bytes_read: int) -> Batch:
        """Everything taken in since the last batch."""
        for account_id, (said, columns) in self._authors.items():
            self.profile(account_id, **columns(said))
        rows = dict(self._other)
        rows |= {"posts": self._posts + list(self._included.values()), "rejects": self._rejects}
        rows |= {"other_scores": self._scores}
        rows |= {"profiles": list(self._profiles.values()), "metrics": list(self._metrics.values())}
        tables = {name: self._without_nuls(table) for name, table in tables_of(rows).items()}
        tables["posts"], corrected = self._clock.correct_posts(tables["posts"])
        self.degradations.update(corrected)
        made = Batch(tables, self._records, self.degradations, bytes_read)
        self._restart()
        return made
