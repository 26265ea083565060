"""Which clock an account may live by: the zone in which its quiet hours are the night, with its doubt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.params import param

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClockParams:
    """When an account is taken to sleep, and from how many posts on anything is said."""

    least: int = param(
        60, unit="posts", low=24, high=1000, help="With fewer posts an empty hour is chance.",
        source="Of even rhythms of 60 posts fewer than one in a million leaves seven hours in a row empty.",
    )  # fmt: skip
    quiet_h: int = param(7, unit="hours", low=4, high=10, help="So many hours in a row are taken for the night.")
    wakes_at: int = param(7, unit="o'clock", low=4, high=10, help="The hour at which these hours end on its own clock.")
    most_share: float = param(
        0.12, unit="share", low=0.0, high=0.29, help="With more posts than this in the quiet hours there is no night.",
        source="An even rhythm has 29 % in seven hours.",
    )  # fmt: skip
    draws: int = param(400, unit="draws", low=100, high=5000, help="So many times the posts are drawn anew.")
    seed: int = param(2020, help="Start of the random numbers.")


@dataclass(frozen=True, slots=True)
class Clock:
    """The offset from UTC in hours (-11 to 12) that makes the quiet hours the night, and the offsets (90 %) it may be.

    ``offset`` is null where there is no night; ``quiet`` is the share of posts in the quietest hours.
    """

    offset: int | None
    low: int | None
    high: int | None
    quiet: float
    posts: int


def clock(hours: Ints, params: ClockParams = ClockParams()) -> Clock | None:  # noqa: B008 - frozen
    """The likely clock of an account, or None where it has too few posts.

    Parameters
    ----------
    hours : posts in each hour of the day in UTC, shape (24,).
    params : what counts as the night.

    Returns
    -------
    Clock or None
        The quietest ``quiet_h`` hours in a row are taken to end at ``wakes_at``. Bounds are the 5 and 95 % quantile of
        what the same rule gives when the posts are drawn anew (they do not contain the doubt whether it sleeps then).

    Notes
    -----
    A zone is no place: whole countries share one, and people travel, work at night, or schedule their posts.

    Examples
    --------
    >>> day = np.zeros(24, dtype=int); day[1:18] = 10  # quiet from 18 to 1 o'clock UTC
    >>> clock(day).offset
    6
    >>> clock(np.full(24, 10)).offset is None
    True
    """
    total = int(hours.sum())
    if total < params.least:
        return None
    start, share = _quietest(hours[None, :].astype(np.float64), params.quiet_h)
    if share[0] > params.most_share:
        return Clock(None, None, None, float(share[0]), total)
    offset = _offset(start, params)[0]
    rng = np.random.default_rng(params.seed)
    drawn = rng.multinomial(total, hours / total, size=params.draws).astype(np.float64)
    apart = (_offset(_quietest(drawn, params.quiet_h)[0], params) - offset + 12) % 24 - 12
    low, high = np.quantile(apart, (0.05, 0.95), method="nearest")
    return Clock(int(offset), int(offset + low), int(offset + high), float(share[0]), total)


def _quietest(hours: npt.NDArray[np.float64], length: int) -> tuple[Ints, npt.NDArray[np.float64]]:
    """First hour of the quietest stretch of each row (the middle one of several), and its share of the posts."""
    around = np.concatenate([hours, hours[:, : length - 1]], axis=1)
    sums = np.lib.stride_tricks.sliding_window_view(around, length, axis=1).sum(axis=2)
    least = sums == sums.min(axis=1, keepdims=True)
    turn = np.exp(2j * np.pi * np.arange(24) / 24)
    middle = np.angle((least * turn).sum(axis=1)) * 24 / (2 * np.pi)
    nearest = np.abs((np.arange(24)[None, :] - middle[:, None] + 12) % 24 - 12)
    start = np.where(least, nearest, np.inf).argmin(axis=1)
    return start.astype(np.int64), sums.min(axis=1) / hours.sum(axis=1)


def _offset(start: Ints, params: ClockParams) -> Ints:
    """Hours to add to UTC so that the stretch ends at ``wakes_at``, from -11 to 12."""
    return np.asarray((params.wakes_at - (start + params.quiet_h) + 11) % 24 - 11, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Posts at night (0 to 5:59 on one clock) and the longest pauses (start, end, hours), the longest first."""

    night: float
    posts: int
    longest: tuple[tuple[pd.Timestamp, pd.Timestamp, float], ...]


def pauses(times: pd.DataFrame, most: int = 5) -> Pauses | None:
    """The share of night hours and the longest pauses of an account; None without a post.

    ``times`` has posted_at (UTC) and local_at (the clock whose night is meant), in order of time.

    >>> at = pd.to_datetime(["2020-02-08 01:00", "2020-02-08 02:00", "2020-02-09 12:00"])
    >>> found = pauses(pd.DataFrame({"posted_at": at, "local_at": at}))
    >>> round(found.night, 2), found.longest[0][2]
    (0.67, 34.0)
    """
    if times.empty:
        return None
    gaps = times["posted_at"].diff().dt.total_seconds() / 3600
    places = gaps.dropna().nlargest(most).index
    rows = times["posted_at"]
    longest = tuple((rows.shift(1).loc[place], rows.loc[place], float(gaps.loc[place])) for place in places)
    return Pauses(float((times["local_at"].dt.hour < 6).mean()), len(times), longest)
