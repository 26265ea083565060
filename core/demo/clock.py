"""The moments of the simulated case in milliseconds of UTC, and the daily rhythm of those who post."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

EVENT_ZONE = "Asia/Almaty"
SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
#: Share of the evening peak that each hour of the local day reaches.
_DAY = np.array([45, 25, 13, 8, 7, 9, 18, 36, 52, 60, 64, 68, 74, 72, 68, 66, 70, 76, 84, 92, 100, 98, 86, 64]) / 100
_ROUNDS = 8


def almaty(day: int, hour: int, minute: int = 0, second: int = 0) -> int:
    """Milliseconds of UTC at a moment of February 2020 on the clock of Almaty."""
    return int(datetime(2020, 2, day, hour, minute, second, tzinfo=ZoneInfo(EVENT_ZONE)).timestamp()) * SECOND


FIRST_VIDEO = almaty(7, 22, 0, 41)
BURST = almaty(8, 4, 56, 12)
EARLY_END = almaty(8, 11)
DEBUNK_START = almaty(11, 9, 40)
END = almaty(16, 23, 30)
CAPTURED = almaty(17, 9)


def awake(at_ms: Ints, zone_h: Floats, automated: Flags) -> Floats:
    """Chance between 0 and 1 that an account posts at that moment; automated ones sleep less."""
    local_hour = ((at_ms / HOUR + zone_h) % 24).astype(np.int64)
    chance = _DAY[local_hour]
    return np.where(automated, 0.7 + 0.3 * chance, chance)


def after(base_ms: Ints, zone_h: Floats, automated: Flags, median_ms: Floats, rng: np.random.Generator) -> Ints:
    """A moment after each base: heavy-tailed delay, thinned by the daily rhythm, never past the end."""
    at = np.zeros(len(base_ms), np.int64)
    open_rows = np.arange(len(base_ms))
    spread = np.where(automated, 1.5, 1.9)
    for _ in range(_ROUNDS):
        rows = open_rows
        delay = median_ms[rows] * np.exp(spread[rows] * rng.standard_normal(len(rows)))
        at[rows] = base_ms[rows] + 2 * SECOND + np.minimum(delay, 20 * 24 * HOUR).astype(np.int64)
        kept = (at[rows] < END) & (rng.random(len(rows)) < awake(at[rows], zone_h[rows], automated[rows]))
        open_rows = rows[~kept]
    late = np.flatnonzero(at >= END)
    room = np.maximum(END - base_ms[late] - 2 * SECOND, SECOND)
    at[late] = base_ms[late] + 2 * SECOND + (rng.random(len(late)) ** 3 * room).astype(np.int64)
    return at
