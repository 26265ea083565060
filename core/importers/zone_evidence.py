"""In which zone the clock times of a file may be: what its ids, its accounts and its quiet hours say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.i18n import _, number
from core.model import Batch

#: So many batches of the beginning of a file are weighed.
MOST_BATCHES = 3
LEAST_IDS, LEAST_POSTS, LEAST_PLACES = 5, 200, 5
QUIET_HOURS = 5
HOUR_US = 3_600_000_000
QUARTER_US = HOUR_US // 4
NIGHT = range(0, 8)


@dataclass(frozen=True)
class ZoneEvidence:
    """What is known of the clock times without a zone; ``posts`` of them were looked at, 0: the file needs no zone.

    ``id_offset_h``: the clock runs so many hours ahead of the times in ``ids`` post ids. ``quiet_from``: the first of
    the five quietest hours on this clock. ``places``: zones that the accounts' profiles name, with their number.
    """

    posts: int = 0
    ids: int = 0
    id_offset_h: float | None = None
    quiet_from: int | None = None
    at: datetime | None = None
    places: tuple[tuple[str, int], ...] = ()

    def fits(self, zone: str) -> bool | None:
        """Whether the offset in the ids is that of the zone then; None where the ids do not tell."""
        if self.id_offset_h is None or self.at is None:
            return None
        return offset_h(zone, self.at) == self.id_offset_h

    def night_in(self, zone: str, home: str) -> bool | None:
        """Whether the quiet hours are night at ``home`` if the clock is that of ``zone``; None where unknown."""
        if self.quiet_from is None or self.at is None:
            return None
        shift = offset_h(home, self.at) - offset_h(zone, self.at)
        middle = (self.quiet_from + QUIET_HOURS / 2 + shift) % 24
        return middle in NIGHT or int(middle) in NIGHT


def offset_h(zone: str, at: datetime) -> float:
    """Hours that clocks of the zone are ahead of UTC at a moment."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


def weigh(batches: Iterable[Batch]) -> ZoneEvidence:
    """The evidence in the first batches of a file that was read without naming a zone."""
    clocks: list[np.ndarray] = []
    differences: list[np.ndarray] = []
    places: Counter[str] = Counter()
    for batch in islice(batches, MOST_BATCHES):
        posts = batch.tables["posts"]
        mask = pc.fill_null(pc.and_(posts["is_primary"], pc.equal(posts["time_quality"], "assumed")), False)
        naive = posts.filter(mask)
        stated = naive["posted_at"].cast(pa.int64())
        clocks.append(stated.drop_null().to_numpy())
        differences.append(pc.subtract(stated, naive["id_time"].cast(pa.int64())).drop_null().to_numpy())
        places.update(zone for text in batch.tables["profiles"]["location"].to_pylist() if (zone := place_zone(text)))
    clock = np.concatenate(clocks) if clocks else np.empty(0, np.int64)
    if not len(clock):
        return ZoneEvidence()
    difference = np.concatenate(differences)
    at = datetime.fromtimestamp(float(np.median(clock)) / 1e6, UTC)
    named = tuple(item for item in places.most_common(3) if item[1] >= LEAST_PLACES)
    return ZoneEvidence(len(clock), len(difference), _constant(difference), _quiet(clock), at, named)


def _constant(difference_us: np.ndarray) -> float | None:
    """The offset in hours, where nearly all ids agree on it to the minute."""
    if len(difference_us) < LEAST_IDS:
        return None
    quarters = np.round(difference_us / QUARTER_US)
    middle = float(np.median(quarters))
    agree = np.abs(difference_us - middle * QUARTER_US) <= 120_000_000
    return middle / 4 if agree.mean() >= 0.9 and abs(middle) <= 14 * 4 else None


def _quiet(clock_us: np.ndarray) -> int | None:
    """The first of the five hours in a row with fewest posts, where they are clearly quieter than the others."""
    if len(clock_us) < LEAST_POSTS:
        return None
    counts = np.bincount((clock_us // HOUR_US % 24).astype(int), minlength=24)
    sums = np.array([np.take(counts, range(start, start + QUIET_HOURS), mode="wrap").sum() for start in range(24)])
    expected = len(clock_us) * QUIET_HOURS / 24
    return int(sums.argmin()) if sums.min() < expected / 2 else None


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    names = (zone for zone in sorted(available_timezones()) if zone.count("/") == 1 and not zone.startswith("Etc/"))
    return {zone.split("/")[1].replace("_", " ").lower(): zone for zone in names}


def place_zone(location: str | None) -> str | None:
    """The zone that a profile's place names by its city, or None.

    >>> place_zone("Almaty, Kazakhstan"), place_zone("the moon")
    ('Asia/Almaty', None)
    """
    words = re.split(r"[,/|]", (location or "").lower())
    return next((zone for word in words if (zone := _cities().get(word.strip()))), None)


def sentences(found: ZoneEvidence, name: str, event_zone: str) -> Iterator[str]:
    """What speaks for which zone."""
    if found.id_offset_h is not None:
        sign = f"{found.id_offset_h:+g}"
        yield _("{file}: the ids of {n} posts carry their time; these clocks are at UTC{sign}.").format(
            file=name, n=number(found.ids), sign=sign
        )
    if found.quiet_from is not None:
        until = (found.quiet_from + QUIET_HOURS) % 24
        yield _("{file}: quietest between {start} and {end} on these clocks.").format(
            file=name, start=f"{found.quiet_from:02d}:00", end=f"{until:02d}:00"
        )
        for zone in dict.fromkeys((event_zone, "UTC")):
            if found.night_in(zone, event_zone):
                yield _("If they are clocks of {zone}, that is night in {home}.").format(zone=zone, home=event_zone)
    for zone, n in found.places:
        yield _("{file}: {n} profiles name a place in {zone}.").format(file=name, n=number(n), zone=zone)
    if found.id_offset_h is None and found.quiet_from is None and not found.places:
        yield _("{file}: nothing in it tells. The zone of the event is {zone}.").format(file=name, zone=event_zone)
