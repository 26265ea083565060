"""What a training found."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from core.analysis.botscore.measures import Estimate
from core.analysis.botscore.training_sets import LabelledSet
from core.i18n import _, number

#: Cut-offs of the probability: the foot of the band "shows signs of automation" (score 3), and a stricter one.
CUTS = (0.6, 0.7)
#: The share of automated accounts for which precision is stated.
PREVALENCE = 0.15


@dataclass(frozen=True, slots=True)
class SetCount:
    """A labelled set and how many of its accounts could be scored."""

    labelled: LabelledSet
    automated: int
    people: int


@dataclass(frozen=True, slots=True)
class FoldResult:
    """What the model says of sets it was not trained on; probabilities are calibrated on the other folds.

    ``precision`` and ``recall`` are those at each of ``CUTS`` where a share ``PREVALENCE`` is automated.
    """

    fold: str
    automated: int
    people: int
    auc: Estimate
    brier_before: float
    brier_after: float
    precision: tuple[float, ...]
    recall: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A training: its calibration, each held-out fold, and the AUC per fold of each recipe that was tried."""

    model: str
    recipe: str
    seed: int
    slope: float
    intercept: float
    accounts: int
    sets: tuple[SetCount, ...]
    folds: tuple[FoldResult, ...]
    tried: dict[str, dict[str, float]]

    @property
    def mean_auc(self) -> float:
        """The mean area under the curve over the folds, each counting once."""
        return fmean(fold.auc.value for fold in self.folds)

    def __str__(self) -> str:
        """One line per held-out fold, for the command line."""
        line = _("{fold}: AUC {auc} [{low}–{high}], Brier {before} → {after}")
        lines = [
            line.format(
                fold=fold.fold,
                auc=number(fold.auc.value, 3),
                low=number(fold.auc.low, 3),
                high=number(fold.auc.high, 3),
                before=number(fold.brier_before, 3),
                after=number(fold.brier_after, 3),
            )
            for fold in self.folds
        ]
        return "\n".join([*lines, _("Mean AUC of the held-out sets: {auc}").format(auc=number(self.mean_auc, 3))])
