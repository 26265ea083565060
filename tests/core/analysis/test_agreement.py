"""Krippendorff's alpha, checked against examples that its author computed by hand, and against pairs counted here."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from core.analysis.agreement import AgreementParams, agreement, codings

#: Krippendorff (2011), Computing Krippendorff's alpha-reliability, examples A, B and C; a dot is a missing value.
MEG_OWEN = {"meg": "0100000010", "owen": "1110010000"}
BEN_GERRY = {"ben": "aabbdcccedda", "gerry": "babbbccceddd"}
FOUR = {"a": "123321412...", "b": "1233224125.3", "c": ".3332342251.", "d": "12332441251."}


def table(coders: dict[str, str]) -> pd.DataFrame:
    rows = [(unit, coder, v) for coder, text in coders.items() for unit, v in enumerate(text) if v != "."]
    return pd.DataFrame(rows, columns=["unit", "coder", "value"])


@pytest.mark.parametrize(("coders", "alpha"), [(MEG_OWEN, 0.095), (BEN_GERRY, 0.692), (FOUR, 0.743)])
def test_published_examples(coders: dict[str, str], alpha: float) -> None:
    found = agreement(table(coders))
    assert found.alpha == pytest.approx(alpha, abs=0.0006)
    assert found.low < found.alpha < found.high


def by_pairs(coders: dict[str, str]) -> float:
    """Alpha from the coincidences of all pairs of values, counted one by one."""
    units = [[text[u] for text in coders.values() if text[u] != "."] for u in range(len(next(iter(coders.values()))))]
    units = [values for values in units if len(values) > 1]
    unequal = sum((a != b) / (len(v) - 1) for v in units for a, b in permutations(v, 2))
    values = [value for unit in units for value in unit]
    expected = sum(a != b for a, b in permutations(values, 2)) / (len(values) - 1)
    return 1 - unequal / expected


@pytest.mark.parametrize("seed", range(5))
def test_the_same_as_all_pairs_counted_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    coders = {name: "".join(rng.choice(list("ab.c"), 30)) for name in "xyz"}
    assert agreement(table(coders)).alpha == pytest.approx(by_pairs(coders))


def test_full_agreement_is_1_and_one_value_only_says_nothing() -> None:
    assert agreement(table({"a": "ababababab", "b": "ababababab"})).alpha == 1.0
    nothing = agreement(table({"a": "aaaaaaaaaa", "b": "aaaaaaaaaa"}))
    assert nothing.alpha is None and nothing.low is None and nothing.observed == 1.0


def test_few_units_have_no_interval_and_single_codings_do_not_count() -> None:
    found = agreement(table({"a": "abab.", "b": "abba."}))
    assert found.units == 4 and found.alpha is not None and found.low is None
    alone = agreement(table({"a": "ab..", "b": "..ab"}))
    assert (alone.units, alone.coders, alone.alpha) == (0, 0, None)
    assert agreement(table({})).units == 0


def test_the_interval_is_the_same_each_time_and_covers_the_truth() -> None:
    """150 units, values kept with 80 % by either coder: the alpha of very many such units lies in most intervals."""

    def draw(rng: np.random.Generator, n: int) -> pd.DataFrame:
        truth = rng.integers(0, 3, n)
        seen = [np.where(rng.random(n) < 0.8, truth, rng.integers(0, 3, n)) for _coder in range(2)]
        return table({name: "".join(map(str, values)) for name, values in zip("ab", seen, strict=True)})

    truth = agreement(draw(np.random.default_rng(99), 20_000), AgreementParams(draws=200)).alpha
    found = [agreement(draw(np.random.default_rng(s), 150), AgreementParams(draws=400)) for s in range(60)]
    assert sum(f.low <= truth <= f.high for f in found) >= 52
    assert agreement(table(FOUR)) == agreement(table(FOUR))


def test_codings_are_sets_of_groups_per_coder_and_unlabelled_accounts_are_none() -> None:
    rows = [
        ("x:1", "group", "B", "Ann"), ("x:1", "group", "A", "Ann"), ("x:1", "none", "", "Ben"),
        ("x:2", "note", "hm", "Ben"), ("x:2", "post", "A", "Ben"), ("x:3", "group", "A", "Ben"),
    ]  # fmt: skip
    labels = pd.DataFrame(rows, columns=["account_key", "kind", "text", "author"])
    assert codings(labels).values.tolist() == [["x:1", "Ann", "A\nB"], ["x:1", "Ben", "none"], ["x:3", "Ben", "A"]]
    assert codings(labels, "B")["value"].tolist() == ["yes", "no", "no"]
