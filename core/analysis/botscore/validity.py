"""What the shipped model was tested on, as the pages read it: rates per cut-off, languages, platforms."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from core.analysis.botscore.artefact import SHIPPED, VALIDITY_FILE
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.report import RATE_CUTS, FoldResult, Report

#: Fewer held-out accounts of a label than this say nothing about a language.
LEAST = 30


@dataclass(frozen=True, slots=True)
class LanguageCard:
    """What is known about one language: held-out accounts of each label, and the area under the curve."""

    lang: str
    automated: int
    people: int
    auc: float
    low: float
    high: float


@dataclass(frozen=True)
class Validity:
    """The tests of a model: per held-out data set its size and its rates at each quarter of a point of the score."""

    folds: tuple[str, ...]
    automated: Floats
    people: Floats
    hits: Floats
    false_alarms: Floats
    mean_auc: float
    languages: tuple[LanguageCard, ...]

    def rates(self, cut: float) -> tuple[Floats, Floats]:
        """The share of automated accounts, and of people, at or above a score, one per data set."""
        place = min(max(round(cut * 4), 0), len(RATE_CUTS) - 1)
        return self.hits[:, place], self.false_alarms[:, place]

    def language(self, lang: str) -> LanguageCard | None:
        """The card of a language, or None where too few accounts of it were tested."""
        return next((card for card in self.languages if card.lang == lang), None)


def save_validity(report: Report, folder: Path) -> None:
    """Write what the pages read, the same bytes for the same report."""
    stored: dict[str, Any] = {"mean_auc": round(report.mean_auc, 4)}
    stored["folds"] = [_fold(fold) for fold in report.folds]
    stored["languages"] = [
        {"lang": r.lang, "automated": r.automated, "people": r.people, **{k: round(v, 4) for k, v in _area(r.auc)}}
        for r in report.languages
    ]
    text = json.dumps(stored, indent=1)
    (folder / VALIDITY_FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _area(estimate: Any) -> list[tuple[str, float]]:  # noqa: ANN401 - an Estimate
    return [("auc", estimate.value), ("low", estimate.low), ("high", estimate.high)]


def _fold(fold: FoldResult) -> dict[str, Any]:
    kept = {name: asdict(fold)[name] for name in ("fold", "automated", "people")}
    rounded = {name: [round(share, 4) for share in getattr(fold, name)] for name in ("hits", "false_alarms")}
    return kept | rounded


@cache
def validity(folder: Path = SHIPPED) -> Validity:
    """The tests of the model in a folder; of the shipped one unless told otherwise."""
    stored = json.loads((folder / VALIDITY_FILE).read_text(encoding="utf-8"))
    folds = stored["folds"]
    names = ("automated", "people", "hits", "false_alarms")
    columns = {name: np.array([fold[name] for fold in folds], dtype=np.float64) for name in names}
    return Validity(
        folds=tuple(fold["fold"] for fold in folds),
        mean_auc=stored["mean_auc"],
        languages=tuple(LanguageCard(**card) for card in stored["languages"]),
        **columns,
    )
