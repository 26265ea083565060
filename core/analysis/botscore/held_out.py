"""What the model says of accounts whose data set it has not seen: each fold is left out once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.botscore.badge import BadgeRule, badge_effect
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.measures import Flags, auc, balanced_weights, platt, sigmoid
from core.analysis.botscore.recipe import Grown, Recipe, badges, grow
from core.analysis.botscore.training_sets import SETS

#: The bends among which ``crossed`` chooses, by the probability at which they begin.
BENDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
#: The largest share of verified people that may reach a probability of one half.
MOST_FLAGGED = 0.01
HALF = 0.5


def labels_of(profiles: pd.DataFrame) -> Flags:
    """True for accounts labelled automated."""
    return np.asarray(profiles["automated"].to_numpy(dtype=bool))


def names_of(profiles: pd.DataFrame) -> npt.NDArray[np.str_]:
    """The fold of each account."""
    return np.asarray(profiles["fold"].to_numpy(dtype=str))


def folds(profiles: pd.DataFrame) -> Iterator[tuple[str, Flags]]:
    """Each fold with its members, shape (n,)."""
    for fold in dict.fromkeys(labelled.fold for labelled in SETS):
        yield fold, (profiles["fold"] == fold).to_numpy(dtype=bool)


def grow_folds(profiles: pd.DataFrame, recipe: Recipe, seed: int) -> dict[str, Grown]:
    """For each fold what was grown without it."""
    return {fold: grow(profiles[~members], recipe, seed) for fold, members in folds(profiles)}


def held_out_log_odds(profiles: pd.DataFrame, grown: dict[str, Grown]) -> Floats:
    """What experts that were grown without its fold say on average of each account, shape (n,)."""
    log_odds = np.full(len(profiles), np.nan)
    for fold, members in folds(profiles):
        log_odds[members] = grown[fold].experts(profiles[members]).mean(axis=1)
    return log_odds


def held_out_probability(
    profiles: pd.DataFrame, log_odds: Floats, badge: BadgeRule, asked: Floats | None = None
) -> Floats:
    """Probabilities from a calibration, and an effect of badges, that have not seen the fold of the account either.

    ``asked`` are other log-odds of the same accounts, that are to be calibrated in the same way.
    """
    probability = np.full(len(profiles), np.nan)
    for _fold, members in folds(profiles):
        new = (log_odds if asked is None else asked)[members]
        probability[members] = _calibrated(profiles, log_odds, ~members, members, new, badge)
    return probability


def _calibrated(
    profiles: pd.DataFrame, log_odds: Floats, fitted: Flags, members: Flags, new: Floats, badge: BadgeRule
) -> Floats:
    """The probabilities of ``members`` with the log-odds ``new`` by a calibration learnt from ``fitted``."""
    known = profiles[fitted]
    labels, names = labels_of(known), names_of(known)
    slope, intercept = platt(log_odds[fitted], labels, balanced_weights(labels, names))
    stated = slope * log_odds[fitted] + intercept
    effect = badge_effect(stated, badges(known), labels, names) if badge.shift else 0.0
    return sigmoid(badge.lowered(slope * new + intercept, badges(profiles[members]), effect))


def flagged_people(profiles: pd.DataFrame, probability: Floats) -> tuple[int, int]:
    """How many verified people have a probability of one half or more, and how many there are."""
    verified = profiles["verified"].fillna(False).to_numpy(dtype=bool) & ~labels_of(profiles)
    return int((probability[verified] >= HALF).sum()), int(verified.sum())


def crossed(profiles: pd.DataFrame, recipe: Recipe, log_odds: Floats, seed: int) -> tuple[Floats, dict[str, float]]:
    """Held-out probabilities whose bend was chosen without the fold of the account, and the bend of each fold.

    For each fold the others are left out one by one, too; the bend with the largest mean area under the curve of
    those is taken among the ones that flag at most ``MOST_FLAGGED`` of their verified people.
    """
    probability, chosen = np.full(len(profiles), np.nan), {}
    inner = _without_two(profiles, recipe, seed)
    for fold, members in folds(profiles):
        rules = [BadgeRule(bend=bend, slope=recipe.badge.slope) for bend in BENDS]
        rule = max(rules, key=lambda rule: _worth(profiles, inner[fold], fold, rule))  # noqa: B023 - used at once
        chosen[fold] = rule.bend
        probability[members] = _calibrated(profiles, log_odds, ~members, members, log_odds[members], rule)
    return probability, chosen


def left_out_probability(profiles: pd.DataFrame, recipe: Recipe, seed: int) -> dict[str, Floats]:
    """For each fold, as if it were a new case: its probabilities, and those of all others, each held out itself."""
    log_odds, found = held_out_log_odds(profiles, grow_folds(profiles, recipe, seed)), {}
    inner, parts = _without_two(profiles, recipe, seed), dict(folds(profiles))
    for fold, case in parts.items():
        known = np.where(case, log_odds, inner[fold])
        found[fold] = np.full(len(profiles), np.nan)
        for members in parts.values():
            fitted = ~case & ~members
            found[fold][members] = _calibrated(profiles, known, fitted, members, known[members], recipe.badge)
    return found


def _without_two(profiles: pd.DataFrame, recipe: Recipe, seed: int) -> dict[str, Floats]:
    """For each fold the log-odds of all other accounts, from experts that saw neither it nor the account's fold."""
    parts = dict(folds(profiles))
    said = {fold: np.full(len(profiles), np.nan) for fold in parts}
    names = list(parts)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            out = parts[one] | parts[other]
            log_odds = np.full(len(profiles), np.nan)
            log_odds[out] = grow(profiles[~out], recipe, seed).experts(profiles[out]).mean(axis=1)
            said[one][parts[other]], said[other][parts[one]] = log_odds[parts[other]], log_odds[parts[one]]
    return said


def _worth(profiles: pd.DataFrame, log_odds: Floats, left_out: str, rule: BadgeRule) -> float:
    """The mean area under the curve of the folds but one, less than nothing where too many verified are flagged."""
    areas, labels, probability = [], labels_of(profiles), np.zeros(len(profiles))
    kept = names_of(profiles) != left_out
    for fold, members in folds(profiles):
        if fold != left_out:
            new = log_odds[members]
            probability[members] = _calibrated(profiles, log_odds, kept & ~members, members, new, rule)
            areas.append(auc(labels[members], probability[members]).value)
    flagged, verified = flagged_people(profiles, probability)
    return float(np.mean(areas)) - (flagged > MOST_FLAGGED * verified)
