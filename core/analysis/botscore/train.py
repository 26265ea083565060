"""Training: grow on the labelled sets, judge on each set that was held out, calibrate, write what ships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from core.analysis.botscore import card
from core.analysis.botscore.artefact import CARD_FILE, save
from core.analysis.botscore.badge import BadgeRule
from core.analysis.botscore.calibration import calibrate
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.held_out import (
    HALF,
    crossed,
    flagged_people,
    folds,
    grow_folds,
    held_out_log_odds,
    held_out_probability,
    labels_of,
    names_of,
)
from core.analysis.botscore.measures import Flags, auc, brier, calibration_error, precision_recall, rates_at
from core.analysis.botscore.recipe import MODEL_NAME, Recipe, badges, grow
from core.analysis.botscore.report import (
    PREVALENCE,
    RATE_CUTS,
    STRICT,
    FoldResult,
    LanguageResult,
    Report,
    SetCount,
    Tried,
)
from core.analysis.botscore.training_sets import SETS, read_sets
from core.analysis.botscore.trials import later, taught
from core.analysis.botscore.validity import LEAST, save_validity

SHIPPED_RECIPE = Recipe("five experts, constrained, badge bent from .3 (ships)")
PUBLISHED = Recipe("BotometerLite: random forest, its features", experts=False, published=True, badge=BadgeRule())
TRIED = (
    Recipe("badge as the trees see it (2.0)", badge=BadgeRule()),
    Recipe("badge shifted by its effect (2.1)", badge=BadgeRule(shift=1.0)),
    Recipe("badge shifted by half of it", badge=BadgeRule(shift=0.5)),
    Recipe("badge shifted by a quarter of it", badge=BadgeRule(shift=0.25)),
    Recipe("badge shifted, down to .1 at most", badge=BadgeRule(bend=0.1, slope=0.0, shift=1.0)),
    Recipe("badge shifted, down to .3 at most", badge=BadgeRule(bend=0.3, slope=0.0, shift=1.0)),
    Recipe("badge capped at .3", badge=BadgeRule(bend=0.3, slope=0.0)),
    Recipe("badge capped at .45", badge=BadgeRule(bend=0.45, slope=0.0)),
    Recipe("badge bent from .2", badge=BadgeRule(bend=0.2, slope=0.1)),
    Recipe("badge bent from .4", badge=BadgeRule(bend=0.4, slope=0.1)),
    Recipe("badge bent from .3, five times as steep", badge=BadgeRule(bend=0.3, slope=0.5)),
    Recipe("not constrained", constrained=False),
    Recipe("each expert sees its own pool only", alone=True),
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
    grown = grow_folds(profiles, recipe, seed)
    log_odds = held_out_log_odds(profiles, grown)
    calibration = calibrate(log_odds, labels_of(profiles), names_of(profiles), seed)
    save(grow(profiles, recipe, seed).artefact(profiles, calibration), out_dir)
    probabilities = _compared(profiles, (recipe, PUBLISHED, *tried), {_trees(recipe): log_odds}, seed)
    if tried:
        chosen, bends = crossed(profiles, recipe, log_odds, seed)
        probabilities[f"badge bent, from where was chosen without the fold ({_spelt(bends)})"] = chosen
    probability = probabilities[recipe.about]
    report = Report(
        model=MODEL_NAME,
        seed=seed,
        calibration=calibration,
        badge=recipe.badge,
        accounts=len(profiles),
        sets=tuple(_counts(profiles)),
        folds=tuple(_judge(profiles, probability)),
        published=tuple(_judge(profiles, probabilities[PUBLISHED.about])),
        languages=tuple(_per_language(profiles, probability)),
        verified_flagged=flagged_people(profiles, probability),
        tried={about: _tried(profiles, said) for about, said in probabilities.items()},
        later=tuple(later(profiles, recipe, grown, log_odds)),
        taught=tuple(taught(profiles, grown, probability, seed)),
        badged=_badged(profiles, probability),
    )
    save_validity(report, out_dir)
    (out_dir / CARD_FILE).write_text(card.model_card(report), encoding="utf-8", newline="\n")
    return report


def _trees(recipe: Recipe) -> Recipe:
    """The same for recipes that differ in what a badge does to the finished score only."""
    return replace(recipe, about="", badge=BadgeRule())


def _compared(
    profiles: pd.DataFrame, recipes: tuple[Recipe, ...], known: dict[Recipe, Floats], seed: int
) -> dict[str, Floats]:
    """Held-out probabilities of each recipe; the same trees are grown once."""
    probabilities = {}
    for recipe in recipes:
        trees = _trees(recipe)
        if trees not in known:
            known[trees] = held_out_log_odds(profiles, grow_folds(profiles, recipe, seed))
        probabilities[recipe.about] = held_out_probability(profiles, known[trees], recipe.badge)
    return probabilities


def _spelt(bends: dict[str, float]) -> str:
    return ", ".join(f"{bend:g}".lstrip("0") for bend in bends.values())


def _badged(profiles: pd.DataFrame, probability: Floats) -> dict[str, float]:
    """What the card says of accounts with a badge that are labelled automated."""
    labels, badge = labels_of(profiles), badges(profiles)
    turkish, vendor = _turkish(profiles), (profiles["set"] == "vendor-purchased-2019").to_numpy(dtype=bool)
    plain = turkish & ~badge
    return {
        "badged_bots": int((badge & labels).sum()),
        "turkish_bots": int((turkish & labels).sum()),
        "turkish_badged": int((turkish & labels & badge).sum()),
        "vendor_badged": int((vendor & badge).sum()),
        "turkish_plain": _area(labels[plain], probability[plain]),
    }


def _turkish(profiles: pd.DataFrame) -> Flags:
    return np.asarray((profiles["lang"] == "tr").fillna(False).to_numpy(dtype=bool))


def _area(labels: Flags, probability: Floats) -> float:
    """The area under the curve; not a number where one label is missing."""
    return auc(labels, probability).value if labels.any() and not labels.all() else float("nan")


def _tried(profiles: pd.DataFrame, probability: Floats) -> Tried:
    turkish = _turkish(profiles)
    return Tried(
        aucs=fold_aucs(profiles, probability),
        flagged=flagged_people(profiles, probability)[0],
        turkish=_area(labels_of(profiles)[turkish], probability[turkish]),
    )


def fold_aucs(profiles: pd.DataFrame, log_odds: Floats) -> dict[str, float]:
    """The area under the curve of each fold, by its name."""
    labels = labels_of(profiles)
    return {fold: auc(labels[members], log_odds[members]).value for fold, members in folds(profiles)}


def _counts(profiles: pd.DataFrame) -> Iterator[SetCount]:
    for labelled in SETS:
        members = profiles[profiles["set"] == labelled.name]
        yield SetCount(labelled, int(members["automated"].sum()), int((~members["automated"]).sum()))


def _judge(profiles: pd.DataFrame, probability: Floats) -> Iterator[FoldResult]:
    """The figures of each fold."""
    labels = labels_of(profiles)
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
    labels, langs = labels_of(profiles), profiles["lang"].fillna("").to_numpy(dtype=str)
    for lang in profiles["lang"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index:
        members = langs == lang
        automated, people = int(labels[members].sum()), int((~labels[members]).sum())
        if min(automated, people) >= LEAST:
            yield LanguageResult(str(lang), automated, people, auc(labels[members], probability[members]))
