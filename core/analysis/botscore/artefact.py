"""What ships: the trees, their calibration, the percentiles of people's accounts and the table of handle pairs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from core.analysis.botscore.features import NAMES
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.trees import Forest, Tree
from core.analysis.botscore.unknown import Neutral

SHIPPED = Path(__file__).parents[3] / "data" / "botscore"
MODEL_FILE, BIGRAM_FILE, CARD_FILE = "model.json", "handle_bigrams.json", "MODEL_CARD.md"
#: Percentiles 0, 1 … 100 are stored for each feature.
PERCENTILES = 101


@dataclass(frozen=True)
class Artefact:
    """A trained scorer.

    ``slope`` and ``intercept`` turn the trees' log-odds into calibrated ones. ``neutral`` stands in for
    unknown features. ``people`` (101, 19) holds the percentiles of accounts labelled human. ``bigrams`` is (63, 63).
    """

    name: str
    forest: Forest
    slope: float
    intercept: float
    neutral: Neutral
    people: Floats
    bigrams: Floats

    @property
    def base(self) -> float:
        """Calibrated log-odds before any feature is looked at."""
        return self.slope * self.forest.base + self.intercept

    def effects(self, matrix: Floats) -> Floats:
        """The calibrated log-odds that each feature adds, shape (n, 19); unknown features count as neutral."""
        return self.slope * self.forest.contributions(self.neutral.fill(matrix))


def save(artefact: Artefact, folder: Path) -> None:
    """Two JSON files, one tree or row per line, the same bytes for the same artefact."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {"model": artefact.name, "features": list(NAMES), "slope": artefact.slope, "intercept": artefact.intercept}
    head |= {f"neutral_{name}": _rounded(values) for name, values in vars(artefact.neutral).items()}
    head |= {"people": [_rounded(row) for row in artefact.people.T]}
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    trees = ",\n".join(json.dumps(asdict(tree), separators=(",", ":")) for tree in artefact.forest.trees)
    text = "{\n" + ",\n".join([*lines, f'"trees": [\n{trees}\n]']) + "\n}\n"
    (folder / MODEL_FILE).write_text(text, encoding="utf-8", newline="\n")
    rows = ",\n".join(json.dumps([round(float(v), 3) for v in row]) for row in artefact.bigrams)
    (folder / BIGRAM_FILE).write_text(f"[\n{rows}\n]\n", encoding="utf-8", newline="\n")


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
    return Artefact(
        name=stored["model"],
        forest=Forest(tuple(Tree(**tree) for tree in stored["trees"]), len(NAMES)),
        slope=stored["slope"],
        intercept=stored["intercept"],
        neutral=Neutral(*(np.array(stored[f"neutral_{name}"]) for name in ("medians", "followers", "listed"))),
        people=np.array(stored["people"]).T,
        bigrams=np.array(json.loads((folder / BIGRAM_FILE).read_text(encoding="utf-8"))),
    )


@cache
def shipped() -> Artefact:
    """The artefact that ships with the program, read once."""
    return load()
