"""Silences and bursts in the flow of posts, each with the test that it passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.tails import adjusted, at_least, at_most
from core.i18n import _, moment, number, percent
from core.params import param

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Times = npt.NDArray[np.datetime64]

SILENCE_COLUMNS = ["start", "end", "length_s", "posts", "expected", "p"]
BURST_COLUMNS = ["start", "end", "peak_at", "peak_end", "peak_posts", "posts", "baseline_per_h", "ratio", "p"]


@dataclass(frozen=True)
class SilenceParams:
    """What may be chosen about silences."""

    around_h: float = param(
        24.0,
        unit="h",
        low=1.0,
        high=168.0,
        help="A silence is compared with the rate of posts in so many hours before and after it.",
        source="One day, so that day and night are both in the comparison.",
    )
    quiet_share: float = param(
        0.1, low=0.001, high=0.5, help="Near silence: fewer posts than this share of the rate around it."
    )
    shortest_min: float = param(30.0, unit="min", low=1.0, high=1440.0, help="Shorter silences are not reported.")
    fewest_posts: int = param(
        100, unit="posts", low=1, high=100_000, help="Fewer posts in the hours around tell nothing of a silence."
    )
    alpha: float = param(0.001, low=1e-9, high=0.05, help="Largest chance at which a silence is still reported.")
    most: int = param(5, unit="silences", low=1, high=50, help="At most so many silences are reported.")
    bin_s: int = param(60, unit="s", low=1, high=3600, help="Posts are counted in steps of this length.")


@dataclass(frozen=True)
class BurstParams:
    """What may be chosen about bursts."""

    bin_s: int = param(600, unit="s", low=60, high=86400, help="Posts are counted in steps of this length.")
    baseline_h: float = param(
        24.0, unit="h", low=1.0, high=168.0, help="Each step is compared with so many hours before it."
    )
    history_h: float = param(
        1.0, unit="h", low=0.1, high=24.0, help="Steps with less data than this before them are not tested."
    )
    smallest_ratio: float = param(3.0, low=1.0, high=100.0, help="Smallest multiple of the rate before.")
    fewest_posts: int = param(10, unit="posts", low=1, high=1000, help="Steps with fewer posts are no burst.")
    alpha: float = param(
        0.001,
        low=1e-9,
        high=0.1,
        help="Share of false alarms allowed among the steps reported.",
        source="Benjamini and Hochberg (1995).",
    )
    merge_s: int = param(3600, unit="s", low=0, high=86400, help="Steps no further apart than this are one burst.")
    most: int = param(5, unit="bursts", low=1, high=50, help="At most so many bursts are listed, those of most posts.")
    listed_share: float = param(
        0.02, low=0.0, high=1.0, help="Bursts of fewer posts than this share of the largest are counted, not listed."
    )


class _Bins(NamedTuple):
    """Counts in equal steps from the first post to the last."""

    start_us: int
    step_us: int
    counts: Ints


def silences(seen: Times | pd.DataFrame, params: SilenceParams | None = None) -> pd.DataFrame:
    """The clearest silences: stretches with almost no posts between hours with many, most certain first.

    Parameters
    ----------
    seen : array of n times (UTC, datetime64), or DataFrame with ``at`` (start of a step, UTC) and ``n`` (posts)
        With times, ``start`` and ``end`` are those of the last post before and the first post after; with counts they
        are exact to the step.
    params : SilenceParams, optional

    Returns
    -------
    DataFrame
        ``start``, ``end`` (UTC), ``length_s``, ``posts`` in between, ``expected`` posts at the rate around it, ``p``.

    Notes
    -----
    Stretches are the maximal segments of "``quiet_share`` of the posts expected, less the posts found". The test: if
    posts came independently of each other at the average rate of the ``around_h`` hours before and after, how probable
    is a stretch with so few? Multiplied by the number of steps at which it could have begun (Bonferroni). Where the
    data around are shorter than the stretch, their rate is taken over its length: never are more posts expected than
    were found around it, and fewer than ``fewest_posts`` there are no ground for a test. Posts answer each other, so
    this is a yardstick, not a court's proof; a hole in the collection looks the same as a silence.

    References
    ----------
    Bentley (1984), Programming pearls, CACM 27(9), for the maximal segment; Naus (1982), Approximations for
    distributions of scan statistics, JASA 77, for why the place of the stretch must be corrected for.

    Examples
    --------
    >>> minute = np.timedelta64(1, "m")
    >>> before = np.datetime64("2020-02-07T16:00")
    >>> times = np.concatenate([[before], before + 416 * minute + np.arange(900) * minute // 5])
    >>> found = silences(times)
    >>> found[["length_s", "posts"]].to_dict("records")[0]
    {'length_s': 24960.0, 'posts': 0}
    """
    params = params or SilenceParams()
    bins = _binned(seen, params.bin_s)
    tested = [_tested(bins, a, b, params) for a, b in _quiet_stretches(bins, params)]
    clear = [row for row in tested if row["p"] <= params.alpha and row["length_s"] >= params.shortest_min * 60]
    kept = pd.DataFrame(sorted(clear, key=lambda row: (row["p"], -row["expected"])), columns=SILENCE_COLUMNS)
    return kept if isinstance(seen, pd.DataFrame) else _between_posts(kept, seen)


def bursts(seen: Times | pd.DataFrame, params: BurstParams | None = None) -> pd.DataFrame:
    """The stretches in which posts came much faster than in the hours before, in order of time.

    Parameters
    ----------
    seen : array of n times (UTC, datetime64), or DataFrame with ``at`` (start of a step, UTC) and ``n`` (posts)
    params : BurstParams, optional

    Returns
    -------
    DataFrame
        ``start`` (UTC, first post; of counts the first step with posts), ``end`` (whole steps of ``bin_s``),
        ``peak_at``, ``peak_end``, ``peak_posts`` of the busiest step, ``posts`` in all,
        ``baseline_per_h`` (rate before the start), ``ratio`` of the burst's rate to it (null where there was nothing
        before), ``p`` of its clearest step after correction.

    Notes
    -----
    Each step of ``n`` posts is compared with the ``B`` posts of up to ``m`` steps before: under one common Poisson rate
    ``n`` is binomial (n + B, 1 / (m + 1)), which also counts how little is known from a short or empty past. The
    p-values of all steps are corrected together (Benjamini-Hochberg). The first ``history_h`` hours cannot be tested.

    References
    ----------
    Przyborowski, Wilenski (1940), Biometrika 31. Benjamini, Hochberg (1995), J. R. Statist. Soc. B 57(1).

    Examples
    --------
    >>> at = pd.date_range("2020-02-07 16:00", periods=60, freq="10min", tz="UTC")
    >>> n = np.where(np.arange(60) < 42, 1, 50)
    >>> found = bursts(pd.DataFrame({"at": at, "n": n}))
    >>> found["start"].dt.strftime("%H:%M").tolist(), found["ratio"].tolist()
    (['23:00'], [50.0])
    """
    params = params or BurstParams()
    bins = _binned(seen, params.bin_s)
    before, steps = _trailing(bins, params)
    q = _corrected(bins.counts, before, steps, params)
    fast = bins.counts * np.maximum(steps, 1) >= params.smallest_ratio * before
    hit = np.flatnonzero((q <= params.alpha) & fast & (bins.counts >= params.fewest_posts))
    rows = [_burst(bins, group, before, steps, q) for group in _merged(hit, params)]
    frame = pd.DataFrame(rows, columns=BURST_COLUMNS).astype({"ratio": float, "p": float, "baseline_per_h": float})
    return frame.assign(start=_first_posts(frame["start"], seen)) if len(frame) else frame


def largest(found: pd.DataFrame, params: BurstParams | None = None) -> pd.DataFrame:
    """The bursts of ``found`` worth a line each, in order of time: at most ``most``, none tiny beside the largest.

    Examples
    --------
    >>> largest(pd.DataFrame({"start": [1, 2, 3], "posts": [11, 900, 40]}))["posts"].tolist()
    [900, 40]
    """
    params = params or BurstParams()
    posts, starts = found["posts"].to_numpy(dtype=float), found["start"].to_numpy()
    listed = np.flatnonzero(posts >= params.listed_share * posts.max(initial=0.0))
    listed = listed[np.argsort(-posts[listed], kind="stable")[: params.most]]
    return found.iloc[listed[np.argsort(starts[listed], kind="stable")]].reset_index(drop=True)


def silence_sentence(silence: pd.Series, zone: str) -> str:
    """One silence in words: from, to, posts in between and posts expected, and how unlikely it is."""
    text = _(
        "Silence from {start} to {end}: {posts} posts where about {expected} would be expected at the rate around it; "
        "probability {p}."
    )
    counts = {"posts": number(silence["posts"]), "expected": number(silence["expected"], 0)}
    return text.format(**_from_to(silence, zone), **counts, p=_chance(silence["p"]))


def burst_sentence(burst: pd.Series, zone: str) -> str:
    """One burst in words: from, to, posts, how many times the rate before, and the busiest step."""
    if pd.isna(burst["ratio"]):
        text = _("Burst from {start} to {end}: {posts} posts after hours without any{peak}; probability {p}.")
    else:
        text = _("Burst from {start} to {end}: {posts} posts, {ratio} times the rate before{peak}; probability {p}.")
    counts = {"posts": number(burst["posts"]), "ratio": number(burst["ratio"], 0 if burst["ratio"] >= 10 else 1)}
    return text.format(**_from_to(burst, zone), **counts, peak=_peak(burst, zone), p=_chance(burst["p"]))


def _peak(burst: pd.Series, zone: str) -> str:
    """The busiest step of a burst of several, with its day where the burst began on another."""
    if burst["peak_posts"] == burst["posts"]:
        return ""
    same_day = _day(burst["start"], zone) == _day(burst["peak_at"], zone)
    start = moment(burst["peak_at"], zone, "HH:mm" if same_day else "d MMM, HH:mm")
    text = _(", {n} posts at the peak ({start}–{end})")
    return text.format(n=number(burst["peak_posts"]), start=start, end=moment(burst["peak_end"], zone, "HH:mm"))


def _from_to(found: pd.Series, zone: str) -> dict[str, str]:
    """Start and end in words; the end without its day where that is the day of the start."""
    end = moment(found["end"], zone, "HH:mm") if _day(found["start"], zone) == _day(found["end"], zone) else ""
    return {"start": moment(found["start"], zone), "end": end or moment(found["end"], zone)}


def _day(at: pd.Timestamp, zone: str) -> str:
    return moment(at, zone, "d M y")


def condition() -> str:
    """What every probability of a silence or burst assumes; stands once above the list."""
    return _(
        "Probabilities are what chance alone would give if posts came independently of each other. They answer each "
        "other, so this is a yardstick, not proof."
    )


def silence_method(params: SilenceParams | None = None) -> str:
    """The test of a silence, for the line under a figure."""
    params = params or SilenceParams()
    return _(
        "Silence: a stretch with less than {share} of the posts expected from the {hours} hours before and after it, "
        "which would be very unlikely if posts came independently of each other at a steady rate (Poisson, corrected "
        "for all places where it could begin). A hole in the collection looks the same."
    ).format(share=percent(params.quiet_share), hours=number(params.around_h))


def burst_method(params: BurstParams | None = None) -> str:
    """The test of a burst, for the line under a figure."""
    params = params or BurstParams()
    return _(
        "Burst: steps of {minutes} minutes with at least {ratio} times the rate of the {hours} hours before, tested "
        "as two Poisson counts; at most {alpha} of the steps reported are expected to be false alarms "
        "(Benjamini–Hochberg)."
    ).format(
        minutes=number(params.bin_s / 60),
        ratio=number(params.smallest_ratio),
        hours=number(params.baseline_h),
        alpha=percent(params.alpha, 1),
    )


def _chance(p: float) -> str:
    """A probability as a reader says it."""
    if p < 1e-6:
        return _("less than one in a million")
    return _("about one in {n}").format(n=number(round(1 / p))) if p < 0.01 else percent(p, 1)


def _binned(seen: Times | pd.DataFrame, step_s: int) -> _Bins:
    """Posts per step; steps begin on whole multiples, so that 10-minute steps begin at :00, :10, …"""
    if isinstance(seen, pd.DataFrame):
        at, n = _microseconds(seen["at"]), seen["n"].to_numpy(float)
    else:
        at = _microseconds(pd.Series(seen))
        n = np.ones(at.size)
    known = at != np.iinfo(np.int64).min
    step_us = step_s * 1_000_000
    if not known.any():
        return _Bins(0, step_us, np.zeros(0, np.int64))
    place = at[known] // step_us
    counts = np.bincount(place - place.min(), n[known]).astype(np.int64)
    return _Bins(int(place.min()) * step_us, step_us, counts)


def _microseconds(times: pd.Series) -> Ints:
    dated = pd.api.types.is_datetime64_any_dtype(times.dtype)
    stamps = times if dated else pd.to_datetime(times, utc=True)
    return np.asarray(stamps.to_numpy("datetime64[us]").astype(np.int64))  # in UTC


def _moment_of(bins: _Bins, step: int) -> pd.Timestamp:
    return pd.Timestamp(bins.start_us + step * bins.step_us, unit="us", tz="UTC")


def _quiet_stretches(bins: _Bins, params: SilenceParams) -> list[tuple[int, int]]:
    """First and last step (exclusive) of the maximal quiet stretches, at most twice as many as reported."""
    if bins.counts.size < 3:
        return []
    # Above 0 over a stretch exactly where it holds less than quiet_share of the posts expected.
    gain = _local_rate(bins, params) * params.quiet_share - bins.counts
    # The data begin and end with a post by definition: nothing is known of the time outside.
    spans = [(1, int(gain.size) - 1)]
    found: list[tuple[int, int]] = []
    while spans and len(found) < 2 * params.most:
        best = max((_best_stretch(gain, a, b) for a, b in spans if b > a), default=(0.0, 0, 0, 0, 0))
        if best[0] <= 0:
            break
        _gain, start, end, a, b = best
        found.append((start, end))
        spans.remove((a, b))
        spans += [(a, start), (end, b)]
    return found


def _best_stretch(gain: Floats, a: int, b: int) -> tuple[float, int, int, int, int]:
    """The contiguous stretch of greatest sum within [a, b), and that span."""
    total = np.concatenate([[0.0], np.cumsum(gain[a:b])])
    rise = total[1:] - np.minimum.accumulate(total[:-1])
    end = int(np.argmax(rise))
    start = int(np.argmin(total[: end + 1]))
    return float(rise[end]), a + start, a + end + 1, a, b


def _local_rate(bins: _Bins, params: SilenceParams) -> Floats:
    """Mean posts per step in the hours before and after each step, within the data."""
    total = np.concatenate([[0], np.cumsum(bins.counts)])
    reach = int(params.around_h * 3.6e9 / bins.step_us)
    place = np.arange(bins.counts.size)
    low, high = np.maximum(place - reach, 0), np.minimum(place + reach + 1, bins.counts.size)
    return np.asarray((total[high] - total[low]) / (high - low))


def _tested(bins: _Bins, a: int, b: int, params: SilenceParams) -> dict[str, Any]:
    """One stretch with its test against the hours before and after it."""
    reach = int(params.around_h * 3.6e9 / bins.step_us)
    around = np.concatenate([bins.counts[max(0, a - reach) : a], bins.counts[b : b + reach]])
    rate = around.sum() / max(around.size, b - a)
    posts, expected = int(bins.counts[a:b].sum()), float(rate) * (b - a)
    enough = around.sum() >= params.fewest_posts
    p = min(1.0, float(at_most(posts, expected)) * bins.counts.size) if enough else 1.0
    found = (_moment_of(bins, a), _moment_of(bins, b), (b - a) * bins.step_us / 1e6, posts, expected, p)
    return dict(zip(SILENCE_COLUMNS, found, strict=True))


def _between_posts(found: pd.DataFrame, times: Times) -> pd.DataFrame:
    """Silences widened to the last post before and the first post after."""
    known = np.sort(_microseconds(pd.Series(times)))
    before = np.searchsorted(known, _microseconds(found["start"])) - 1
    after = np.searchsorted(known, _microseconds(found["end"]))
    start = pd.to_datetime(known[before], unit="us", utc=True)
    end = pd.to_datetime(known[after], unit="us", utc=True)
    return found.assign(start=start, end=end, length_s=(end - start).total_seconds())


def _trailing(bins: _Bins, params: BurstParams) -> tuple[Ints, Ints]:
    """Posts and number of steps before each step, at most ``baseline_h`` back."""
    total = np.concatenate([[0], np.cumsum(bins.counts)])
    reach = max(1, int(params.baseline_h * 3.6e9 / bins.step_us))
    place = np.arange(bins.counts.size)
    low = np.maximum(place - reach, 0)
    return np.asarray(total[place] - total[low]), np.asarray(place - low)


def _corrected(counts: Ints, before: Ints, steps: Ints, params: BurstParams) -> Floats:
    """p-value of each step after Benjamini-Hochberg; 1 where it cannot be tested."""
    q = np.ones(counts.size)
    testable = steps * params.bin_s >= params.history_h * 3600
    if testable.any():
        n, b, m = counts[testable], before[testable], steps[testable]
        q[testable] = adjusted(at_least(n, n + b, 1 / (m + 1)))
    return q


def _merged(hit: Ints, params: BurstParams) -> list[Ints]:
    """Steps gathered into bursts."""
    if not hit.size:
        return []
    apart = 1 + params.merge_s // params.bin_s
    return np.split(hit, np.flatnonzero(np.diff(hit) > apart) + 1)


def _burst(bins: _Bins, group: Ints, before: Ints, steps: Ints, q: Floats) -> tuple[object, ...]:
    """One burst as a row."""
    a, b = int(group[0]), int(group[-1]) + 1
    counts = bins.counts[a:b]
    peak = a + int(np.argmax(counts))
    base = before[a] / steps[a]
    ratio = counts.mean() / base if base else np.nan
    per_hour = 3.6e9 / bins.step_us
    moments = _moment_of(bins, a), _moment_of(bins, b), _moment_of(bins, peak), _moment_of(bins, peak + 1)
    return *moments, int(bins.counts[peak]), int(counts.sum()), base * per_hour, ratio, float(q[group].min())


def _first_posts(starts: pd.Series, seen: Times | pd.DataFrame) -> pd.DatetimeIndex:
    """The first post at or after each start: a step that begins at 04:50 may have its first post at 04:56."""
    known = seen.loc[seen["n"] > 0, "at"] if isinstance(seen, pd.DataFrame) else pd.Series(seen)
    at = np.sort(_microseconds(known.dropna()))
    return pd.to_datetime(at[np.searchsorted(at, _microseconds(starts))], unit="us", utc=True)
