"""What was fitted on cascades with known parents and ships as data; see docs/METHODS.md for how and on what."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from .trees import Floats

MODEL = Path(__file__).resolve().parents[3] / "data" / "cascades" / "model.json"
#: Quantities whose intervals are calibrated, in the order in which ``loops.measured`` gives them.
MEASURES = (
    "depth", "mean_depth", "max_breadth", "structural_virality", "time_to_depth_2_s", "time_to_depth_3_s",
)  # fmt: skip


@dataclass(frozen=True)
class Fit:
    """The posterior for cascades with texts, or without: kernel, weight of candidates, chance of the root.

    ``share`` of each time constant ``tau`` (s); ``shape`` of the hidden popularity of posts; ``spread`` of the root
    share between cascades, as a standard deviation in log-odds; ``pair`` the odds of a pair that the history knows;
    ``stars`` the share of cascades that nobody passed on but from the root itself; ``least`` and ``most`` the range of
    every feature in the cascades of the fit, beyond which nothing is extrapolated.
    """

    tau: Floats
    share: Floats
    candidate: Floats
    knots: Floats
    root: Floats
    shape: float
    spread: float
    pair: float
    stars: float = 0.0
    least: Floats = field(default_factory=lambda: np.array([-np.inf]))
    most: Floats = field(default_factory=lambda: np.array([np.inf]))

    def weights(self, candidates: Floats) -> Floats:
        """How likely each post is to be passed on, next to others of the same moment."""
        return np.asarray(np.exp(candidates @ self.candidate))

    def log_odds(self, features: Floats) -> Floats:
        """Log-odds that a post hangs on the root: piecewise linear in every feature."""
        from .loops import piecewise

        ends = [np.broadcast_to(end, len(self.knots)).astype(float) for end in (self.least, self.most)]
        return np.asarray(piecewise(np.ascontiguousarray(features), self.knots, self.root, *ends))


@dataclass(frozen=True)
class Calibration:
    """How quantiles of samples become 90 % intervals: a shift and a stretch to each side, by documented share."""

    documented: Floats
    shift: Floats
    low: Floats
    high: Floats

    def at(self, documented: Floats) -> tuple[Floats, Floats, Floats]:
        """Shift, stretch downwards and stretch upwards of all measures, for each cascade."""
        parts = (self.shift, self.low, self.high)
        out = [np.column_stack([np.interp(documented, self.documented, c) for c in part.T]) for part in parts]
        return out[0], out[1], out[2]


@cache
def fitted(texts: bool) -> tuple[Fit, Calibration]:
    """The fit and its calibration for cascades with, or without, known texts."""
    told = json.loads(MODEL.read_text(encoding="utf-8"))["with texts" if texts else "without texts"]
    return fit_from(told["fit"]), calibration_from(told["calibration"])


def fit_from(told: dict[str, Any]) -> Fit:
    """A fit from plain data."""
    names = ("tau", "share", "candidate", "knots", "root", "least", "most")
    arrays: dict[str, Any] = {name: np.asarray(told[name], float) for name in names if name in told}
    numbers: dict[str, Any] = {name: float(told[name]) for name in ("shape", "spread", "pair", "stars")}
    return Fit(**arrays, **numbers)


def calibration_from(told: dict[str, Any]) -> Calibration:
    """A calibration from plain data."""
    return Calibration(**{name: np.asarray(told[name], float) for name in ("documented", "shift", "low", "high")})
