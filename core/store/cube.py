"""The hourly cube and the sets of languages, held in memory: a filter by facets or hours is answered without a query.

Planning a query takes DuckDB some milliseconds, a sum over the cube less than one. The arrays need 26 bytes a row
(5 million posts: 0.2 million rows) and are read once for each store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from core.store.db import Store
    from core.store.queries.view import View

Facet = Literal["lang", "platform", "kind", "band"]
Ints = npt.NDArray[np.int64]
HOUR_S = 3600
#: Steps of hours, days and weeks are counted from this Monday, as DuckDB's time_bucket does.
_MONDAY_H = int(datetime(2000, 1, 3, tzinfo=UTC).timestamp()) // HOUR_S
STEPS_H = {"1 hour": 1, "6 hours": 6, "1 day": 24, "7 days": 168}
MONTH = "1 month"
_KEPT_ZONES = 8

_CUBE = """
SELECT (epoch(c.hour) / 3600)::INTEGER AS hour, c.lang, c.platform, c.kind, band_of(c.score_bin) AS band,
    coalesce(c.score_bin, -1)::TINYINT AS bin, c.n, c.first_no, epoch_us(p.posted_at) AS first_us
FROM cube c JOIN posts p ON p.post_no = c.first_no ORDER BY c.hour
"""
_GROUPS = """
SELECT p.hour_no AS hour, coalesce(p.lang, 'und') AS lang, p.platform, p.kind, band_of(p.score_bin) AS band,
    coalesce(p.score_bin, -1)::TINYINT AS bin, g.part AS "group", count(*) AS n, min(p.post_no) AS first_no,
    epoch_us(min(p.posted_at)) AS first_us
FROM posts p
JOIN (SELECT unnest($numbers::INTEGER[]) AS account_no, unnest($names::VARCHAR[]) AS part) g USING (account_no)
WHERE p.is_primary AND p.posted_at IS NOT NULL
GROUP BY ALL ORDER BY hour
"""
_SETS = """
SELECT row_number() OVER () - 1 AS place, langs, score_bin AS bin, accounts FROM language_sets
"""
_EACH = """
SELECT lang, score_bin::INTEGER AS bin, accounts::BIGINT AS accounts, posts::BIGINT AS posts FROM language_scores ORDER BY ALL
"""


@dataclass(frozen=True)
class Coded:
    """A column of few different words: a code for each row, and the words in alphabetical order."""

    codes: npt.NDArray[np.int16]
    words: list[str]

    @classmethod
    def of(cls, column: pd.Series) -> Coded:
        """The codes of a column of texts."""
        codes, words = pd.factorize(column, sort=True)
        return cls(codes.astype(np.int16), [str(word) for word in words])

    def among(self, chosen: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Which rows hold one of the chosen words."""
        wanted = set(chosen)
        table = np.array([word in wanted for word in self.words], dtype=bool)
        return table[self.codes] if len(table) else np.zeros(len(self.codes), dtype=bool)


