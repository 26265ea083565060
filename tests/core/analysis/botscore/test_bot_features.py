"""Features against values counted by hand, and the table of handle pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.analysis.botscore.features import FEATURES, NAMES, feature_matrix
from core.analysis.botscore.handles import ALPHABET, handle_likelihood, log_likelihoods
from core.analysis.botscore.profiles import typed
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
        *("listed", "listed_per_day", "name_length", "name_digits", "name_symbols", "name_words"),
        *("verified", "likes", "likes_per_day", "likes_per_post"),
        *(name for name in NAMES if "description" in name),
    }


def test_following_nobody_is_no_division_by_zero():
    assert features(PERSON | {"following": 0})["followers_per_following"] == 410


def test_an_account_of_one_hour_has_the_rates_of_a_day():
    hour_old = PERSON | {"created_at": PERSON["captured_at"] - pd.Timedelta(hours=1)}
    assert features(hour_old)["statuses_per_day"] == 5_200


def test_descriptions_and_names_counted_by_hand():
    text = "News BOT of #Алматы 🤖 see https://example.org and @anna, 24/7"
    made = features(PERSON | {"name": "Aigerim K. ✨", "handle": "AigerimK_77", "description": text})
    assert (made["name_words"], made["name_symbols"], made["bot_word_in_name"]) == (3, 2, 0)
    assert (made["handle_digits_at_end"], made["handle_capitals"]) == (2, 2)
    assert (made["description_links"], made["description_mentions"], made["description_hashtags"]) == (1, 1, 1)
    assert (made["description_digits"], made["description_capitals"]) == (3, 5)
    assert made["description_symbols"] == 9  # hash, robot, colon, two slashes, dot, at, comma, slash
    assert made["bot_word_in_description"] == 1


@pytest.mark.parametrize(
    ("handle", "told"), [("news_bot", 1), ("robot4", 1), ("weather_bot7", 1), ("bottle", 0), ("both", 0)]
)
def test_what_a_handle_says_of_itself(handle: str, told: int):
    assert features(PERSON | {"handle": handle, "name": None})["bot_word_in_name"] == told


def test_ratios_and_age_counted_by_hand():
    made = features(PERSON | {"likes": 2_600, "statuses": 5_200, "followers": 1_300, "following": 520})
    assert (made["likes_per_post"], made["followers_per_post"], made["following_per_post"]) == (0.5, 0.25, 0.1)
    assert made["age_days"] == (PERSON["captured_at"] - PERSON["created_at"]).days


def test_names_are_declared_once_and_said():
    assert len(set(NAMES)) == len(FEATURES) == 36
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
