"""Scores of a table of accounts: every odd input is one sentence or "not enough data", never a score from nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.scoring import OUT
from tests.core.analysis.botscore.profiles import PERSON, SPAM

NAMES = {"account_key": "account_id", "handle": "screen_name", "captured_at": "probe_time"}


def table(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).rename(columns=NAMES).drop(columns="platform", errors="ignore")


def run(tmp_path: Path, frame: pd.DataFrame, *more: str) -> tuple[pd.DataFrame | None, str, int]:
    given, out = tmp_path / "accounts.parquet", tmp_path / "scores.parquet"
    frame.to_parquet(given)
    result = CliRunner().invoke(app, ["score", str(given), "--out", str(out), *more])
    said = " ".join(result.output.split())
    assert "Traceback" not in said and (result.exception is None or isinstance(result.exception, SystemExit))
    return (pd.read_parquet(out) if out.exists() else None), said, result.exit_code


def test_the_columns_and_the_prior(tmp_path: Path):
    frame, said, code = run(tmp_path, table(PERSON, SPAM))
    assert frame is not None and list(frame.columns) == list(OUT) and code == 0
    assert (frame["low"] < frame["probability"]).all() and (frame["probability"] < frame["high"]).all()
    neutral = frame["score"] / 5
    assert np.allclose(frame["probability"], neutral * 0.15 / (neutral * 0.15 + (1 - neutral) * 0.85))
    assert "scored: 2 accounts" in said


def test_the_same_input_gives_the_same_bytes(tmp_path: Path):
    run(tmp_path, table(PERSON, SPAM))
    first = (tmp_path / "scores.parquet").read_bytes()
    run(tmp_path, table(PERSON, SPAM))
    assert first == (tmp_path / "scores.parquet").read_bytes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"followers": "-3"}, "Column followers: 1 values are no counts"),
        ({"followers": "many"}, "the first is in row 1"),
        ({"created_at": "yesterday"}, "Column created_at: 1 values are no times"),
        ({"created_at": "2999-01-01"}, "not enough data: 1 accounts"),
        ({"likes": None}, "not enough data: 1 accounts"),
    ],
)
def test_odd_values_give_a_sentence_and_no_score(tmp_path: Path, change: dict, said: str):
    row = {name: str(value) for name, value in PERSON.items()} | change
    frame, told, _code = run(tmp_path, table(row))
    assert frame is not None and frame["status"].tolist() == ["not enough data"] and frame["score"].isna().all()
    assert said in told


def test_double_and_missing_ids_are_told(tmp_path: Path):
    frame, said, _code = run(tmp_path, table(PERSON, PERSON | {"likes": 1}, SPAM | {"account_key": None}))
    assert frame is not None and frame["account_id"].tolist() == ["x:1"]
    assert "1 rows repeat an account_id" in said and "1 rows have no account_id" in said


def test_a_million_characters_and_missing_columns_are_scored(tmp_path: Path):
    small = table(PERSON | {"description": "a" * 10**6})
    kept = ["account_id", "screen_name", "description", "created_at", "probe_time"]
    frame, _said, _code = run(tmp_path, small[[*kept, "followers", "following", "statuses", "likes"]])
    assert frame is not None and frame["status"].tolist() == ["scored"]


def test_nothing_gives_nothing(tmp_path: Path):
    empty, said, code = run(tmp_path, table(PERSON).iloc[:0])
    assert empty is not None and len(empty) == 0 and code == 0 and "holds no account" in said
    nulls, _said, _code = run(tmp_path, pd.DataFrame({"account_id": ["1", "2"], "likes": [None, None]}))
    assert nulls is not None and nulls["status"].tolist() == ["not enough data"] * 2


def test_no_table_is_one_sentence(tmp_path: Path):
    for content, sentence in ((b"", "The file is empty."), (b"account_id,likes\n1,2\n", "cannot be read as parquet")):
        (tmp_path / "a.parquet").write_bytes(content)
        result = CliRunner().invoke(app, ["score", str(tmp_path / "a.parquet"), "--out", str(tmp_path / "b.parquet")])
        told = " ".join(result.output.split())
        assert result.exit_code == 2 and sentence in told and str(tmp_path) not in told
    _frame, said, code = run(tmp_path, pd.DataFrame({"id": [1]}))
    assert code == 2 and "account_id is missing" in said


def crowd(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    rows = [
        PERSON | {"account_key": f"x:{i}", "likes": int(v), "statuses": 500}
        for i, v in enumerate(rng.integers(0, 4_000, n))
    ]
    return table(*rows)


def test_labels_teach_and_beat_the_score(tmp_path: Path):
    """In this made-up case the accounts that like most are automated: the opposite of what the model has learnt."""
    frame = crowd(300)
    truth = frame["likes"] > 2_000
    frame[["account_id"]].assign(is_bot=truth).iloc[:60].to_parquet(tmp_path / "labels.parquet")
    plain, _said, _code = run(tmp_path, frame)
    taught, said, code = run(tmp_path, frame, "--labels", str(tmp_path / "labels.parquet"))
    assert plain is not None and taught is not None and code == 0
    rest = slice(60, None)
    assert (
        plain["score"][rest].corr(truth[rest].astype(float))
        < 0.2
        < taught["score"][rest].corr(truth[rest].astype(float))
    )
    assert set(taught["score"][:60]) == {0.0, 5.0} and "From 60 answers" in said
    assert json.loads(taught["reasons"][0])[0]["feature"] == "answer"


def test_too_few_labels_of_a_kind_are_refused(tmp_path: Path):
    frame = crowd(40)
    frame[["account_id"]].assign(is_bot=[True] * 3 + [False] * 37).to_parquet(tmp_path / "labels.parquet")
    _frame, said, code = run(tmp_path, frame, "--labels", str(tmp_path / "labels.parquet"))
    assert code == 2 and "at least 5 of each are needed" in said
