"""Batches out of whole columns of a table, following a Mapping: what makes millions of rows quick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.importers.cells import account_ids, count_column, flag_column, id_column, kinds_of, row_text, text_column
from core.importers.dates import NO_TIME, DateReader, Moments
from core.importers.entities import entity_tables
from core.importers.languages import language_code
from core.importers.lists import stated_entities
from core.importers.mapping import PLATFORM_WORDS, Mapping
from core.importers.moments import DAY_US, EARLIEST_US, FIRST_SNOWFLAKE, SNOWFLAKE_EPOCH_MS, latest_us
from core.importers.offsets import IdClock, is_one_of
from core.importers.references import referred
from core.importers.texts import TEXT_LIMIT, synthetic_id
from core.model import BATCH_SCHEMAS, TIMESTAMP, Batch

COUNTS = ("likes", "shares", "quotes", "replies", "views")
NO_DATE = "no date that can be read"
IMPOSSIBLE = "impossible date: before 2004 or in the future"
_STATUS_URL = r"(?:twitter|x)\.com/(?P<handle>[^/?#]+)/status(?:es)?/(?P<id>\d+)"
_CUT = r"…(?:\s*https://t\.co/\w+)?\s*$"


@dataclass(slots=True)
class Columns:
    """The columns of one stretch of rows, each as long as the stretch."""

    platforms: pa.Array
    ids: pa.Array
    accounts: pa.Array
    handles: pa.Array
    texts: pa.Array
    urls: pa.Array
    kinds: np.ndarray
    moments: Moments
    id_us: np.ndarray
    synthetic: np.ndarray


#: Changes the columns of a stretch before they are read: the quirks of one format. May count what it lost.
Prepare = Callable[[pa.Table, Counter[str]], pa.Table]
#: Rows of a stretch that tell of a second post, seen only inside another: their places and their columns.
Include = Callable[[pa.Table], tuple[np.ndarray, pa.Table]]


class TableReader:
    """Reads the stretches of one table; ``daily_profiles``: counts of the author stand as of the post's time."""

    def __init__(
        self,
        mapping: Mapping,
        zone: str | None = None,
        *,
        daily_profiles: bool = False,
        prepare: Prepare | None = None,
        include: Include | None = None,
    ) -> None:
        self.mapping, self.daily_profiles = mapping, daily_profiles
        self.prepare, self.include = prepare, include
        self.zone = mapping.zone or zone
        self._dates = DateReader(mapping.day_first, self.zone)
        self._other_dates = DateReader(mapping.day_first, self.zone)
        self._clock = IdClock()
        self._degradations: Counter[str] = Counter()

    def batch(self, table: pa.Table, numbers: np.ndarray, bytes_read: int) -> Batch:
        """The rows as a batch; ``numbers`` are their rows in the file."""
        self._degradations = Counter()
        raw, rows = table, table.num_rows
        if self.prepare:
            table = self.prepare(table, self._degradations)
        tables = self._read(table, numbers, raw)
        noted, self._degradations = self._degradations, Counter()
        if self.include:
            places, more = self.include(table)
            if len(places):
                tables = _joined(tables, self._read(more, numbers[places], None))
        return Batch(tables, rows, noted, bytes_read)

    def _read(self, table: pa.Table, numbers: np.ndarray, raw: pa.Table | None) -> dict[str, pa.Table]:
        """The tables of the rows; without ``raw``, rows of posts seen only inside others, which cannot be rejected."""
        columns = self._columns(table)
        keep, rejects = self._judged(raw, columns.moments, numbers)
        self._note_times(columns.moments, keep)
        self._note_ids(columns.ids, columns.synthetic & keep)
        kept = pa.array(keep)
        posts = self._posts(table, columns, numbers, is_primary=raw is not None).filter(kept)
        tables = {"posts": posts, "rejects": rejects, "media": BATCH_SCHEMAS["media"].empty_table()}
        tables["exhibits"] = BATCH_SCHEMAS["exhibits"].empty_table()
        tables["other_scores"] = BATCH_SCHEMAS["other_scores"].empty_table()
        tables |= {"profiles": self._profiles(table, columns, keep), "metrics": self._metrics(table, columns, keep)}
        tables |= stated_entities(table, self.mapping, columns.platforms, columns.ids, kept)
        texts = (posts["platform"].combine_chunks(), posts["post_id"], posts["text"])
        tables |= entity_tables(*texts, leave_out=tables.keys())
        return _joined(tables, referred(table.filter(kept), self.mapping, posts, tables["profiles"]))

    def _columns(self, table: pa.Table) -> Columns:
        mapping, noted = self.mapping, self._degradations
        urls = text_column(table, mapping.url)
        ids = id_column(table, mapping.post_id, noted)
        handles = pc.utf8_ltrim(text_column(table, mapping.handle), "@")
        if mapping.platform == "x" and mapping.url:
            address = pc.extract_regex(urls, _STATUS_URL)
            ids = pc.coalesce(ids, pc.struct_field(address, "id"))
            handles = pc.coalesce(handles, pc.struct_field(address, "handle"))
        accounts = account_ids(table, mapping, handles, noted)
        texts = self._texts(table)
        platforms = self._platforms(table)
        moments, id_us = self._moments(table, ids, platforms)
        synthetic = ids.is_null().to_numpy(zero_copy_only=False)
        ids = _with_synthetic(ids, accounts, moments.us, texts, synthetic)
        kinds = kinds_of(table, mapping, texts)
        return Columns(platforms, ids, accounts, handles, texts, urls, kinds, moments, id_us, synthetic)

    def _texts(self, table: pa.Table) -> pa.Array:
        texts = text_column(table, self.mapping.text, keep_words=True)
        if self.mapping.platform == "x" and pc.any(pc.match_substring(texts, "&")).as_py():
            for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
                texts = pc.replace_substring(texts, entity, sign)
        return pc.utf8_slice_codeunits(texts, 0, TEXT_LIMIT)

    def _platforms(self, table: pa.Table) -> pa.Array:
        if self.mapping.platform_column is None:
            return pa.repeat(self.mapping.platform, table.num_rows)
        words = text_column(table, self.mapping.platform_column).to_pylist()
        return pa.array([PLATFORM_WORDS.get((word or "").lower(), "other") for word in words], pa.string())

    def _moments(self, table: pa.Table, ids: pa.Array, platforms: pa.Array) -> tuple[Moments, np.ndarray]:
        id_us = np.full(table.num_rows, NO_TIME)
        if self.mapping.platform == "x" or self.mapping.platform_column:
            on_x = pc.equal(platforms, "x").to_numpy(zero_copy_only=False)
            id_us[on_x] = _id_moments(ids)[on_x]
        if self.mapping.posted_at in table.column_names:
            moments = self._dates.read(table[self.mapping.posted_at])
        else:
            moments = Moments.unknown(table.num_rows)
        if self.zone is None:
            self._degradations.update(self._clock.infer(moments, id_us))
        self._dates.place(moments)
        self._degradations.update(self._clock.correct(moments, id_us))
        self._take_seconds(moments, id_us)
        only_id = (moments.us == NO_TIME) & (id_us != NO_TIME)
        moments.us[only_id], moments.quality[only_id] = id_us[only_id], "id"
        return moments, id_us

    def _take_seconds(self, moments: Moments, id_us: np.ndarray) -> None:
        """Where a file states whole minutes only, the ids say the second."""
        known = moments.us != NO_TIME
        if (moments.us[known] % 60_000_000).any():
            return
        near = (
            known
            & is_one_of(moments.quality, ("assumed", "inferred"))
            & (id_us != NO_TIME)
            & (np.abs(id_us // 60_000_000 - moments.us // 60_000_000) == 0)
        )
        moments.us[near], moments.quality[near] = id_us[near], "id"
        self._note("whole minutes in the file; the second is taken from the id", int(near.sum()))

    def _note_ids(self, ids: pa.Array, synthetic: np.ndarray) -> None:
        if synthetic.any():
            made = ids.filter(pa.array(synthetic))
            self._note("no post id", len(made))
            self._note("identical rows without an id, counted once", len(made) - pc.count_distinct(made).as_py())

    def _note(self, name: str, count: int) -> None:
        if count:
            self._degradations[name] += int(count)

    def _note_times(self, moments: Moments, keep: np.ndarray) -> None:
        quality = moments.quality[keep]
        self._note("no time zone", int((quality == "assumed").sum()))
        self._note("only the day is known", int((quality == "day only").sum()))
        if self._dates.is_order_guessed:
            self._note("day and month may be swapped", int(keep.sum()))

    def _judged(self, raw: pa.Table | None, moments: Moments, numbers: np.ndarray) -> tuple[np.ndarray, pa.Table]:
        unread = moments.us == NO_TIME
        impossible = ~unread & ((moments.us < EARLIEST_US) | (moments.us > latest_us()))
        if raw is None:
            return ~impossible, BATCH_SCHEMAS["rejects"].empty_table()
        bad = np.flatnonzero(unread | impossible)
        reasons = [NO_DATE if unread[place] else IMPOSSIBLE for place in bad]
        raws = [row_text(raw, int(place)) for place in bad]
        schema = BATCH_SCHEMAS["rejects"]
        return ~(unread | impossible), pa.table([pa.array(numbers[bad]), reasons, raws], schema=schema)

    def _posts(self, table: pa.Table, columns: Columns, numbers: np.ndarray, *, is_primary: bool) -> pa.Table:
        rows, mapping, lost = table.num_rows, self.mapping, self._degradations
        codes = _languages(text_column(table, mapping.lang))
        known = pc.if_else(codes.is_valid(), "file", pa.scalar(None, pa.string()))
        is_cut = pc.match_substring_regex(columns.texts, _CUT if mapping.platform == "x" else "^\b$")
        values = {
            "line": pa.array(numbers, pa.int64()),
            "platform": columns.platforms,
            "post_id": columns.ids,
            "account_id": columns.accounts,
            "posted_at": _timestamps(columns.moments.us),
            "time_quality": pa.array(columns.moments.quality, pa.string()),
            "id_time": _timestamps(columns.id_us),
            "text": columns.texts,
            "text_complete": pc.invert(is_cut),
            "lang": codes,
            "lang_source": known,
            "kind": pa.array(columns.kinds, pa.string()),
            "share_of": id_column(table, mapping.share_of, lost),
            "quote_of": id_column(table, mapping.quote_of, lost),
            "reply_to": id_column(table, mapping.reply_to, lost),
            "root_id": id_column(table, mapping.root_id, lost),
            "client": text_column(table, mapping.client),
            "url": columns.urls,
            "is_primary": pa.repeat(is_primary, rows),
            "deleted": pa.repeat(False, rows),
            "synthetic_id": pa.array(columns.synthetic),
        }
        return pa.table(values, schema=BATCH_SCHEMAS["posts"])

    def _metrics(self, table: pa.Table, columns: Columns, keep: np.ndarray) -> pa.Table:
        counts = {name: count_column(table, getattr(self.mapping, name)) for name in COUNTS}
        known = np.zeros(table.num_rows, bool)
        for column in counts.values():
            known |= column.is_valid().to_numpy(zero_copy_only=False)
        head = {"platform": columns.platforms, "post_id": columns.ids, "captured_at": self._captured(table)}
        made = pa.table(head | counts, schema=BATCH_SCHEMAS["metrics"])
        return made.filter(pa.array(known & keep & (columns.kinds != "share")))

    def _captured(self, table: pa.Table) -> pa.Array:
        return self._dates_of(table, self.mapping.captured_at)

    def _dates_of(self, table: pa.Table, name: str | None) -> pa.Array:
        if name is None or name not in table.column_names:
            return pa.nulls(table.num_rows, TIMESTAMP)
        moments = self._other_dates.read(table[name])
        self._other_dates.place(moments)
        return _timestamps(moments.us)

    def _profiles(self, table: pa.Table, columns: Columns, keep: np.ndarray) -> pa.Table:
        mapping = self.mapping
        picked = pa.array(_profile_rows(columns, keep, daily=self.daily_profiles))
        rows = table.take(picked)
        captured = _timestamps(columns.moments.us).take(picked) if self.daily_profiles else self._captured(rows)
        values = {name: pa.nulls(len(picked), field.type) for name, field in _profile_fields()}
        values |= {"platform": columns.platforms.take(picked), "account_id": columns.accounts.take(picked)}
        values |= {"captured_at": captured, "handle": columns.handles.take(picked)}
        values |= {name: text_column(rows, getattr(mapping, name)) for name in ("name", "description", "location")}
        counted = ("followers", "following", "statuses", "listed")
        values |= {name: count_column(rows, getattr(mapping, name)) for name in counted}
        values |= {"likes": count_column(rows, mapping.account_likes), "url": text_column(rows, mapping.account_url)}
        values["verified"] = flag_column(rows, mapping.verified)
        values["created_at"] = self._dates_of(rows, mapping.account_created_at)
        return pa.table(values, schema=BATCH_SCHEMAS["profiles"])


def _joined(tables: dict[str, pa.Table], more: dict[str, pa.Table]) -> dict[str, pa.Table]:
    return {
        name: pa.concat_tables([table, more[name]]) if name in more and more[name].num_rows else table
        for name, table in tables.items()
    }


def _profile_fields() -> list[tuple[str, pa.Field]]:
    return [(field.name, field) for field in BATCH_SCHEMAS["profiles"]]


def _profile_rows(columns: Columns, keep: np.ndarray, *, daily: bool) -> np.ndarray:
    """The last row of each account, or its first row of each day where counts stand as of the post."""
    known = np.flatnonzero(keep & columns.accounts.is_valid().to_numpy(zero_copy_only=False))
    if not len(known):
        return known
    numbers = columns.accounts.dictionary_encode().indices.to_numpy(zero_copy_only=False)[known].astype(np.int64)
    if daily:
        keys = numbers * 100_000 + columns.moments.us[known] // DAY_US
        return np.sort(known[np.unique(keys, return_index=True)[1]])
    last = len(known) - 1 - np.unique(numbers[::-1], return_index=True)[1]
    return np.sort(known[last])


def _timestamps(us: np.ndarray) -> pa.Array:
    return pa.array(us, pa.int64(), mask=us == NO_TIME).cast(TIMESTAMP)


def _languages(words: pa.Array) -> pa.Array:
    """Codes of a column, each distinct word looked up once."""
    encoded = words.dictionary_encode()
    codes = pa.array([language_code(word) for word in encoded.dictionary.to_pylist()], pa.string())
    return codes.take(encoded.indices)


def _with_synthetic(
    ids: pa.Array, accounts: pa.Array, us: np.ndarray, texts: pa.Array, synthetic: np.ndarray
) -> pa.Array:
    if not synthetic.any():
        return ids
    missing = pa.array(synthetic)
    columns = (accounts.filter(missing).to_pylist(), us[synthetic].tolist(), texts.filter(missing).to_pylist())
    made = pa.array([synthetic_id(*row) for row in zip(*columns, strict=True)], pa.string())
    return pc.replace_with_mask(ids, missing, made)


def _id_moments(ids: pa.Array) -> np.ndarray:
    """The times that X ids carry, in microseconds; NO_TIME where an id carries none."""
    is_number = pc.fill_null(pc.match_substring_regex(ids, r"^\d{11,19}$"), False)
    numbers = pc.if_else(is_number, ids, "0").cast(pa.uint64()).to_numpy(zero_copy_only=False)
    us = ((numbers >> np.uint64(22)).astype(np.int64) + SNOWFLAKE_EPOCH_MS) * 1000
    return np.where((numbers >= FIRST_SNOWFLAKE) & (us <= latest_us()), us, NO_TIME)
