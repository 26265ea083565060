"""What ships: the experts' trees, their calibration, percentiles of people's accounts, the table of handle pairs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from core.analysis.botscore.badge import BadgeRule
from core.analysis.botscore.calibration import Calibration
from core.analysis.botscore.features import NAMES
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.measures import Flags
from core.analysis.botscore.trees import Forest, Tree
from core.analysis.botscore.unknown import Neutral

SHIPPED = Path(__file__).parents[3] / "data" / "botscore"
MODEL_FILE, BIGRAM_FILE, VALIDITY_FILE, CARD_FILE = (
    "model.json",
    "handle_bigrams.json",
    "validity.json",
    "MODEL_CARD.md",
)
#: Percentiles 0, 1 … 100 are stored for each feature.
PERCENTILES = 101
#: The parts of a tree in the order in which a line of the model holds them.
_PARTS = ("features", "thresholds", "left", "right", "values", "counts")


@dataclass(frozen=True)
class Artefact:
    """A trained scorer.

    ``experts`` are forests by the name of the pool that each was trained on most. ``neutral`` stands in for unknown
    features. ``people`` (101, 36) holds the percentiles of accounts labelled human, ``highest`` (5,) the largest
    counts of the training. ``bigrams`` is (63, 63). ``badge`` is what a verified badge does after the calibration.
    """

    name: str
    experts: dict[str, Forest]
    calibration: Calibration
    neutral: Neutral
    people: Floats
    highest: Floats
    bigrams: Floats
    badge: BadgeRule = BadgeRule()  # noqa: RUF009 - frozen

    @property
    def base(self) -> float:
        """Calibrated log-odds before any feature is looked at."""
        bases = [forest.base for forest in self.experts.values()]
        return self.calibration.slope * sum(bases) / len(bases) + self.calibration.intercept

    def look(self, matrix: Floats) -> tuple[Floats, Floats]:
        """The log-odds of each expert, (n, 5), and the calibrated log-odds that each feature adds, (n, 36).

        Unknown features count as neutral.
        """
        filled = self.neutral.fill(matrix)
        effects, experts = np.zeros_like(filled), np.zeros((len(filled), len(self.experts)))
        for column, forest in enumerate(self.experts.values()):
            shares = forest.contributions(filled)
            experts[:, column] = forest.base + shares.sum(axis=1)
            effects += shares
        return experts, effects * (self.calibration.slope / len(self.experts))

    def lowered(self, log_odds: Floats, matrix: Floats) -> Floats:
        """Calibrated log-odds after what a verified badge does, shape (n,)."""
        return self.badge.lowered(log_odds, has_badge(matrix))


def has_badge(matrix: Floats) -> Flags:
    """True for accounts that are known to have a verified badge from before it was for sale, shape (n,)."""
    return np.asarray(matrix[:, NAMES.index("verified")] == 1)


def save(artefact: Artefact, folder: Path) -> None:
    """Two JSON files, one tree or row per line, the same bytes for the same artefact."""
    folder.mkdir(parents=True, exist_ok=True)
    head: dict[str, Any] = {"model": artefact.name, "features": list(NAMES)}
    head |= {"calibration": asdict(artefact.calibration), "badge": asdict(artefact.badge)}
    head |= {"highest": _rounded(artefact.highest)}
    head |= {f"neutral_{name}": _rounded(values) for name, values in vars(artefact.neutral).items()}
    head |= {"people": [_rounded(row) for row in artefact.people.T]}
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    experts = ",\n".join(f"{json.dumps(name)}: [\n{_tree_lines(f)}\n]" for name, f in artefact.experts.items())
    text = "{\n" + ",\n".join([*lines, '"experts": {\n' + experts + "\n}"]) + "\n}\n"
    (folder / MODEL_FILE).write_text(text, encoding="utf-8", newline="\n")
    rows = ",\n".join(json.dumps([round(float(v), 3) for v in row]) for row in artefact.bigrams)
    (folder / BIGRAM_FILE).write_text(f"[\n{rows}\n]\n", encoding="utf-8", newline="\n")


def _tree_lines(forest: Forest) -> str:
    """One line per tree: its six lists in the order of ``_PARTS``."""
    return ",\n".join(
        json.dumps([getattr(tree, part) for part in _PARTS], separators=(",", ":")) for tree in forest.trees
    )


def _rounded(values: Floats) -> list[float]:
    return [float(f"{value:.6g}") for value in values]


def load(folder: Path = SHIPPED) -> Artefact:
    """The artefact in a folder; the shipped one unless told otherwise.

    Raises
    ------
    ValueError
        The model was trained on other features than this program computes.
    """
    stored = json.loads((folder / MODEL_FILE).read_text(encoding="utf-8"))
    if tuple(stored["features"]) != NAMES:
        raise ValueError("the stored model knows other features: train it again")
    experts = {
        name: Forest(tuple(Tree(*tree) for tree in trees), len(NAMES)) for name, trees in stored["experts"].items()
    }
    return Artefact(
        name=stored["model"],
        experts=experts,
        calibration=Calibration(**stored["calibration"]),
        neutral=Neutral(*(np.array(stored[f"neutral_{name}"]) for name in ("medians", "followers", "listed"))),
        people=np.array(stored["people"]).T,
        highest=np.array(stored["highest"]),
        badge=BadgeRule(**stored["badge"]),
        bigrams=np.array(json.loads((folder / BIGRAM_FILE).read_text(encoding="utf-8"))),
    )


@cache
def shipped() -> Artefact:
    """The artefact that ships with the program, read once."""
    return load()
