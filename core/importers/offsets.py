"""Times that run by a constant offset from what the post ids say: found over a file, and corrected."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.importers.dates import NO_TIME, Moments

#: Offsets of clocks are whole quarter hours; posts are written within seconds of their ids, and some files know only
#: minutes.
QUARTER_US = 900_000_000
NEAR_US = 90_000_000
MOST_QUARTERS = 56
_NO_OFFSET = MOST_QUARTERS + 1
#: A clock without a zone changes with the season: each offset that a twentieth of the rows shows is one of the file's.
SHARE_OF_CLOCKS = 0.05
#: A stated zone is doubted only where nearly every id contradicts it by the same offset, and more than a few do.
SHARE_OF_STATED = 0.9
FEWEST_STATED = 5
INFERRED = "time zone inferred from the ids"
_STATED = ("stated offset", "epoch", "assumed")


def corrected(quarters: int) -> str:
    """The name under which corrected rows are counted; for no offset, that the zone is known by the ids.

    >>> corrected(8), corrected(-14)
    ('these times run +2 h; corrected from the ids', 'these times run −3.5 h; corrected from the ids')
    """
    sign = "+" if quarters > 0 else "−"
    return f"these times run {sign}{abs(quarters) / 4:g} h; corrected from the ids" if quarters else INFERRED


@dataclass(slots=True)
class _Seen:
    """Rows counted by the quarter hours that their times run ahead of their ids."""

    counts: Counter[int] = field(default_factory=Counter)
    rows: int = 0

    def learn(self, us: np.ndarray, id_us: np.ndarray) -> np.ndarray:
        """Quarter hours ahead of each row, counted; _NO_OFFSET where none fits."""
        ahead = us - id_us
        quarters = np.round(ahead / QUARTER_US).astype(np.int64)
        fits = (np.abs(ahead - quarters * QUARTER_US) <= NEAR_US) & (np.abs(quarters) <= MOST_QUARTERS)
        quarters = np.where(fits, quarters, _NO_OFFSET)
        found, counts = np.unique(quarters, return_counts=True)
        self.counts.update(dict(zip(found.tolist(), counts.tolist(), strict=True)))
        self.rows += len(us)
        return quarters

    def shown_by(self, share: float) -> list[int]:
        """The offsets that at least this share of the rows shows."""
        return [q for q, count in self.counts.items() if q != _NO_OFFSET and count >= share * self.rows]


class IdClock:
    """Compares the times of one file with its ids, stretch by stretch, and remembers what it has seen."""

    def __init__(self) -> None:
        self._clocks, self._stated = _Seen(), _Seen()

    def infer(self, moments: Moments, id_us: np.ndarray) -> Counter[str]:
        """Take the offset off clock times without a zone, in place; returns how many rows by what is said of them."""
        naive = moments.is_naive & (moments.quality != "day only")
        rows = np.flatnonzero(naive & (id_us != NO_TIME))
        if not len(rows):
            return Counter()
        quarters = self._clocks.learn(moments.us[rows], id_us[rows])
        likely = self._clocks.shown_by(SHARE_OF_CLOCKS)
        fits = np.isin(quarters, likely)
        rows, quarters = rows[fits], quarters[fits]
        only = self._clocks.shown_by(SHARE_OF_STATED)
        if len(likely) == 1 and only:  # what carries no id was written by the same clock
            rest = np.flatnonzero(naive & (id_us == NO_TIME))
            rows, quarters = np.append(rows, rest), np.append(quarters, np.full(len(rest), only[0]))
        moments.is_naive[rows] = False
        return _taken_off(moments, rows, quarters)

    def correct(self, moments: Moments, id_us: np.ndarray) -> Counter[str]:
        """Take off the offset by which stated times contradict their ids, in place; returns how many rows."""
        stated = (moments.us != NO_TIME) & is_one_of(moments.quality, _STATED)
        rows = np.flatnonzero(stated & (id_us != NO_TIME))
        if not len(rows):
            return Counter()
        quarters = self._stated.learn(moments.us[rows], id_us[rows])
        constant = next(iter(self._stated.shown_by(SHARE_OF_STATED)), 0)
        if not constant or self._stated.rows < FEWEST_STATED:
            return Counter()
        rows = np.append(rows[quarters == constant], np.flatnonzero(stated & (id_us == NO_TIME)))
        return _taken_off(moments, rows, np.full(len(rows), constant))

    def correct_posts(self, posts: pa.Table) -> tuple[pa.Table, Counter[str]]:
        """The posts of a batch with their times corrected, and how many were; only ids of X are exact enough."""
        id_us = _us(
            pc.if_else(pc.equal(posts["platform"], "x"), posts["id_time"], pa.scalar(None, posts["id_time"].type))
        )
        if not (id_us != NO_TIME).any():
            return posts, Counter()
        us = _us(posts["posted_at"])
        quality = posts["time_quality"].to_numpy().astype(object)
        moments = Moments(us.copy(), quality, np.zeros(len(us), bool))
        noted = self.correct(moments, id_us)
        if noted:
            at = pa.array(moments.us, pa.int64(), mask=moments.us == NO_TIME).cast(posts["posted_at"].type)
            posts = posts.set_column(posts.column_names.index("posted_at"), "posted_at", at)
            said = pa.array(moments.quality, pa.string())
            posts = posts.set_column(posts.column_names.index("time_quality"), "time_quality", said)
        return posts, noted


def is_one_of(quality: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Which times have one of these qualities; comparing objects is ten times as fast as sorting their texts."""
    found: np.ndarray = np.logical_or.reduce([quality == name for name in names])
    return found


def _us(column: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(column.cast(pa.int64()).fill_null(NO_TIME).to_numpy())


def _taken_off(moments: Moments, rows: np.ndarray, quarters: np.ndarray) -> Counter[str]:
    moments.us[rows] -= quarters * QUARTER_US
    moments.quality[rows] = "inferred"
    found, counts = np.unique(quarters, return_counts=True)
    return Counter({corrected(int(q)): int(count) for q, count in zip(found, counts, strict=True)})
