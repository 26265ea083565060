"""Growing the trees: LightGBM with everything fixed that could differ between two runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.analysis.botscore.artefact import PERCENTILES, Artefact
from core.analysis.botscore.features import FEATURES, NAMES, feature_matrix
from core.analysis.botscore.handles import Floats, log_likelihoods
from core.analysis.botscore.training_sets import fill_from_donors
from core.analysis.botscore.trees import read_lightgbm
from core.analysis.botscore.unknown import Neutral, learn_neutral

if TYPE_CHECKING:
    import lightgbm as lgb

MODEL_NAME = "botometerlite-lightgbm 1.0"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How trees are grown; the one without changes is what ships."""

    about: str
    leaves: int = 8
    rounds: int = 300
    constrained: bool = True
    additive: bool = False

    @property
    def summary(self) -> str:
        """The trees in words."""
        kind = "constrained to the directions below" if self.constrained else "not constrained"
        return f"{self.rounds} boosted trees (LightGBM) of at most {self.leaves} leaves, {kind},"

    def settings(self, seed: int) -> dict[str, Any]:
        """LightGBM's parameters."""
        chosen: dict[str, Any] = {"objective": "binary", "num_leaves": self.leaves, "learning_rate": 0.05}
        chosen |= {"min_data_in_leaf": 60, "lambda_l2": 5.0, "feature_fraction": 0.5}
        chosen |= {"bagging_fraction": 0.7, "bagging_freq": 1, "seed": seed, "verbose": -1}
        chosen |= {"deterministic": True, "force_row_wise": True, "num_threads": 1}
        if self.constrained:
            chosen["monotone_constraints"] = [feature.constraint for feature in FEATURES]
        if self.additive:
            chosen["interaction_constraints"] = [[column] for column in range(len(NAMES))]
        return chosen


@dataclass(frozen=True, slots=True)
class Grown:
    """Trees with what they need to look at new accounts."""

    booster: lgb.Booster
    neutral: Neutral
    bigrams: Floats

    def log_odds(self, profiles: pd.DataFrame) -> Floats:
        """What the trees say of each account, not calibrated, shape (n,); unknown features count as neutral."""
        matrix = feature_matrix(profiles, self.bigrams)
        filled = self.neutral.fill(matrix)
        return np.asarray(self.booster.predict(filled, raw_score=True, num_threads=1), dtype=np.float64)

    def artefact(self, profiles: pd.DataFrame, slope: float, intercept: float) -> Artefact:
        """What ships, with the percentiles of the accounts labelled human among these."""
        people = profiles[~profiles["automated"].to_numpy(dtype=bool)]
        return Artefact(
            name=MODEL_NAME,
            forest=read_lightgbm(self.booster.model_to_string(), len(NAMES)),
            slope=slope,
            intercept=intercept,
            neutral=self.neutral,
            people=people_percentiles(feature_matrix(people, self.bigrams)),
            bigrams=self.bigrams,
        )


def grow(profiles: pd.DataFrame, recipe: Recipe, seed: int) -> Grown:
    """Trees trained on all of these accounts."""
    import lightgbm as lgb  # only training needs it, and a server should not load it

    bigrams = log_likelihoods(profiles["handle"]).round(3)
    matrix = feature_matrix(fill_from_donors(profiles, seed), bigrams)
    neutral = learn_neutral(feature_matrix(profiles, bigrams))
    labels = profiles["automated"].to_numpy(dtype=np.float64)
    data = lgb.Dataset(matrix, labels, weight=training_weights(profiles))
    booster = lgb.train(recipe.settings(seed), data, num_boost_round=recipe.rounds)
    return Grown(booster, neutral, bigrams)


def training_weights(profiles: pd.DataFrame) -> Floats:
    """Weights of mean 1 that give both labels the same say and, inside a label, every group, shape (n,)."""
    groups = profiles["group"].astype(str) + profiles["automated"].astype(str)
    weights = np.asarray(1.0 / groups.map(groups.value_counts()).to_numpy(dtype=np.float64))
    for label in (False, True):
        members = profiles["automated"].to_numpy(dtype=bool) == label
        weights[members] *= len(weights) / 2 / weights[members].sum()
    return weights


def people_percentiles(matrix: Floats) -> Floats:
    """Percentiles 0, 1 … 100 of each feature over accounts labelled human, shape (101, 19); gaps are left out."""
    steps = np.linspace(0, 1, PERCENTILES)
    columns = [np.quantile(column[~np.isnan(column)], steps, method="inverted_cdf") for column in matrix.T]
    return np.column_stack(columns)
