"""What a training found."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from core.analysis.botscore.badge import BadgeRule
from core.analysis.botscore.calibration import Calibration
from core.analysis.botscore.held_out import HALF
from core.analysis.botscore.measures import Estimate
from core.analysis.botscore.training_sets import LabelledSet
from core.analysis.botscore.trials import Later, Taught
from core.i18n import _, number

#: The share of automated accounts for which precision is stated.
PREVALENCE = 0.15
#: The stricter cut-off of the probability at which figures are stated, beside one half.
STRICT = 0.7
#: Rates are kept for every quarter of a point of the score.
RATE_CUTS = tuple(cut / 20 for cut in range(21))


@dataclass(frozen=True, slots=True)
class SetCount:
    """A labelled set and how many of its accounts could be scored."""

    labelled: LabelledSet
    automated: int
    people: int


@dataclass(frozen=True, slots=True)
class FoldResult:
    """What the model says of sets it was not trained on; probabilities are calibrated on the other folds.

    ``hits`` and ``false_alarms`` are the shares of automated accounts and of people at or above each of
    ``RATE_CUTS``; ``precision`` at a probability of one half, and of .7, where ``PREVALENCE`` of them are automated.
    """

    fold: str
    automated: int
    people: int
    auc: Estimate
    brier: float
    calibration_error: float
    hits: tuple[float, ...]
    false_alarms: tuple[float, ...]
    precision: float
    strict_precision: float

    @property
    def rates(self) -> tuple[float, float]:
        """True-positive and false-positive rate at a probability of one half."""
        place = RATE_CUTS.index(HALF)
        return self.hits[place], self.false_alarms[place]


@dataclass(frozen=True, slots=True)
class LanguageResult:
    """How well held-out accounts with one language of the interface are told apart."""

    lang: str
    automated: int
    people: int
    auc: Estimate


@dataclass(frozen=True, slots=True)
class Tried:
    """A recipe: the area under the curve per fold, verified people flagged, the area on Turkish interfaces."""

    aucs: dict[str, float]
    flagged: int
    turkish: float


@dataclass(frozen=True, slots=True)
class Report:
    """A training: its calibration, each held-out fold beside BotometerLite's, and what else was tried."""

    model: str
    seed: int
    calibration: Calibration
    badge: BadgeRule
    accounts: int
    sets: tuple[SetCount, ...]
    folds: tuple[FoldResult, ...]
    published: tuple[FoldResult, ...]
    languages: tuple[LanguageResult, ...]
    verified_flagged: tuple[int, int]
    tried: dict[str, Tried]
    later: tuple[Later, ...]
    taught: tuple[Taught, ...]
    badged: dict[str, float]

    @property
    def mean_auc(self) -> float:
        """The mean area under the curve over the folds, each counting once."""
        return fmean(fold.auc.value for fold in self.folds)

    @property
    def published_auc(self) -> float:
        """The same of the random forest on BotometerLite's features."""
        return fmean(fold.auc.value for fold in self.published)

    def __str__(self) -> str:
        """One line per held-out fold, for the command line."""
        line = _("{fold}: AUC {auc} [{low}–{high}], Brier {brier}; BotometerLite's forest: {published}")
        lines = [
            line.format(
                fold=fold.fold,
                auc=number(fold.auc.value, 3),
                low=number(fold.auc.low, 3),
                high=number(fold.auc.high, 3),
                brier=number(fold.brier, 3),
                published=number(other.auc.value, 3),
            )
            for fold, other in zip(self.folds, self.published, strict=True)
        ]
        means = _("Mean AUC of the held-out sets: {auc}; BotometerLite's forest: {published}")
        return "\n".join([*lines, means.format(auc=number(self.mean_auc, 3), published=number(self.published_auc, 3))])
