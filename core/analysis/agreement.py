"""Whether two people who label the same accounts agree more than chance: Krippendorff's alpha with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.params import param

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AgreementParams:
    """How the interval is drawn, and from how many accounts on it is shown."""

    draws: int = param(
        2000, unit="draws", low=200, high=20_000, help="So many times the accounts are drawn anew for the interval."
    )
    least: int = param(
        10, unit="accounts", low=2, high=200, help="With fewer accounts coded by two people there is no interval.",
        source="Below ten units a bootstrap repeats the same few accounts.",
    )  # fmt: skip
    seed: int = param(2020, help="Start of the random numbers: the same seed gives the same interval.")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha (1 is full agreement, 0 is chance; null where all values are the same) with its 95 % interval.

    ``units`` are the accounts that at least two people coded, ``observed`` is the share of pairs of codings of one
    account that agree.
    """

    alpha: float | None
    low: float | None
    high: float | None
    units: int
    coders: int
    observed: float | None


def agreement(
    codings: pd.DataFrame,
    params: AgreementParams = AgreementParams(),  # noqa: B008 - frozen
) -> Agreement:
    """Krippendorff's alpha for names (nominal), with a bootstrap interval over the units.

    Parameters
    ----------
    codings : DataFrame of n codings
        ``unit`` (what was coded), ``coder``, ``value`` (any text; missing ones are left out). Units that fewer than two
        people coded say nothing about agreement and are left out. A coder counts once per unit.
    params : draws, least units for an interval, seed.

    Returns
    -------
    Agreement
        ``alpha`` is null where nobody could disagree: one value only, or nothing coded twice. The interval is the 2.5
        and 97.5 % quantile over draws of the units with replacement; draws in which all values are the same are left
        out.

    References
    ----------
    Krippendorff: Computing Krippendorff's alpha-reliability, 2011. Its bootstrap draws pairs; this one draws units,
    because the codings of one account belong together (Hayes and Krippendorff 2007 discuss both).

    Examples
    --------
    The second example of Krippendorff (2011), two coders of twelve units:

    >>> ben, gerry = "aabbdcccedda", "babbbcccedd d".replace(" ", "")
    >>> rows = [(u, c, v) for c, text in (("ben", ben), ("gerry", gerry)) for u, v in enumerate(text)]
    >>> found = agreement(pd.DataFrame(rows, columns=["unit", "coder", "value"]))
    >>> round(found.alpha, 3), found.units, found.coders
    (0.692, 12, 2)
    """
    known = codings.dropna(subset=["value"]).drop_duplicates(["unit", "coder"])
    table = pd.crosstab(known["unit"], known["value"]).to_numpy(dtype=np.float64)
    counts = table[table.sum(axis=1) >= 2] if table.size else np.zeros((0, 0))
    units = len(counts)
    coders = int(known[known["unit"].duplicated(keep=False)]["coder"].nunique())
    if not units:
        return Agreement(None, None, None, 0, coders, None)
    alpha = _alpha(counts, np.ones((1, units)))[0]
    low, high = _interval(counts, params) if np.isfinite(alpha) and units >= params.least else (None, None)
    return Agreement(float(alpha) if np.isfinite(alpha) else None, low, high, units, coders, _observed(counts))


def _alpha(counts: Floats, weights: Floats) -> Floats:
    """Alpha of each draw; ``counts`` has units x values, ``weights`` draws x units."""
    coded = counts.sum(axis=1)
    unequal = (coded**2 - (counts**2).sum(axis=1)) / (coded - 1)
    n = weights @ coded
    per_value = weights @ counts
    observed = (weights @ unequal) / n
    expected = (n**2 - (per_value**2).sum(axis=1)) / (n * (n - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - observed / expected, np.nan), dtype=np.float64)


def _interval(counts: Floats, params: AgreementParams) -> tuple[float, float]:
    units = len(counts)
    rng = np.random.default_rng(params.seed)
    weights = rng.multinomial(units, np.full(units, 1 / units), size=params.draws).astype(np.float64)
    drawn = _alpha(counts, weights)
    low, high = np.quantile(drawn[np.isfinite(drawn)], (0.025, 0.975))
    return float(low), float(high)


def _observed(counts: Floats) -> float:
    coded = counts.sum(axis=1)
    pairs = coded * (coded - 1)
    return float(((counts**2).sum(axis=1) - coded).sum() / pairs.sum())


def codings(labels: pd.DataFrame, name: str | None = None) -> pd.DataFrame:
    """What each coder said of each account: unit, coder, value.

    ``labels`` has account_key, kind, text and author. The value is the set of groups as one text ("none" where the
    coder said that no group fits) or, of one group ``name``, yes or no. Accounts that a coder has not labelled are no
    coding: nobody knows what that coder would have said.
    """
    kept = labels[labels["kind"].isin(["group", "none"])]
    sets: dict[tuple[str, str], set[str]] = {}
    for row in kept.itertuples(index=False):
        found = sets.setdefault((str(row.account_key), str(row.author)), set())
        if row.kind == "group":
            found.add(str(row.text))
    value = _whole_set if name is None else lambda groups: "yes" if name in groups else "no"
    rows = [(unit, coder, value(groups)) for (unit, coder), groups in sets.items()]
    return pd.DataFrame(rows, columns=["unit", "coder", "value"])


def _whole_set(groups: set[str]) -> str:
    return "\n".join(sorted(groups)) or "none"
