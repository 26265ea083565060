"""What else is tried on held-out folds: the same accounts a year later, and what sixty answers gain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.analysis.botscore.features import feature_matrix
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.held_out import HALF, folds, held_out_log_odds, held_out_probability, labels_of
from core.analysis.botscore.local import TeachParams, draw_accounts, fit_layer
from core.analysis.botscore.measures import Flags, auc, sigmoid
from core.analysis.botscore.profiles import COUNTS, age_days
from core.analysis.botscore.recipe import Grown, Recipe
from core.errors import CaseError

YEAR_DAYS = 365
#: How often sixty accounts are drawn from each fold.
DRAWS = 10


@dataclass(frozen=True, slots=True)
class Later:
    """A fold a year later: the share of accounts that change side at one half, and Spearman's rank correlation."""

    fold: str
    accounts: int
    moved: float
    rank: float


@dataclass(frozen=True, slots=True)
class Taught:
    """What sixty answers gain on the other accounts of a fold: mean areas under the curve, and the draws counted."""

    fold: str
    before: float
    after: float
    draws: int


def a_year_later(profiles: pd.DataFrame) -> pd.DataFrame:
    """The profiles captured 365 days later, had every count grown as fast as in the account's life so far.

    >>> one = {"created_at": pd.Timestamp("2015-01-01", tz="UTC"), "captured_at": pd.Timestamp("2016-01-01", tz="UTC")}
    >>> then = a_year_later(pd.DataFrame([{**one, **dict.fromkeys(COUNTS, 100.0)}]))
    >>> then["followers"].tolist(), str(then["captured_at"][0].date())
    ([200.0], '2016-12-31')
    """
    age = np.maximum(age_days(profiles), 1.0)
    grown = {name: np.round(profiles[name].to_numpy(dtype=np.float64) * (1 + YEAR_DAYS / age)) for name in COUNTS}
    return profiles.assign(captured_at=profiles["captured_at"] + pd.Timedelta(days=YEAR_DAYS), **grown)


def later(profiles: pd.DataFrame, recipe: Recipe, grown: dict[str, Grown], log_odds: Floats) -> list[Later]:
    """How many accounts of each held-out fold change side when their profile is captured a year later."""
    now = held_out_probability(profiles, log_odds, recipe.badge)
    asked = held_out_log_odds(a_year_later(profiles), grown)
    then = held_out_probability(profiles, log_odds, recipe.badge, asked)
    found = []
    for fold, members in folds(profiles):
        moved = float(((now >= HALF) != (then >= HALF))[members].mean())
        ranks = pd.Series(now[members]).corr(pd.Series(then[members]), method="spearman")
        found.append(Later(fold, int(members.sum()), moved, float(ranks)))
    return found


def taught(profiles: pd.DataFrame, grown: dict[str, Grown], probability: Floats, seed: int) -> list[Taught]:
    """What sixty answers, drawn as on the page, gain on the accounts of a held-out fold that were not drawn."""
    labels, found = labels_of(profiles), []
    log_odds = np.log(probability / (1 - probability))
    for fold, members in folds(profiles):
        filled = grown[fold].neutral.fill(feature_matrix(profiles[members], grown[fold].bigrams))
        areas = [_one(log_odds[members], filled, labels[members], seed + draw) for draw in range(DRAWS)]
        whole = np.array([pair for pair in areas if pair])
        before, after = whole.mean(axis=0) if len(whole) else (np.nan, np.nan)
        found.append(Taught(fold, float(before), float(after), len(whole)))
    return found


def _one(log_odds: Floats, filled: Floats, automated: Flags, seed: int) -> tuple[float, float] | None:
    """The areas before and after on the accounts that were not drawn; None where a kind is too rare."""
    frame = pd.DataFrame({"account_key": np.arange(len(filled)), "probability": sigmoid(log_odds)})
    asked = draw_accounts(frame, TeachParams().drawn, seed)["account_key"].to_numpy()
    try:
        layer = fit_layer(log_odds[asked], filled[asked], automated[asked], filled)
    except CaseError:
        return None
    rest = np.setdiff1d(np.arange(len(filled)), asked)
    if automated[rest].all() or not automated[rest].any():
        return None
    said = layer.log_odds(log_odds[rest], filled[rest])
    return auc(automated[rest], log_odds[rest]).value, auc(automated[rest], said).value
