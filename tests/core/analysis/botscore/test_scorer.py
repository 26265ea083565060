"""Scores of hand-made profiles: direction, gaps, order, hostile text, and the conversion of priors."""

from __future__ import annotations

import json

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.analysis.botscore import FEATURES, Params, at_prior, score
from core.analysis.botscore.artefact import shipped
from core.analysis.botscore.features import NAMES, feature_matrix
from core.analysis.botscore.gaps import GAP_NAMES
from core.analysis.botscore.profiles import typed
from core.analysis.botscore.reasons import GAPS
from core.analysis.botscore.scorer import RESULT
from tests.core.analysis.botscore.profiles import PERSON, SPAM, profiles

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE accounts; --",
    "a\0b",
    "\u202egnp.exe",
    "Ж" * 50,
    "👩‍👩‍👧‍👦" * 20,
    "",
    " ",
    "{value}{0}%s",
    "x" * 200_000,
]


def probabilities(*rows: dict) -> np.ndarray:
    return score(profiles(*rows))["probability"].to_numpy()


def test_a_person_scores_below_spam():
    person, spam = score(profiles(PERSON, SPAM))["score"]
    assert person < 2 < 3 < spam


def test_the_score_is_five_times_the_probability():
    result = score(profiles(PERSON, SPAM))
    assert np.allclose(result["score"], 5 * result["probability"])
    assert result["probability"].between(0, 1).all()
    assert set(result["model"]) == {shipped().name}


@pytest.mark.parametrize("start", [PERSON, SPAM])
def test_more_likes_never_raise_the_score(start: dict):
    seen = probabilities(*(start | {"likes": likes} for likes in (0, 1, 5, 30, 200, 900, 4_000, 30_000, 200_000)))
    assert (np.diff(seen) <= 1e-12).all()
    assert seen[-1] < seen[0]


@pytest.mark.parametrize("start", [PERSON, SPAM])
def test_more_followers_never_raise_the_score(start: dict):
    seen = probabilities(*(start | {"followers": n} for n in (0, 3, 20, 300, 4_000, 50_000, 600_000)))
    assert (np.diff(seen) <= 1e-12).all()
    assert seen[-1] < seen[0]


@pytest.mark.parametrize("column", ["name", "description"])
def test_a_bot_word_raises_the_score(column: str):
    plain, told = probabilities(PERSON | {column: "tea, mountains, lot"}, PERSON | {column: "tea, mountains, bot"})
    assert told > plain


def test_the_interval_holds_the_probability_and_widens_where_experts_disagree():
    rows = score(profiles(PERSON, SPAM, SPAM | {"likes": 900, "followers": 4_000}))
    assert (rows["low"] < rows["probability"]).all() and (rows["probability"] < rows["high"]).all()
    assert rows[["low", "high"]].stack().between(0, 1).all()


def test_five_types_are_scores_of_their_own():
    rows = score(profiles(PERSON, SPAM, PERSON | {"likes": None}))
    types = rows[["hand_checked", "financial", "self_declared", "spam", "scam"]]
    assert types.iloc[:2].stack().between(0, 5).all() and types.iloc[2].isna().all()
    assert types.iloc[1]["spam"] > types.iloc[0]["spam"]


@pytest.mark.parametrize("change", [{"followers": 10**12}, {"statuses": 10**11}])
def test_a_figure_outside_of_the_training_gives_no_score(change: dict):
    row = score(profiles(SPAM | change)).iloc[0]
    assert row["status"] == "not enough data"
    assert [reason["feature"] for reason in json.loads(row["reasons"])] == ["range"]


def test_an_account_older_than_the_platform_has_no_known_age():
    row = score(profiles(PERSON | {"created_at": pd.Timestamp("1970-01-01", tz="UTC")})).iloc[0]
    assert row["status"] == "not enough data"


@pytest.mark.parametrize("start", [PERSON, SPAM])
@pytest.mark.parametrize(("flag", "direction"), [("verified", -1), ("default_profile", 1)])
def test_a_flag_moves_the_score_one_way(start: dict, flag: str, direction: int):
    off, on = probabilities(start | {flag: False}, start | {flag: True})
    assert (on - off) * direction > 0


@pytest.mark.parametrize("feature", [f for f in FEATURES if f.constraint], ids=lambda f: f.name)
def test_constrained_features_are_monotone_in_the_trees(feature):
    artefact = shipped()
    start = feature_matrix(typed(profiles(PERSON, SPAM)), artefact.bigrams)
    column = NAMES.index(feature.name)
    values = np.unique(np.append(artefact.people[:, column], [0.0, 1e9]))
    for row in start:
        grid = np.repeat(row[None, :], len(values), axis=0)
        grid[:, column] = values
        log_odds = artefact.look(grid)[1].sum(axis=1)
        assert (np.diff(log_odds) * feature.constraint >= -1e-9).all()


