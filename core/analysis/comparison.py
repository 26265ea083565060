"""Groups or communities beside each other: shares with their intervals, and how far their audiences are the same."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.analysis.intervals import wilson
from core.params import param


@dataclass(frozen=True, slots=True)
class ComparisonParams:
    """From how many scored accounts on a share of a group is stated."""

    least: int = param(
        30, unit="accounts", low=10, high=500, help="Of fewer scored accounts no share is stated.",
        source="With 30 the interval of a share is still 34 points wide.",
    )  # fmt: skip


def compare(
    compared: pd.DataFrame,
    languages: pd.DataFrame,
    params: ComparisonParams = ComparisonParams(),  # noqa: B008 - frozen
) -> pd.DataFrame:
    """The parts with the share of their scored accounts that shows signs of automation.

    Parameters
    ----------
    compared : one row per part, with at least ``part``, ``scored`` and ``signs`` (accounts).
    languages : ``part``, ``lang`` and ``n``, the most frequent first within a part.

    Returns
    -------
    DataFrame
        ``compared`` with ``signs_share``, ``signs_low``, ``signs_high`` (95 %, Wilson; null under ``params.least``
        scored accounts) and ``languages`` (their codes, most frequent first, with spaces).

    Examples
    --------
    >>> rows = pd.DataFrame({"part": ["A", "B"], "scored": [100, 29], "signs": [33, 29]})
    >>> found = compare(rows, pd.DataFrame({"part": ["A", "A"], "lang": ["en", "ru"], "n": [2, 1]}))
    >>> found["signs_low"].round(3).tolist(), found["languages"].tolist()
    ([0.246, nan], ['en ru', ''])
    """
    counts = zip(compared["signs"], compared["scored"], strict=True)
    shares = [(k / n, *wilson(int(k), int(n))) if n >= params.least else (float("nan"),) * 3 for k, n in counts]
    spoken = languages.groupby("part", sort=False)["lang"].agg(" ".join) if len(languages) else pd.Series(dtype=str)
    columns = ["signs_share", "signs_low", "signs_high"]
    told = pd.DataFrame(shares, columns=columns, index=compared.index, dtype=float)
    return compared.assign(**{name: told[name] for name in columns}, languages=compared["part"].map(spoken).fillna(""))


def overlaps(audiences: pd.DataFrame) -> pd.DataFrame:
    """How far two audiences are the same accounts.

    ``audiences`` has ``one``, ``other`` and ``accounts`` in common, with one row per part for itself (its whole
    audience). Returned, one row per pair, the largest overlap first: ``one``, ``other``, ``one_accounts``,
    ``other_accounts``, ``both``, ``either``, ``overlap`` (both / either, Jaccard), ``low`` and ``high`` (95 %).

    >>> rows = [("A", "A", 10), ("A", "B", 4), ("B", "A", 4), ("B", "B", 6)]
    >>> overlaps(pd.DataFrame(rows, columns=["one", "other", "accounts"]))[["both", "either"]].values.tolist()
    [[4, 12]]
    """
    counts = {(row.one, row.other): int(row.accounts) for row in audiences.itertuples(index=False)}
    names = sorted({one for one, other in counts if one == other})
    rows = []
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            both = counts.get((one, other), 0)
            either = counts[one, one] + counts[other, other] - both
            rows.append((one, other, counts[one, one], counts[other, other], both, either, both / either))
    columns = ["one", "other", "one_accounts", "other_accounts", "both", "either", "overlap"]
    found = pd.DataFrame(rows, columns=columns).sort_values(
        "overlap", ascending=False, kind="stable", ignore_index=True
    )
    bounds = [wilson(int(row.both), int(row.either)) for row in found.itertuples(index=False)]
    return found.assign(low=[low for low, _high in bounds], high=[high for _low, high in bounds])
