"""Growing the trees: LightGBM with everything fixed that could differ between two runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.botscore.artefact import PERCENTILES, Artefact
from core.analysis.botscore.badge import BadgeRule
from core.analysis.botscore.calibration import Calibration
from core.analysis.botscore.features import FEATURES, NAMES, feature_matrix
from core.analysis.botscore.handles import Floats, log_likelihoods
from core.analysis.botscore.profiles import COUNTS, Profiles
from core.analysis.botscore.training_sets import POOLS, fill_from_donors
from core.analysis.botscore.trees import read_lightgbm
from core.analysis.botscore.unknown import Neutral, learn_neutral

if TYPE_CHECKING:
    import lightgbm as lgb

MODEL_NAME = "whence-experts 2.2"
#: An expert whose own pool holds fewer automated accounts is left out.
FEWEST_BOTS = 20


@dataclass(frozen=True, slots=True)
class Recipe:
    """How trees are grown; the one without changes is what ships.

    ``emphasis`` is how many times an account of its own pool counts for an expert. ``experts`` off grows one forest
    on everything; ``alone`` shows each expert its own pool and nothing else; ``published`` grows BotometerLite's
    random forest on its own features. ``badge`` is what a verified badge does to the finished score.
    """

    about: str
    leaves: int = 8
    rounds: int = 100
    constrained: bool = True
    experts: bool = True
    alone: bool = False
    published: bool = False
    badge: BadgeRule = BadgeRule(bend=0.3, slope=0.1)  # noqa: RUF009 - frozen
    emphasis: float = 10.0

    def pools(self, profiles: pd.DataFrame) -> tuple[str, ...]:
        """The pools that get an expert."""
        if not self.experts:
            return ("all",)
        bots = profiles[profiles["automated"].to_numpy(dtype=bool)]
        return tuple(pool for pool in POOLS if (bots["pool"] == pool).sum() >= FEWEST_BOTS)

    def columns(self) -> npt.NDArray[np.int64]:
        """The numbers of the features that are looked at."""
        return np.array([place for place, f in enumerate(FEATURES) if f.published or not self.published])

    def settings(self, seed: int) -> dict[str, Any]:
        """LightGBM's parameters."""
        chosen: dict[str, Any] = {"seed": seed, "verbose": -1, "deterministic": True}
        chosen |= {"objective": "binary", "force_row_wise": True, "num_threads": 1, "bagging_freq": 1}
        if self.published:
            forest = {"boosting": "rf", "num_leaves": 255, "min_data_in_leaf": 3, "bagging_fraction": 0.632}
            return chosen | forest | {"feature_fraction_bynode": 0.25}
        chosen |= {"num_leaves": self.leaves, "learning_rate": 0.1, "min_data_in_leaf": 60, "lambda_l2": 5.0}
        chosen |= {"feature_fraction": 0.5, "bagging_fraction": 0.7}
        if self.constrained:
            chosen["monotone_constraints"] = [feature.constraint for feature in FEATURES]
        return chosen


@dataclass(frozen=True, slots=True)
class Grown:
    """Trees with what they need to look at new accounts."""

    recipe: Recipe
    boosters: dict[str, lgb.Booster]
    neutral: Neutral
    bigrams: Floats

    def experts(self, profiles: pd.DataFrame) -> Floats:
        """What each expert says of each account, in log-odds; unknown features count as neutral."""
        filled = self.neutral.fill(feature_matrix(profiles, self.bigrams))[:, self.recipe.columns()]
        columns = [booster.predict(filled, raw_score=True, num_threads=1) for booster in self.boosters.values()]
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])

    def artefact(self, profiles: pd.DataFrame, calibration: Calibration) -> Artefact:
        """What ships, with the percentiles of the accounts labelled human among these."""
        people = profiles[~profiles["automated"].to_numpy(dtype=bool)]
        forests = {name: read_lightgbm(b.model_to_string(), len(NAMES)) for name, b in self.boosters.items()}
        return Artefact(
            name=MODEL_NAME,
            experts=forests,
            calibration=calibration,
            neutral=self.neutral,
            people=people_percentiles(feature_matrix(people, self.bigrams)),
            highest=np.nanmax(profiles[list(COUNTS)].to_numpy(dtype=np.float64), axis=0),
            bigrams=self.bigrams,
            badge=self.recipe.badge,
        )


def badges(profiles: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """True for accounts that are known to have a verified badge from before it was for sale."""
    return np.asarray(Profiles(profiles, np.zeros(0)).badge() == 1)


def grow(profiles: pd.DataFrame, recipe: Recipe, seed: int) -> Grown:
    """Trees trained on all of these accounts."""
    bigrams = log_likelihoods(profiles["handle"]).round(3)
    matrix = feature_matrix(fill_from_donors(profiles, seed), bigrams)[:, recipe.columns()]
    neutral = learn_neutral(feature_matrix(profiles, bigrams))
    pools = recipe.pools(profiles)
    boosters = {pool: _grow_one(matrix, profiles, recipe, pool, seed + place) for place, pool in enumerate(pools)}
    return Grown(recipe, boosters, neutral, bigrams)


def _grow_one(matrix: Floats, profiles: pd.DataFrame, recipe: Recipe, pool: str, seed: int) -> lgb.Booster:
    import lightgbm as lgb  # only training needs it, and a server should not load it

    own = (profiles["pool"] == pool).to_numpy(dtype=bool) | (not recipe.experts)
    rows = own if recipe.alone else np.ones(len(own), dtype=bool)
    weights = training_weights(profiles[rows], np.where(own[rows], recipe.emphasis, 1.0))
    labels = profiles["automated"].to_numpy(dtype=np.float64)[rows]
    data = lgb.Dataset(matrix[rows], labels, weight=None if recipe.published else weights)
    return lgb.train(recipe.settings(seed), data, num_boost_round=recipe.rounds)


def training_weights(profiles: pd.DataFrame, emphasis: Floats) -> Floats:
    """Weights of mean 1 that give both labels the same say and, inside a label, every group, but for the emphasis."""
    groups = profiles["group"].astype(str) + profiles["automated"].astype(str)
    weights = emphasis / groups.map(groups.value_counts()).to_numpy(dtype=np.float64)
    for label in (False, True):
        members = profiles["automated"].to_numpy(dtype=bool) == label
        weights[members] *= len(weights) / 2 / weights[members].sum()
    return np.asarray(weights, dtype=np.float64)


def people_percentiles(matrix: Floats) -> Floats:
    """Percentiles 0, 1 … 100 of each feature over accounts labelled human, shape (101, 36); gaps are left out."""
    steps = np.linspace(0, 1, PERCENTILES)
    columns = [np.quantile(column[~np.isnan(column)], steps, method="inverted_cdf") for column in matrix.T]
    return np.column_stack(columns)