@pytest.mark.parametrize(
    ("column", "gap"),
    [(name, name) for name in ("created_at", "captured_at", "followers", "following", "statuses", "likes")],
)
def test_what_is_not_known_is_named_not_scored_as_zero(column: str, gap: str):
    row = score(profiles(PERSON, SPAM | {column: None})).iloc[1]
    assert row["status"] == "not enough data"
    assert pd.isna(row["score"]) and pd.isna(row["probability"])
    assert [reason["feature"] for reason in json.loads(row["reasons"])] == [gap]


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"statuses": 0}, "posts"),
        ({"created_at": pd.Timestamp("2021-01-01", tz="UTC")}, "age"),
        ({"followers": -1}, "followers"),
    ],
)
def test_impossible_profiles_are_not_scored(change: dict, gap: str):
    row = score(profiles(PERSON | change)).iloc[0]
    assert row["status"] == "not enough data"
    assert json.loads(row["reasons"])[0]["feature"] == gap


@pytest.mark.parametrize("platform", ["telegram", "youtube", "web", "other", None])
def test_other_platforms_are_not_scored(platform: str | None):
    row = score(profiles(PERSON | {"platform": platform, "likes": None})).iloc[0]
    assert (row["status"], pd.isna(row["score"])) == ("not scored", True)
    assert [reason["feature"] for reason in json.loads(row["reasons"])] == ["platform"]


def test_every_gap_has_a_sentence():
    assert set(GAP_NAMES) == set(GAPS)


@pytest.mark.parametrize("column", ["handle", "name", "description", "listed", "verified", "default_profile"])
def test_an_unknown_extra_is_scored_but_never_a_reason(column: str):
    row = score(profiles(PERSON | {column: None}), Params(reasons_each_way=18)).iloc[0]
    assert row["status"] == "scored"
    named = {reason["feature"] for reason in json.loads(row["reasons"])}
    assert not [name for name in named if name.startswith(column)]


def test_a_gap_itself_moves_no_score():
    """An unknown name counts as a name of median length without digits: the gap cannot name a data set."""
    medians = dict(zip(NAMES, shipped().neutral.medians, strict=True))
    assert medians["name_digits"] == medians["name_symbols"] == 0
    words = int(medians["name_words"])
    name = " ".join(["a"] * (words - 1) + ["a" * int(medians["name_length"] - 2 * (words - 1))])
    unknown, median = probabilities(PERSON | {"name": None}, PERSON | {"name": name})
    assert unknown == median


def test_a_badge_that_was_for_sale_counts_as_not_known():
    late = PERSON | {"captured_at": pd.Timestamp("2023-05-01", tz="UTC")}
    bought, unknown = probabilities(late | {"verified": True}, late | {"verified": None})
    assert bought == unknown
    before, after = probabilities(PERSON | {"verified": True}, PERSON | {"verified": None})
    assert before < after


def test_the_order_and_the_keys_are_kept():
    rows = [SPAM, PERSON | {"platform": "telegram", "account_key": "telegram:9"}, PERSON, SPAM | {"likes": None}]
    frame = profiles(*rows).set_index(pd.Index([7, 7, 3, 0]))
    result = score(frame)
    assert list(result["account_key"]) == [row["account_key"] for row in rows]
    assert list(result["status"]) == ["scored", "not scored", "scored", "not enough data"]
    assert result["score"].iloc[0] == score(profiles(SPAM))["score"].iloc[0]
    assert list(result.columns) == list(RESULT)


def test_no_accounts_give_no_scores():
    assert score(profiles()).shape == (0, len(RESULT))


def test_a_score_does_not_depend_on_its_neighbours():
    crowd = profiles(*[PERSON, SPAM] * 9_000)
    assert np.array_equal(np.unique(score(crowd, Params(0))["probability"]), np.sort(probabilities(PERSON, SPAM)))


def test_nulls_from_a_real_database_are_read():
    frame = profiles(PERSON, SPAM | {"likes": None, "verified": None, "name": None, "captured_at": None})
    with duckdb.connect() as con:
        con.register("given", frame)
        read = con.execute(
            "SELECT * REPLACE (likes::BIGINT AS likes, verified::BOOLEAN AS verified) FROM given ORDER BY account_key"
        ).df()
    assert list(score(read)["status"]) == ["scored", "not enough data"]
    assert score(read)["score"].iloc[0] == score(frame)["score"].iloc[0]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("column", ["handle", "name", "description"])
def test_hostile_text_is_only_counted(column: str, text: str):
    row = score(profiles(PERSON | {column: text}), Params(reasons_each_way=18)).iloc[0]
    assert row["status"] == "scored" and 0 <= row["score"] <= 5
    if len(text) > 5:
        assert text not in row["reasons"]


def test_hostile_neighbours_change_nothing():
    crowd = [PERSON | {"handle": text} for text in HOSTILE]
    assert probabilities(*crowd, PERSON)[-1] == probabilities(PERSON)[0]


@pytest.mark.parametrize(
    ("probability", "prior", "expected"),
    [(0.5, 0.15, 0.15), (0.8, 0.5, 0.8), (0.8, 0.15, 0.12 / 0.29), (1.0, 0.01, 1.0), (0.0, 0.99, 0.0), (0.7, 0.0, 0.0)],
)
def test_the_prior_is_moved_by_bayes(probability: float, prior: float, expected: float):
    assert at_prior(probability, prior) == pytest.approx(expected)


@pytest.mark.parametrize(("probability", "prior"), [(1.2, 0.5), (0.5, -0.1), (float("nan"), 0.5)])
def test_impossible_probabilities_are_refused(probability: float, prior: float):
    with pytest.raises(ValueError, match="between 0 and 1"):
        at_prior(probability, prior)
