"""Opening a store and reading from it: one cursor per query, results fetched whole."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
import pyarrow as pa

from core.errors import CaseError, OutdatedStoreError
from core.i18n import _
from core.store.cube import Cube, Languages
from core.store.tops import Tops

SCHEMA = Path(__file__).with_name("schema.sql")
#: DuckDB's default is 80 % of the machine; readers share it with the browser and the reporter's other work.
READER_MEMORY = "300MB"
MOST_WRITER_MB = 6_000.0
LEAST_MERGING_MB, MERGING_SHARE = 120.0, 0.8
#: Goes up with every change of schema.sql; a store of another version is built anew from its sources.
SCHEMA_VERSION = "6"
_VERSION = "SELECT value FROM meta WHERE key = 'schema_version'"


def merging_mb(staged_bytes: int) -> float:
    """What DuckDB may use while it merges, in MB: about as much as was staged; with more it would only be faster."""
    return min(max(LEAST_MERGING_MB, MERGING_SHARE * staged_bytes / 1e6), most_mb())


def most_mb() -> float:
    """What DuckDB may use while it builds, in MB: 6 GB, or two fifths of a smaller machine; the rest spills to disk."""
    try:
        machine_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e6
    except (AttributeError, ValueError, OSError):
        machine_mb = 8_000  # Windows does not say; assume a common laptop
    return min(MOST_WRITER_MB, 0.4 * machine_mb)


#: Posts with the words, and hours of the day that are kept, are found once and then joined: the text of five million
#: posts takes seconds to search, and the clock of a zone is dear to read for each.
_WORD_HITS = "SELECT post_no FROM posts WHERE is_primary AND text ILIKE $words ESCAPE '!'"
_HOUR_HITS = """
SELECT DISTINCT floor(epoch(hour) / 3600)::INTEGER AS hour_no FROM cube
WHERE hour_in(hour(hour AT TIME ZONE $zone), $hour_from, $hour_to)
"""
_NARROWED = """
CREATE OR REPLACE TEMP MACRO posts_in_view(langs, platforms, kinds, bands, since, until, zone, hour_from, hour_to, members, words)
AS TABLE SELECT * FROM posts_chosen(langs, platforms, kinds, bands, since, until, members) {}
"""
_JOINS = {
    (True, False): "SEMI JOIN word_hits USING (post_no)",
    (False, True): "SEMI JOIN hour_hits USING (hour_no)",
    (True, True): "SEMI JOIN word_hits USING (post_no) SEMI JOIN hour_hits USING (hour_no)",
}
_VIEWS = {key: _NARROWED.format(join) for key, join in _JOINS.items()}
_KEPT_HITS = 12
_KEPT_GROUPS = 4


class Store:
    """A store opened for reading; safe to share between sessions because every read has its own cursor."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._hits: OrderedDict[tuple[Any, ...], pa.Table] = OrderedDict()
        self._facts: dict[str, dict[str, Any]] = {}
        self._group_cubes: OrderedDict[tuple[tuple[int, ...], tuple[str, ...]], Cube] = OrderedDict()

    def frame(
        self, sql: str, params: Mapping[str, Any] | None = None, beside: Mapping[str, pd.DataFrame] | None = None
    ) -> pd.DataFrame:
        """The rows of one query as a frame; times come back as the query wrote them.

        ``beside``: frames that the query may read as tables under these names.
        """
        with self._cursor(params) as cursor:
            for name, frame in (beside or {}).items():
                cursor.register(name, frame)
            return cursor.execute(sql, dict(params or {})).df()

    def row(self, sql: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The only row of one query, as a dict; empty where there is none. Times must be cast to text."""
        with self._cursor(params) as cursor:
            cursor.execute(sql, dict(params or {}))
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchall()
        return dict(zip(names, rows[0], strict=True)) if rows else {}

    def fact(self, sql: str) -> dict[str, Any]:
        """The only row of a query without parameters, asked once: a store never changes."""
        if sql not in self._facts:
            self._facts[sql] = self.row(sql)
        return self._facts[sql]

    @cached_property
    def cube(self) -> Cube:
        """The hourly cube, read once."""
        return Cube.read(self)

    def cube_of_groups(self, numbers: tuple[int, ...], names: tuple[str, ...]) -> Cube:
        """The hourly cube of these accounts by the parts that they are in, read once for each choice of accounts."""
        key = (numbers, names)
        if key not in self._group_cubes:
            self._group_cubes[key] = Cube.of_groups(self, numbers, names)
            while len(self._group_cubes) > _KEPT_GROUPS:
                self._group_cubes.popitem(last=False)
        return self._group_cubes[key]

    @cached_property
    def languages(self) -> Languages:
        """The accounts by their languages and scores, read once."""
        return Languages.read(self)

    @cached_property
    def tops(self) -> Tops:
        """The listed accounts by language, read once."""
        return Tops.read(self)

    def close(self) -> None:
        """Close the file."""
        self._con.close()

    @contextmanager
    def _cursor(self, params: Mapping[str, Any] | None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on which ``posts_in_view`` is already narrowed to the words and hours of the query."""
        asked = params or {}
        words = "members" in asked and asked.get("words") is not None
        hours = "members" in asked and asked.get("hour_from") is not None and whole_hours(asked["zone"])
        with self._con.cursor() as cursor:
            if words:
                hits = [self._found(_WORD_HITS, {"words": word}) for word in asked["words"]]
                cursor.register("word_hits", pa.concat_tables(hits))
            if hours:
                chosen = {name: asked[name] for name in ("zone", "hour_from", "hour_to")}
                cursor.register("hour_hits", self._found(_HOUR_HITS, chosen))
            if words or hours:
                cursor.execute(_VIEWS[words, hours])
            yield cursor

    def _found(self, sql: str, params: dict[str, Any]) -> pa.Table:
        key = (sql, *params.values())
        hits = self._hits.get(key)
        if hits is None:
            with self._con.cursor() as cursor:
                hits = pa.Table.from_pandas(cursor.execute(sql, params).df(), preserve_index=False)
            self._hits[key] = hits
            while len(self._hits) > _KEPT_HITS:
                self._hits.popitem(last=False)
        return hits


@lru_cache(maxsize=256)
def whole_hours(zone: str) -> bool:
    """True where the clocks of a zone have differed from UTC by whole hours since 2006."""
    info = ZoneInfo(zone)
    offsets = [info.utcoffset(datetime(year, month, 1)) for year in range(2006, 2031) for month in (1, 7)]
    return all(offset is not None and offset.total_seconds() % 3600 == 0 for offset in offsets)


def open_store(path: Path) -> Store:
    """A store opened read-only; raises CaseError where the file is missing or damaged."""
    if not path.is_file():
        raise CaseError(_("The data of this case is missing."), file=path.name, remedy=_("Import its files once more."))
    try:
        con = duckdb.connect(str(path), read_only=True)
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET memory_limit = $limit", {"limit": READER_MEMORY})
    except duckdb.Error as error:
        raise _damaged(path, error) from error
    store = Store(con)
    _check_version(store, path)
    return store


def _damaged(path: Path, error: Exception) -> CaseError:
    return CaseError(
        _("The data of this case cannot be opened: {error}.").format(error=str(error).splitlines()[0]),
        file=path.name,
        remedy=_("Run “python -m core analyse” for this case to build it anew."),
    )


def _check_version(store: Store, path: Path) -> None:
    try:
        version = store.row(_VERSION).get("value")
    except duckdb.CatalogException:  # built before stores carried their version
        version = None
    except duckdb.Error as error:
        store.close()
        raise _damaged(path, error) from error
    if version != SCHEMA_VERSION:
        store.close()
        raise OutdatedStoreError(
            _("The data of this case were built by another version of Whence."),
            file=path.name,
            remedy=_("Run “python -m core analyse” for this case: it reads the kept files again."),
        )


def create_store(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A new, empty store with every table of schema.sql; in memory where no path is given."""
    con = duckdb.connect(str(path) if path else ":memory:")
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET memory_limit = $limit", {"limit": f"{most_mb():.0f}MB"})
    con.execute("SET preserve_insertion_order = true")
    con.execute(SCHEMA.read_text(encoding="utf-8"))
    con.execute("INSERT INTO meta VALUES ('schema_version', $version)", {"version": SCHEMA_VERSION})
    return con
