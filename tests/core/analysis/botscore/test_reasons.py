"""Reasons say what was counted, compare it with accounts labelled human, and name the right direction."""

from __future__ import annotations

import json

import msgspec
import numpy as np
import pandas as pd
import pytest

from core.analysis.botscore import FEATURES, Params, reason_sentences, score
from core.analysis.botscore.artefact import shipped
from core.analysis.botscore.reasons import GAPS, gap_reasons, people_shares, score_reasons
from core.i18n import use_language
from tests.core.analysis.botscore.profiles import PERSON, SPAM, profiles


def reason(feature: str, value: float, below: float, above: float, effect: float) -> str:
    return json.dumps([{"feature": feature, "value": value, "percentile": below, "above": above, "effect": effect}])


@pytest.mark.parametrize(
    ("given", "direction", "sentence"),
    [
        (
            ("statuses_per_day", 312, 99, 0, 1.5),
            "raises",
            "Posts 312 times a day: more than 99% of the accounts that people were found to run.",
        ),
        (
            ("likes", 0, 0, 97, 1.1),
            "raises",
            "Has liked 0 posts: 97% of the accounts that people were found to run have a higher figure.",
        ),
        (
            ("handle_digits", 0, 0, 30, -0.2),
            "lowers",
            "Has 0 digits in its handle, as is usual for accounts that people were found to run.",
        ),
        (
            ("verified", 1, 86, 0, -2.0),
            "lowers",
            "Is verified, like 14% of the accounts that people were found to run.",
        ),
        (
            ("verified", 0, 0, 14, 0.3),
            "raises",
            "Is not verified, like 86% of the accounts that people were found to run.",
        ),
        (
            ("followers", 1e7, 100, 0, -1.0),
            "lowers",
            "Has 10,000,000 followers: more than 99% of the accounts that people were found to run.",
        ),
    ],
)
def test_sentences(given: tuple, direction: str, sentence: str):
    use_language("en")
    assert reason_sentences(reason(*given)) == [(direction, sentence)]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f.name)
def test_every_feature_has_a_whole_sentence(feature):
    (direction, sentence), *rest = reason_sentences(reason(feature.name, 1, 60, 10, 0.5))
    assert (direction, rest) == ("raises", [])
    assert sentence.endswith(".") and "{" not in sentence
    assert ("{value}" in feature.sentence) != bool(feature.otherwise)


@pytest.mark.parametrize("gap", GAPS)
def test_every_gap_is_said(gap: str):
    assert reason_sentences(gap_reasons([gap])) == [("missing", GAPS[gap])]


def test_reasons_of_another_model_are_passed_over():
    assert reason_sentences(reason("shoe_size", 44, 10, 80, 2.0)) == []


@pytest.mark.parametrize("text", ["", "{}", "nonsense", '[{"value": 1}]', '[{"feature": "likes", "value": "<b>"}]'])
def test_anything_else_is_refused(text: str):
    with pytest.raises(msgspec.DecodeError):
        reason_sentences(text)


def test_shares_never_claim_more_than_was_counted():
    rng = np.random.default_rng(3)
    people = np.floor(rng.lognormal(2, 2, 5_000))
    steps = np.quantile(people, np.linspace(0, 1, 101), method="inverted_cdf")
    values = np.append(rng.choice(people, 300), [-1.0, 0.0, 1e12])
    below, above = (share[:, 0] for share in people_shares(values[:, None], steps[:, None]))
    true_below = np.array([(people < v).mean() * 100 for v in values])
    true_above = np.array([(people > v).mean() * 100 for v in values])
    for told, true in ((below, true_below), (above, true_above)):
        assert ((told >= 0) & (told <= 100)).all()
        assert (told <= true + 1e-9).all()
        assert (told >= true - 1.0 - 1e-9).all()


def test_stored_percentiles_grow():
    people = shipped().people
    assert people.shape == (101, len(FEATURES))
    assert (np.diff(people, axis=0) >= 0).all()


def test_the_strongest_come_first_and_three_each_way():
    for text in score(profiles(PERSON, SPAM))["reasons"]:
        effects = [reason["effect"] for reason in json.loads(text)]
        raising, lowering = [e for e in effects if e > 0], [e for e in effects if e < 0]
        assert effects == raising + lowering and len(raising) <= 3 and len(lowering) <= 3
        assert raising == sorted(raising, reverse=True) and lowering == sorted(lowering)
        assert all(0 <= reason["percentile"] <= 100 for reason in json.loads(text))


def test_values_are_those_of_the_profile():
    everything = score(profiles(SPAM), Params(reasons_each_way=19))["reasons"].iloc[0]
    values = {reason["feature"]: reason["value"] for reason in json.loads(everything)}
    assert values["likes"] == 0 and values["following"] == 1_900
    assert values["handle_digits"] == 8 and values["name_length"] == len("Best Deal 4482")
    assert values["statuses_per_day"] == pytest.approx(5_200 / 21, rel=1e-5)


def test_all_effects_add_up_to_the_log_odds():
    row = score(profiles(SPAM), Params(reasons_each_way=19)).iloc[0]
    told = shipped().base + sum(reason["effect"] for reason in json.loads(row["reasons"]))
    assert told == pytest.approx(np.log(row["probability"] / (1 - row["probability"])), abs=0.2)


def test_weak_and_unknown_features_are_left_out():
    matrix = np.array([[np.nan, 1.0, 1.0] + [0.0] * 16])
    effects = np.array([[9.0, 0.001, -0.5] + [0.0] * 16])
    (text,) = score_reasons(matrix, effects, shipped().people, 3)
    assert [r["feature"] for r in json.loads(text)] == [FEATURES[2].name]


def test_no_reasons_may_be_asked_for():
    assert score(profiles(PERSON), Params(reasons_each_way=0))["reasons"].tolist() == ["[]"]
    assert isinstance(score(profiles(PERSON))["reasons"], pd.Series)
