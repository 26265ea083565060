"""Training: grow on the labelled sets, judge on each set that was held out, calibrate, write what ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.botscore import card
from core.analysis.botscore.artefact import CARD_FILE, save
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.measures import Flags, auc, balanced_weights, brier, platt, precision_recall, sigmoid
from core.analysis.botscore.recipe import MODEL_NAME, Recipe, grow
from core.analysis.botscore.report import CUTS, PREVALENCE, FoldResult, Report, SetCount
from core.analysis.botscore.training_sets import SETS, read_sets

SHIPPED_RECIPE = Recipe("8 leaves, monotone constraints (ships)")
TRIED = (
    SHIPPED_RECIPE,
    Recipe("8 leaves, no constraints", constrained=False),
    Recipe("31 leaves, no constraints", leaves=31, rounds=150, constrained=False),
    Recipe("one feature per tree (additive), monotone", additive=True),
)


def train(data_dir: Path, out_dir: Path, seed: int, recipes: tuple[Recipe, ...] = TRIED) -> Report:
    """The report of a training whose model, table of handle pairs and card are written to ``out_dir``.

    Parameters
    ----------
    data_dir : the folder of labelled accounts (parquet).
    out_dir : receives model.json, handle_bigrams.json and MODEL_CARD.md; the same bytes for the same seed.
    seed : of every random step.
    recipes : what is compared; the first one is trained on everything and written.

    Returns
    -------
    Report
        Per held-out set: AUC with its interval, Brier score before and after calibration, precision and recall.

    Raises
    ------
    CaseError
        A training file is missing.
    """
    return train_on(read_sets(data_dir), out_dir, seed, recipes)


def train_on(profiles: pd.DataFrame, out_dir: Path, seed: int, recipes: tuple[Recipe, ...] = TRIED) -> Report:
    """What ``train`` returns and writes, from accounts that are already in memory."""
    held_out = {recipe.about: held_out_log_odds(profiles, recipe, seed) for recipe in recipes}
    log_odds = held_out[recipes[0].about]
    slope, intercept = calibrate(profiles, log_odds)
    save(grow(profiles, recipes[0], seed).artefact(profiles, slope, intercept), out_dir)
    report = Report(
        model=MODEL_NAME,
        recipe=recipes[0].summary,
        seed=seed,
        slope=slope,
        intercept=intercept,
        accounts=len(profiles),
        sets=tuple(_counts(profiles)),
        folds=tuple(_judge(profiles, log_odds)),
        tried={about: fold_aucs(profiles, scores) for about, scores in held_out.items()},
    )
    (out_dir / CARD_FILE).write_text(card.model_card(report), encoding="utf-8", newline="\n")
    return report


def held_out_log_odds(profiles: pd.DataFrame, recipe: Recipe, seed: int) -> Floats:
    """What trees say of each account that were grown without its fold, shape (n,)."""
    log_odds = np.full(len(profiles), np.nan)
    for _fold, members in _folds(profiles):
        log_odds[members] = grow(profiles[~members], recipe, seed).log_odds(profiles[members])
    return log_odds


def calibrate(profiles: pd.DataFrame, log_odds: Floats) -> tuple[float, float]:
    """Platt's slope and intercept; every fold has the same say, and each label half of its fold."""
    automated, folds = _labels(profiles), profiles["fold"].to_numpy(dtype=str)
    return platt(log_odds, automated, balanced_weights(automated, folds))


def fold_aucs(profiles: pd.DataFrame, log_odds: Floats) -> dict[str, float]:
    """The area under the curve of each fold, by its name."""
    labels = _labels(profiles)
    return {fold: auc(labels[members], log_odds[members]).value for fold, members in _folds(profiles)}


def _labels(profiles: pd.DataFrame) -> Flags:
    return np.asarray(profiles["automated"].to_numpy(dtype=bool))


def _folds(profiles: pd.DataFrame) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    for fold in dict.fromkeys(labelled.fold for labelled in SETS):
        yield fold, (profiles["fold"] == fold).to_numpy(dtype=bool)


def _counts(profiles: pd.DataFrame) -> Iterator[SetCount]:
    for labelled in SETS:
        members = profiles[profiles["set"] == labelled.name]
        yield SetCount(labelled, int(members["automated"].sum()), int((~members["automated"]).sum()))


def _judge(profiles: pd.DataFrame, log_odds: Floats) -> Iterator[FoldResult]:
    """Each fold, with a calibration that has not seen it either."""
    labels = _labels(profiles)
    for fold, members in _folds(profiles):
        slope, intercept = calibrate(profiles[~members], log_odds[~members])
        mine, probability = labels[members], sigmoid(slope * log_odds[members] + intercept)
        pairs = [precision_recall(probability, mine, cut, PREVALENCE) for cut in CUTS]
        yield FoldResult(
            fold=fold,
            automated=int(mine.sum()),
            people=int((~mine).sum()),
            auc=auc(mine, log_odds[members]),
            brier_before=brier(sigmoid(log_odds[members]), mine),
            brier_after=brier(probability, mine),
            precision=tuple(precision for precision, _ in pairs),
            recall=tuple(recall for _, recall in pairs),
        )
