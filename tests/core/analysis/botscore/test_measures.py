"""The measures against the long way of counting."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis.botscore.measures import auc, balanced_weights, brier, platt, precision_recall, sigmoid

RNG = np.random.default_rng(11)
LABELS = RNG.random(400) < 0.3
SCORES = np.round(RNG.normal(size=400) + LABELS, 1)


def test_auc_counts_pairs():
    pairs = SCORES[LABELS][:, None] - SCORES[~LABELS][None, :]
    found = auc(LABELS, SCORES)
    assert found.value == pytest.approx(((pairs > 0) + 0.5 * (pairs == 0)).mean())
    assert found.low < found.value < found.high


def test_platt_finds_the_truth():
    log_odds = RNG.normal(scale=2, size=40_000)
    labels = RNG.random(40_000) < sigmoid(0.6 * log_odds - 0.4)
    slope, intercept = platt(log_odds, labels, np.ones(40_000))
    assert (slope, intercept) == pytest.approx((0.6, -0.4), abs=0.05)


def test_weights_give_every_set_and_label_the_same_say():
    labels = np.array([True, True, True, False, True, False, False])
    sets = np.array(["a", "a", "a", "a", "b", "b", "b"])
    weights = balanced_weights(labels, sets)
    for name in ("a", "b"):
        for label in (True, False):
            assert weights[(sets == name) & (labels == label)].sum() == pytest.approx(1)


def test_brier_of_a_coin_and_of_an_oracle():
    assert brier(np.full(400, 0.5), LABELS) == pytest.approx(0.25)
    assert brier(LABELS.astype(float), LABELS) == 0


def test_precision_falls_with_the_prevalence():
    probability = sigmoid(SCORES)
    common, rare = (precision_recall(probability, LABELS, 0.6, share) for share in (0.5, 0.05))
    assert common[0] > rare[0] and common[1] == rare[1]
    assert np.isnan(precision_recall(probability, LABELS, 1.1, 0.15)[0])
