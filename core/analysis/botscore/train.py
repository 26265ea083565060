"""Training: grow on the labelled sets, judge on each set that was held out, calibrate, write what ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.botscore import card
from core.analysis.botscore.artefact import CARD_FILE, save
from core.analysis.botscore.calibration import badge_effect, calibrate
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.measures import (
    Flags,
    auc,
    balanced_weights,
    brier,
    calibration_error,
    platt,
    precision_recall,
    rates_at,
    sigmoid,
)
from core.analysis.botscore.recipe import MODEL_NAME, Recipe, badges, grow
from core.analysis.botscore.report import (
    HALF,
    PREVALENCE,
    RATE_CUTS,
    STRICT,
    FoldResult,
    LanguageResult,
    Report,
    SetCount,
)
from core.analysis.botscore.training_sets import SETS, read_sets
from core.analysis.botscore.validity import LEAST, save_validity

SHIPPED_RECIPE = Recipe("five experts, constrained (ships)")
PUBLISHED = Recipe("BotometerLite: random forest, its features", experts=False, published=True, badge=False)
TRIED = (
    Recipe("five experts, constrained, badges as the trees see them", badge=False),
    Recipe("five experts, not constrained", constrained=False),
    Recipe("five experts, each sees its own pool only", alone=True),
    Recipe("one forest for all, constrained", experts=False, rounds=150),
)


def train(data_dir: Path, out_dir: Path, seed: int, tried: tuple[Recipe, ...] = TRIED) -> Report:
    """The report of a training whose model, tables and card are written to ``out_dir``.

    Parameters
    ----------
    data_dir : the folder of labelled accounts (parquet).
    out_dir : receives model.json, handle_bigrams.json, validity.json and MODEL_CARD.md; the same bytes for a seed.
    seed : of every random step.
    tried : what else is compared in the card.

    Returns
    -------
    Report
        Per held-out set: AUC with its interval, Brier score, calibration error, rates, precision; the same of a
        random forest on BotometerLite's features.

    Raises
    ------
    CaseError
        A training file is missing.
    """
    return train_on(read_sets(data_dir), out_dir, seed, tried=tried)


def train_on(
    profiles: pd.DataFrame,
    out_dir: Path,
    seed: int,
    recipe: Recipe = SHIPPED_RECIPE,
    tried: tuple[Recipe, ...] = TRIED,
) -> Report:
    """What ``train`` returns and writes, from accounts that are already in memory."""
    compared = (recipe, PUBLISHED, *tried)
    held_out = {one.about: held_out_log_odds(profiles, one, seed) for one in compared}
    log_odds = held_out[recipe.about]
    badge = _badge_effect(profiles, log_odds, recipe)
    calibration = calibrate(log_odds, _labels(profiles), _names(profiles), seed)
    save(grow(profiles, recipe, seed).artefact(profiles, calibration, badge), out_dir)
    probabilities = {one.about: held_out_probability(profiles, held_out[one.about], one) for one in compared}
    probability = probabilities[recipe.about]
    report = Report(
        model=MODEL_NAME,
        seed=seed,
        calibration=calibration,
        accounts=len(profiles),
        sets=tuple(_counts(profiles)),
        folds=tuple(_judge(profiles, probability)),
        published=tuple(_judge(profiles, probabilities[PUBLISHED.about])),
        languages=tuple(_per_language(profiles, probability)),
        verified_flagged=_verified(profiles, probability),
        tried={about: fold_aucs(profiles, scores) for about, scores in probabilities.items()},
        badge=badge,
    )
    save_validity(report, out_dir)
    (out_dir / CARD_FILE).write_text(card.model_card(report), encoding="utf-8", newline="\n")
    return report


def held_out_log_odds(profiles: pd.DataFrame, recipe: Recipe, seed: int) -> Floats:
    """What experts say on average of each account that were grown without its fold, shape (n,)."""
    log_odds = np.full(len(profiles), np.nan)
    for _fold, members in folds(profiles):
        log_odds[members] = grow(profiles[~members], recipe, seed).experts(profiles[members]).mean(axis=1)
    return log_odds


def _badge_effect(profiles: pd.DataFrame, log_odds: Floats, recipe: Recipe) -> float:
    if not recipe.badge:
        return 0.0
    return badge_effect(log_odds, badges(profiles), _labels(profiles), _names(profiles))


def held_out_probability(profiles: pd.DataFrame, log_odds: Floats, recipe: Recipe) -> Floats:
    """Probabilities from a calibration, and an effect of badges, that have not seen the fold of the account either."""
    labels, names = _labels(profiles), _names(profiles)
    probability = np.full(len(profiles), np.nan)
    for _fold, members in folds(profiles):
        others = ~members
        weights = balanced_weights(labels[others], names[others])
        moved = log_odds + _badge_effect(profiles[others], log_odds[others], recipe) * badges(profiles)
        slope, intercept = platt(log_odds[others], labels[others], weights)
        probability[members] = sigmoid(slope * moved[members] + intercept)
    return probability


def fold_aucs(profiles: pd.DataFrame, log_odds: Floats) -> dict[str, float]:
    """The area under the curve of each fold, by its name."""
    labels = _labels(profiles)
    return {fold: auc(labels[members], log_odds[members]).value for fold, members in folds(profiles)}


def _labels(profiles: pd.DataFrame) -> Flags:
    return np.asarray(profiles["automated"].to_numpy(dtype=bool))


def _names(profiles: pd.DataFrame) -> npt.NDArray[np.str_]:
    return np.asarray(profiles["fold"].to_numpy(dtype=str))


def folds(profiles: pd.DataFrame) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """Each fold with its members, shape (n,)."""
    for fold in dict.fromkeys(labelled.fold for labelled in SETS):
        yield fold, (profiles["fold"] == fold).to_numpy(dtype=bool)


def _counts(profiles: pd.DataFrame) -> Iterator[SetCount]:
    for labelled in SETS:
        members = profiles[profiles["set"] == labelled.name]
        yield SetCount(labelled, int(members["automated"].sum()), int((~members["automated"]).sum()))


def _judge(profiles: pd.DataFrame, probability: Floats) -> Iterator[FoldResult]:
    """The figures of each fold."""
    labels = _labels(profiles)
    for fold, members in folds(profiles):
        mine, stated = labels[members], probability[members]
        hits, false_alarms = rates_at(stated, mine, RATE_CUTS)
        yield FoldResult(
            fold=fold,
            automated=int(mine.sum()),
            people=int((~mine).sum()),
            auc=auc(mine, stated),
            brier=brier(stated, mine),
            calibration_error=calibration_error(stated, mine),
            hits=hits,
            false_alarms=false_alarms,
            precision=precision_recall(stated, mine, HALF, PREVALENCE)[0],
            strict_precision=precision_recall(stated, mine, STRICT, PREVALENCE)[0],
        )


def _per_language(profiles: pd.DataFrame, probability: Floats) -> Iterator[LanguageResult]:
    """Languages of the interface with enough held-out accounts of both labels, most accounts first."""
    labels, langs = _labels(profiles), profiles["lang"].fillna("").to_numpy(dtype=str)
    for lang in profiles["lang"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index:
        members = langs == lang
        automated, people = int(labels[members].sum()), int((~labels[members]).sum())
        if min(automated, people) >= LEAST:
            yield LanguageResult(str(lang), automated, people, auc(labels[members], probability[members]))


def _verified(profiles: pd.DataFrame, probability: Floats) -> tuple[int, int]:
    """How many verified people have a held-out probability of one half or more, and how many there are."""
    verified = profiles["verified"].fillna(False).to_numpy(dtype=bool) & ~_labels(profiles)
    return int((probability[verified] >= HALF).sum()), int(verified.sum())
