"""A verified badge keeps people from being flagged, leaves the order, and counts as a reason."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from core.analysis.botscore import Params, score
from core.analysis.botscore.artefact import shipped
from core.analysis.botscore.badge import BadgeRule, badge_effect
from tests.core.analysis.botscore.profiles import PERSON, SPAM, profiles

BADGE = {"verified": True}


def test_a_badge_keeps_whoever_looks_automated_below_one_half():
    plain, badge = score(profiles(SPAM, SPAM | BADGE))["probability"]
    assert plain > 0.6 and badge < 0.5


def test_below_the_bend_nothing_moves_but_what_the_trees_say():
    artefact = shipped()
    rows = score(profiles(PERSON | BADGE))
    assert rows["probability"][0] < artefact.badge.bend
    said = np.array([-2.0, -1.0])
    assert artefact.badge.lowered(said, np.array([True, True])).tolist() == said.tolist()


def test_the_order_of_accounts_with_a_badge_stays():
    said = np.linspace(-6, 6, 200)
    moved = shipped().badge.lowered(said, np.ones(200, dtype=bool))
    assert (np.diff(moved) > 0).all() and (moved <= said).all()


def test_the_interval_holds_the_probability_after_the_bend():
    row = score(profiles(SPAM | BADGE)).iloc[0]
    assert row["low"] < row["probability"] < row["high"]


def test_the_change_counts_as_an_effect_of_the_badge():
    row = score(profiles(SPAM | BADGE), Params(reasons_each_way=36)).iloc[0]
    effects = {reason["feature"]: reason["effect"] for reason in json.loads(row["reasons"])}
    told = shipped().base + sum(effects.values())
    assert told == pytest.approx(
        np.log(row["probability"] / (1 - row["probability"])), abs=0.25
    )  # weak ones are left out
    assert min(effects, key=lambda name: effects[name]) == "verified"


def test_types_are_bent_too():
    types = score(profiles(SPAM | BADGE))[["hand_checked", "financial", "self_declared", "spam", "scam"]]
    assert types.stack().max() < 2.5


def test_a_badge_that_could_be_bought_changes_nothing():
    sold = {"captured_at": pd.Timestamp("2023-02-10", tz="UTC")}
    plain, badge = score(profiles(SPAM | sold, SPAM | sold | BADGE))["probability"]
    assert plain == badge


def test_a_shift_with_a_bend_goes_down_to_the_bend_at_most():
    rule = BadgeRule(bend=0.5, slope=0.0, shift=1.0)
    said = rule.lowered(np.array([-1.0, 0.5, 5.0]), np.array([True, True, True]), effect=-2.0)
    assert said.tolist() == [-1.0, 0.0, 3.0]


def test_a_badge_that_says_nothing_has_no_effect():
    labels, sets = np.array([True, False] * 20), np.array(["a"] * 40)
    stated = np.where(labels, 1.0, -1.0)
    assert badge_effect(stated, np.ones(40, dtype=bool), ~labels, sets) <= 0
    assert badge_effect(stated, np.zeros(40, dtype=bool), labels, sets) == 0
