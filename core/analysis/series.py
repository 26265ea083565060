"""Counts over time as a grid: one row per bin, one column per part."""

from __future__ import annotations

import numpy as np
import pandas as pd

#: Bin widths by name, in seconds; a month counts as 30 days where only its order of size matters.
BINS = {
    "1 minute": 60,
    "5 minutes": 300,
    "15 minutes": 900,
    "1 hour": 3600,
    "6 hours": 21_600,
    "1 day": 86_400,
    "7 days": 604_800,
    "1 month": 2_592_000,
}
MOST_BINS = 320


def bin_for(span_s: float, most: int = MOST_BINS) -> str:
    """The finest bin that cuts a period into at most ``most`` bins.

    Parameters
    ----------
    span_s : length of the period in seconds.
    most : how many bins a chart may carry.

    Examples
    --------
    >>> bin_for(6 * 3600), bin_for(10 * 86_400), bin_for(6 * 365 * 86_400)
    ('5 minutes', '1 hour', '7 days')
    """
    return next((name for name, width_s in BINS.items() if span_s / width_s <= most), "1 month")


def keep_largest(counts: pd.DataFrame, most: int) -> pd.DataFrame:
    """Counts with all but the ``most - 1`` most frequent parts put together as ``other``; ``und`` stays apart.

    Parameters
    ----------
    counts : columns bin, part, n; one row for each bin and part.
    most : how many parts may remain, ``other`` included.

    Examples
    --------
    >>> counts = pd.DataFrame({"bin": [0, 0, 0], "part": ["en", "fr", "de"], "n": [5, 2, 1]})
    >>> keep_largest(counts, 2).to_dict("list")
    {'bin': [0, 0], 'part': ['en', 'other'], 'n': [5, 3]}
    """
    own = counts["part"]
    parts = largest_parts(own, most, counts["n"])
    if parts is own:
        return counts
    return counts.assign(part=parts).groupby(["bin", "part"], as_index=False)["n"].sum()


def largest_parts(parts: pd.Series, most: int, n: pd.Series | None = None) -> pd.Series:
    """The parts with all but the ``most - 1`` most frequent called ``other``; ``und`` stays apart.

    Parameters
    ----------
    parts : name of a part, shape (rows,).
    most : how many different parts may remain, ``other`` included.
    n : how often each row counts, shape (rows,); once where it is left out.

    Examples
    --------
    >>> largest_parts(pd.Series(["en", "en", "fr", "de", "und"]), 3).tolist()
    ['en', 'en', 'other', 'other', 'und']
    """
    counted = pd.Series(1, index=parts.index) if n is None else n
    sizes = counted.groupby(parts).sum().sort_values(ascending=False, kind="stable")
    if len(sizes) <= most:
        return parts
    kept = sizes.index.drop(["und", "other"], errors="ignore")[: most - 1 - ("und" in sizes.index)]
    return parts.where(parts.isin([*kept, "und"]), "other")


def as_grid(counts: pd.DataFrame, width: str) -> pd.DataFrame:
    """One row per bin and one column per part, largest part first; bins without posts are 0.

    Parameters
    ----------
    counts : columns bin (naive local time), part, n.
    width : a key of BINS; months are of unequal length and are not filled up.

    Returns
    -------
    Frame indexed by bin, one float column per part.

    Examples
    --------
    >>> bins = pd.to_datetime(["2020-02-07 22:00", "2020-02-08 00:00"])
    >>> as_grid(pd.DataFrame({"bin": bins, "part": "en", "n": [1, 4]}), "1 hour")["en"].tolist()
    [1.0, 0.0, 4.0]
    """
    bins, row = np.unique(counts["bin"].to_numpy(), return_inverse=True)
    column, parts = pd.factorize(counts["part"], sort=True)
    grid = np.zeros((len(bins), len(parts)))
    np.add.at(grid, (row, column), counts["n"].to_numpy(dtype=float))
    wide = pd.DataFrame(grid, index=pd.Index(bins, name="bin"), columns=pd.Index(parts, name="part"))
    if width != "1 month" and len(wide) > 1:
        every = pd.date_range(wide.index[0], wide.index[-1], freq=f"{BINS[width]}s")
        wide = wide.reindex(every.union(wide.index), fill_value=0)
    return wide[wide.sum().sort_values(ascending=False, kind="stable").index]


def totals(counts: pd.DataFrame) -> pd.Series:
    """The sum over all parts of each bin that has posts, in order of time.

    Parameters
    ----------
    counts : columns bin, part, n.

    Examples
    --------
    >>> totals(pd.DataFrame({"bin": [1, 0, 1], "part": ["en", "en", "fr"], "n": [5, 2, 1]})).to_dict()
    {0: 2, 1: 6}
    """
    return counts.groupby("bin")["n"].sum()