@dataclass
class Cube:
    """Primary posts by hour (UTC), language, platform, kind and score of the author; rows in order of time."""

    hours: npt.NDArray[np.int32]
    facets: dict[str, Coded]
    bins: npt.NDArray[np.int8]
    n: Ints
    first_no: npt.NDArray[np.int32]
    first_us: Ints
    _clocks: dict[str, npt.NDArray[np.int32]] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store) -> Cube:
        """The cube of a store."""
        return cls._of(store.frame(_CUBE), ("lang", "platform", "kind", "band"))

    @classmethod
    def of_groups(cls, store: Store, numbers: tuple[int, ...], names: tuple[str, ...]) -> Cube:
        """The cube of some accounts (their numbers in the store), with the part that each is in as the facet "group"."""
        rows = store.frame(_GROUPS, {"numbers": list(numbers), "names": list(names)})
        return cls._of(rows, ("lang", "platform", "kind", "band", "group"))

    @classmethod
    def _of(cls, rows: pd.DataFrame, facets: tuple[str, ...]) -> Cube:
        return cls(
            rows["hour"].to_numpy(np.int32), {name: Coded.of(rows[name]) for name in facets},
            rows["bin"].to_numpy(np.int8), rows["n"].to_numpy(np.int64),
            rows["first_no"].to_numpy(np.int32), rows["first_us"].to_numpy(np.int64),
        )  # fmt: skip

    def chosen(self, view: View) -> npt.NDArray[np.intp]:
        """The rows of a view that ``fits_cube``."""
        f = view.filters
        kept = np.ones(len(self.n), dtype=bool)
        for name, words in (("lang", f.languages), ("platform", f.platforms), ("kind", f.kinds), ("band", f.bands)):
            if words:
                kept &= self.facets[name].among(words)
        if f.start is not None:
            kept &= self.hours * HOUR_S >= f.start.timestamp()
        if f.end is not None:
            kept &= self.hours * HOUR_S < f.end.timestamp()
        if f.hours:
            first, last = f.hours
            clock = self.clock(f.zone) % 24
            inside = (clock >= first) & (clock <= last)
            kept &= inside if first <= last else (clock >= first) | (clock <= last)
        return np.flatnonzero(kept)

    def clock(self, zone: str) -> npt.NDArray[np.int32]:
        """Hours since 1970 on the clock of a zone that differs from UTC by whole hours."""
        if zone not in self._clocks:
            if len(self._clocks) >= _KEPT_ZONES:
                self._clocks.clear()
            each, places = np.unique(self.hours, return_inverse=True)
            moments = pd.DatetimeIndex(each.astype("datetime64[h]").astype("datetime64[us]")).tz_localize("UTC")
            local = moments.tz_convert(zone).tz_localize(None).to_numpy()
            self._clocks[zone] = local.astype("datetime64[h]").astype(np.int32)[places]
        return self._clocks[zone]

    def total(self, view: View) -> int:
        """Posts of the view."""
        return int(self.n[self.chosen(view)].sum())

    def extent(self, view: View) -> dict[str, Any]:
        """First and last hour of the view as ISO texts in UTC; null where it is empty."""
        rows = self.chosen(view)
        if not len(rows):
            return {"first": None, "last": None}
        first, last = (int(self.hours[place]) for place in (rows[0], rows[-1]))
        return {name: _iso(hour) for name, hour in (("first", first), ("last", last))}

    def timeline(self, view: View, width: str, split: str) -> pd.DataFrame:
        """Posts per step and part, steps of an hour or longer: bin (local, naive), part, n."""
        rows, parts = self.chosen(view), self.facets[split]
        steps = _steps(self.clock(view.filters.zone)[rows], width)
        n_parts = max(1, len(parts.words))
        keys, sums = _sums(steps * n_parts + parts.codes[rows], self.n[rows])
        words = pd.array(parts.words, dtype="str").take(keys % n_parts)
        return pd.DataFrame({"bin": _moments(keys // n_parts, width), "part": words, "n": sums})

    def per_step(self, view: View, width: str) -> pd.DataFrame:
        """Posts per step of an hour or longer: bin (local, naive), n; empty steps are absent."""
        rows = self.chosen(view)
        keys, sums = _sums(_steps(self.clock(view.filters.zone)[rows], width), self.n[rows])
        return pd.DataFrame({"bin": _moments(keys, width), "n": sums})

    def per_hour(self, view: View) -> pd.DataFrame:
        """Posts per hour: at (UTC, naive), n; empty hours are absent."""
        rows = self.chosen(view)
        keys, sums = _sums(self.hours[rows].astype(np.int64), self.n[rows])
        return pd.DataFrame({"at": _moments(keys, "1 hour"), "n": sums})

    def rhythm(self, view: View) -> pd.DataFrame:
        """Posts by weekday (1 = Monday) and hour of the day on the clock of the view's zone: weekday, hour, n."""
        rows = self.chosen(view)
        week = (self.clock(view.filters.zone)[rows].astype(np.int64) - _MONDAY_H) % 168
        keys, sums = _sums(week, self.n[rows])
        return pd.DataFrame({"weekday": keys // 24 + 1, "hour": keys % 24, "n": sums})

    def score_hours(self, view: View) -> pd.DataFrame:
        """Posts of scored accounts by hour of the day and score: hour, bin, posts."""
        rows = self.chosen(view)
        rows = rows[self.bins[rows] >= 0]
        day = self.clock(view.filters.zone)[rows].astype(np.int64) % 24
        keys, sums = _sums(day * 100 + self.bins[rows], self.n[rows])
        return pd.DataFrame(
            {"hour": (keys // 100).astype(np.int32), "bin": (keys % 100).astype(np.int32), "posts": sums}
        )

    def firsts(self, view: View, split: str) -> pd.DataFrame:
        """First post per part, earliest first: part, first_at (UTC, naive), post_no, posts."""
        rows, parts = self.chosen(view), self.facets[split]
        codes, numbers = parts.codes[rows], self.first_no[rows]
        posts = np.bincount(codes, weights=self.n[rows], minlength=len(parts.words)).astype(np.int64)
        # Posts are numbered in order of time: the first row of a part in that order is its first post.
        order = np.argsort(numbers, kind="stable")
        found, places = np.unique(codes[order], return_index=True)
        first = order[places]
        by_time = np.argsort(numbers[first])
        found, first = found[by_time], first[by_time]
        at = self.first_us[rows][first].astype("datetime64[us]")
        words = pd.array(parts.words, dtype="str").take(found)
        return pd.DataFrame({"part": words, "first_at": at, "post_no": numbers[first], "posts": posts[found]})


@dataclass(frozen=True)
class Languages:
    """Accounts by the set of languages they posted in, and by score: any choice of languages adds up."""

    has: dict[str, npt.NDArray[np.bool_]]
    bins: npt.NDArray[np.int8]
    accounts: Ints
    each: pd.DataFrame

    @classmethod
    def read(cls, store: Store) -> Languages:
        """The sets of a store, and its accounts and posts of each language by score."""
        rows = store.frame(_SETS)
        places = rows[["place", "langs"]].explode("langs")
        has: dict[str, npt.NDArray[np.bool_]] = {}
        for lang, own in places.groupby("langs")["place"]:
            has[str(lang)] = np.zeros(len(rows), dtype=bool)
            has[str(lang)][own.to_numpy(np.int64)] = True
        bins, accounts = rows["bin"].to_numpy(np.int8), rows["accounts"].to_numpy(np.int64)
        return cls(has, bins, accounts, store.frame(_EACH))

    def accounts_by_score(self, languages: list[str]) -> dict[int, int]:
        """Accounts that posted in one of the languages, by score (-1 not enough data, -2 not scored), lowest first."""
        kept = np.zeros(len(self.bins), dtype=bool)
        for lang in languages:
            kept |= self.has.get(lang, False)
        keys, sums = _sums(self.bins[kept].astype(np.int64), self.accounts[kept])
        return dict(zip(keys.tolist(), sums.tolist(), strict=True))

    def score_histogram(self, languages: list[str]) -> pd.DataFrame:
        """Accounts that posted in one of the languages by score: status, score_bin, accounts, posts (in them)."""
        accounts = self.accounts_by_score(languages)
        own = self._of(languages)
        posts = own.groupby("bin")["posts"].sum()
        bins = np.array(list(accounts), dtype=np.int64)
        status = np.where(bins >= 0, "scored", np.where(bins == -1, "not enough data", "not scored"))
        shown = pd.array(bins, dtype="Int32")
        shown[bins < 0] = pd.NA
        counted = {"accounts": list(accounts.values()), "posts": posts.reindex(bins).to_numpy(np.int64)}
        return pd.DataFrame({"status": pd.array(status, dtype="str"), "score_bin": shown, **counted})

    def language_histogram(self, languages: list[str] | None) -> pd.DataFrame:
        """Scored accounts by the languages they posted in (None: all of them): lang, bin, accounts."""
        own = self.each if languages is None else self._of(languages)
        return own.loc[own["bin"] >= 0, ["lang", "bin", "accounts"]].reset_index(drop=True)

    def _of(self, languages: list[str]) -> pd.DataFrame:
        return self.each[self.each["lang"].isin(languages)]


def _iso(hour: int) -> str:
    return f"{datetime.fromtimestamp(hour * HOUR_S, UTC):%Y-%m-%dT%H:%M:%S}+00:00"


def _steps(clock: npt.NDArray[np.int32], width: str) -> Ints:
    """The step of each hour: hours since 1970 at which it begins, or months since 1970."""
    if width == MONTH:
        return clock.astype("datetime64[h]").astype("datetime64[M]").astype(np.int64)
    step = STEPS_H[width]
    hours = clock.astype(np.int64)
    return (hours - _MONDAY_H) // step * step + _MONDAY_H


def _moments(steps: Ints, width: str) -> npt.NDArray[np.datetime64]:
    return steps.astype(f"datetime64[{'M' if width == MONTH else 'h'}]").astype("datetime64[us]")


def _sums(keys: Ints, n: Ints) -> tuple[Ints, Ints]:
    """The different keys in order, and the sum of each."""
    if not len(keys):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    low = int(keys.min())
    span = int(keys.max()) - low + 1
    if span > 4 * len(keys) + 100_000:
        each, places = np.unique(keys, return_inverse=True)
        return each, np.bincount(places, weights=n).astype(np.int64)
    sums = np.bincount(keys - low, weights=n, minlength=span)
    each = np.flatnonzero(sums)
    return each + low, sums[each].astype(np.int64)
