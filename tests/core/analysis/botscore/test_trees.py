"""The trees and their shares agree with LightGBM (leaves are kept to six digits) and with Shapley values counted the
long way."""

from __future__ import annotations

from itertools import permutations

import lightgbm as lgb
import numpy as np
import pytest

from core.analysis.botscore.trees import Forest, Tree, read_lightgbm


def grown(leaves: int = 8, rounds: int = 30) -> tuple[lgb.Booster, np.ndarray]:
    rng = np.random.default_rng(5)
    matrix = np.column_stack([rng.normal(size=(3_000, 4)), rng.integers(0, 3, (3_000, 2))])
    label = (matrix[:, 0] * matrix[:, 4] - matrix[:, 1] + rng.normal(size=3_000) > 0).astype(float)
    settings = {"objective": "binary", "num_leaves": leaves, "verbose": -1, "num_threads": 1, "seed": 1}
    return lgb.train(settings, lgb.Dataset(matrix, label), rounds), matrix


def test_contributions_equal_those_of_lightgbm():
    booster, matrix = grown()
    forest = read_lightgbm(booster.model_to_string(), 6)
    expected = booster.predict(matrix, pred_contrib=True)
    assert np.allclose(forest.contributions(matrix), expected[:, :-1], atol=1e-4)
    assert forest.base == pytest.approx(expected[0, -1], abs=1e-4)


def test_contributions_add_up_to_the_result():
    booster, matrix = grown()
    forest = read_lightgbm(booster.model_to_string(), 6)
    raw = booster.predict(matrix, raw_score=True)
    assert np.allclose(forest.base + forest.contributions(matrix).sum(axis=1), raw, atol=1e-4)


def test_a_tree_of_three_leaves_counted_by_hand():
    """x0 <= 1 ? (x1 <= 5 ? 0 : 4) : 10, from 20, 20 and 60 training rows."""
    tree = Tree([0, 1], [1.0, 5.0], [1, ~0], [~2, ~1], [0.0, 4.0, 10.0], [20, 20, 60])
    forest = Forest((tree,), 2)
    assert forest.base == pytest.approx(6.8)
    row, mean = np.array([0.0, 6.0]), {(): 6.8, (0,): 2.0, (1,): 0.4 * 4 + 0.6 * 10, (0, 1): 4.0}
    shares = np.zeros(2)
    for order in permutations((0, 1)):
        for place, player in enumerate(order):
            shares[player] += (mean[tuple(sorted(order[: place + 1]))] - mean[tuple(sorted(order[:place]))]) / 2
    assert forest.contributions(row[None, :])[0] == pytest.approx(shares)


def test_a_tree_without_a_split_is_a_constant():
    forest = Forest((Tree([], [], [], [], [0.7], [5]),), 3)
    assert forest.base == pytest.approx(0.7)
    assert forest.contributions(np.ones((2, 3))).tolist() == [[0.0] * 3] * 2


def test_trees_too_large_to_look_up_are_refused():
    booster, _ = grown(leaves=31, rounds=2)
    with pytest.raises(ValueError, match="more than 8 splits"):
        read_lightgbm(booster.model_to_string(), 6)
