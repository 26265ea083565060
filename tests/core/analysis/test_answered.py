"""The share by answers covers the truth of simulated cases, and is narrow enough to be of use."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.analysis.answered import Answered, AnsweredParams, answered_share
from core.analysis.botscore import draw_accounts

CASES = 150


def case(rng: np.random.Generator, n: int, apart: float) -> tuple[pd.DataFrame, np.ndarray, int]:
    """Accounts whose score tells automated ones apart by so many standard deviations, and how many are automated."""
    automated = int(rng.uniform(0.05, 0.5) * n)
    log_odds = rng.normal(0, 1, n) + apart * (np.arange(n) < automated) - 0.5
    frame = pd.DataFrame({"account_key": [f"x:{i}" for i in range(n)], "probability": 1 / (1 + np.exp(-log_odds))})
    return frame, np.arange(n) < automated, automated


def asked(frame: pd.DataFrame, automated: np.ndarray, answers: int, seed: int) -> Answered | None:
    drawn = draw_accounts(frame, 60, seed)["account_key"].to_numpy(dtype=str)
    return answered_share(frame, drawn, {key: bool(automated[int(key[2:])]) for key in drawn[:answers]})


@pytest.mark.parametrize("apart", [0.0, 1.0, 2.5])  # a score that is no use, one as on unseen sets, a very good one
@pytest.mark.parametrize(("n", "answers", "widest"), [(100, 60, 0.15), (400, 30, 0.30), (2_000, 60, 0.22)])
def test_the_interval_covers_the_truth_and_says_something(apart: float, n: int, answers: int, widest: float):
    rng = np.random.default_rng(2020)
    covered, widths = 0, []
    for number in range(CASES):
        frame, automated, count = case(rng, n, apart)
        found = asked(frame, automated, answers, number)
        covered += found.low <= count / n <= found.high
        widths.append(found.high - found.low)
    assert covered / CASES >= 0.85
    assert np.mean(widths) < widest


def test_too_few_answers_give_no_share():
    frame, automated, _count = case(np.random.default_rng(1), 300, 1.0)
    assert asked(frame, automated, AnsweredParams().least - 1, 1) is None
    assert asked(frame, automated, AnsweredParams().least, 1) is not None


def test_an_account_that_somebody_chose_does_not_count():
    frame, automated, _count = case(np.random.default_rng(1), 300, 1.0)
    drawn = draw_accounts(frame, 60, 1)["account_key"].to_numpy(dtype=str)
    told = {key: bool(automated[int(key[2:])]) for key in drawn}
    others = {key: True for key in frame["account_key"] if key not in told}
    assert answered_share(frame, drawn, told | others) == answered_share(frame, drawn, told)


def test_the_order_of_the_rows_does_not_matter():
    frame, automated, _count = case(np.random.default_rng(1), 300, 1.0)
    frame["probability"] = frame["probability"].round(1)  # many accounts with the same score
    turned = frame.sample(frac=1.0, random_state=3)
    assert asked(frame, automated, 60, 1) == asked(turned, automated, 60, 1)


def test_whoever_could_not_say_counts_both_ways():
    frame, automated, _count = case(np.random.default_rng(1), 300, 1.0)
    drawn = draw_accounts(frame, 60, 1)["account_key"].to_numpy(dtype=str)
    told = {key: bool(automated[int(key[2:])]) for key in drawn}
    sure = answered_share(frame, drawn, told)
    doubted = answered_share(frame, drawn, told | dict.fromkeys(drawn[:15], None))
    assert doubted.unsure == 15 and doubted.answers == 45
    assert doubted.low < sure.low and doubted.high > sure.high


def test_when_everybody_was_asked_nothing_is_left_to_doubt():
    frame, automated, count = case(np.random.default_rng(1), 40, 1.0)
    found = asked(frame, automated, 60, 1)
    assert found.low == found.high == pytest.approx(count / 40)


def test_accounts_without_a_score_are_not_counted():
    frame, automated, _count = case(np.random.default_rng(1), 300, 1.0)
    more = pd.concat([frame, pd.DataFrame({"account_key": ["y:1", "y:2"], "probability": [None, None]})])
    more["probability"] = more["probability"].astype(float)
    assert asked(more, automated, 60, 1).accounts == 300
