"""Features against values counted by hand, and the table of handle pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.analysis.botscore.features import FEATURES, NAMES, feature_matrix, typed
from core.analysis.botscore.handles import ALPHABET, handle_likelihood, log_likelihoods
from tests.core.analysis.botscore.profiles import PERSON, SPAM, profiles

FLAT = np.full((63, 63), np.log(1 / 63**2))


def features(row: dict) -> dict[str, float]:
    return dict(zip(NAMES, feature_matrix(typed(profiles(row)), FLAT)[0], strict=True))


def test_counted_by_hand():
    made = features(SPAM | {"name": "Деал 44", "description": "Ән 👍"})
    assert made["statuses"] == 5_200 and made["default_profile"] == 1 and made["verified"] == 0
    assert made["following_per_day"] == pytest.approx(1_900 / 21)
    assert made["followers_per_following"] == pytest.approx(3 / 1_900)
    assert (made["handle_length"], made["handle_digits"]) == (10, 8)
    assert (made["name_length"], made["name_digits"], made["description_length"]) == (7, 2, 4)
    assert made["handle_likelihood"] == pytest.approx(1 / 63**2)


def test_unknown_stays_unknown():
    made = features(PERSON | {"listed": None, "name": None, "verified": None, "likes": None, "description": None})
    unknown = {name for name, value in made.items() if np.isnan(value)}
    assert unknown == {
        *("listed", "listed_per_day", "name_length", "name_digits"),
        *("verified", "likes", "likes_per_day", "description_length"),
    }


def test_following_nobody_is_no_division_by_zero():
    assert features(PERSON | {"following": 0})["followers_per_following"] == 410


def test_an_account_of_one_hour_has_the_rates_of_a_day():
    hour_old = PERSON | {"created_at": PERSON["captured_at"] - pd.Timedelta(hours=1)}
    assert features(hour_old)["statuses_per_day"] == 5_200


def test_names_are_declared_once_and_said():
    assert len(set(NAMES)) == len(FEATURES) == 19
    assert all(feature.unit and feature.sentence for feature in FEATURES)


def test_pairs_are_counted_per_handle_and_never_across():
    table = log_likelihoods(pd.Series(["ab", "ba", "ab"]))
    a, b = ALPHABET.index("a"), ALPHABET.index("b")
    total = 3 + 63**2
    assert np.exp(table[a, b]) == pytest.approx(3 / total)
    assert np.exp(table[b, a]) == pytest.approx(2 / total)
    assert np.exp(table).sum() == pytest.approx(1)


def test_the_likelihood_is_the_geometric_mean():
    table = log_likelihoods(pd.Series(["ab", "ba", "ab"]))
    made = handle_likelihood(pd.Series(["aba", None, "", "a", "ab"]), table)
    total = 3 + 63**2
    assert made[0] == pytest.approx(np.sqrt(3 * 2) / total)
    assert np.isnan(made[1:4]).all()
    assert made[4] == pytest.approx(3 / total)


def test_foreign_characters_count_as_the_rarest_pair():
    table = log_likelihoods(pd.Series(["abab"] * 50))
    assert handle_likelihood(pd.Series(["Әлия"]), table)[0] == pytest.approx(np.exp(table.min()))
