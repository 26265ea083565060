"""Training gives the same bytes twice, and the card states what training finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.analysis.botscore.artefact import BIGRAM_FILE, CARD_FILE, MODEL_FILE, SHIPPED, VALIDITY_FILE, load
from core.analysis.botscore.recipe import Recipe
from core.analysis.botscore.train import train, train_on
from core.analysis.botscore.training_sets import fill_from_donors, read_sets
from core.errors import CaseError

ROOT = Path(__file__).resolve().parents[4]
DATA = ROOT.parent / "shared" / "data" / "bots"
FILES = (MODEL_FILE, BIGRAM_FILE, VALIDITY_FILE, CARD_FILE)
SHIPPED_SEED = 2020
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled accounts are not on this machine")
SMALL = Recipe("small", rounds=4)


@pytest.fixture(scope="module")
def labelled() -> pd.DataFrame:
    return read_sets(DATA)


@pytest.fixture(scope="module")
def sample(labelled: pd.DataFrame) -> pd.DataFrame:
    return labelled.sample(3_000, random_state=1).reset_index(drop=True)


@needs_data
def test_the_same_seed_gives_the_same_bytes(sample: pd.DataFrame, tmp_path: Path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        train_on(sample, tmp_path / name, seed, SMALL, tried=())
    for file in FILES:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert (tmp_path / "a" / MODEL_FILE).read_bytes() != (tmp_path / "c" / MODEL_FILE).read_bytes()


@needs_data
def test_what_is_written_is_what_is_read(sample: pd.DataFrame, tmp_path: Path):
    report = train_on(sample, tmp_path, 1, SMALL, tried=())
    artefact = load(tmp_path)
    assert artefact.calibration == report.calibration
    assert [len(forest.trees) for forest in artefact.experts.values()] == [4] * 5
    assert artefact.badge == report.badge == SMALL.badge


@needs_data
def test_what_ships_is_what_training_makes(tmp_path: Path):
    """About forty seconds: the model, its tables and its card come out again, byte for byte."""
    report = train(DATA, tmp_path, SHIPPED_SEED, tried=())
    for file in (MODEL_FILE, BIGRAM_FILE, VALIDITY_FILE):
        assert (tmp_path / file).read_bytes() == (SHIPPED / file).read_bytes(), file
    tried = ("| badge ", "| not constrained |", "| each expert sees", "| one forest for all")
    shipped = [line for line in (SHIPPED / CARD_FILE).read_text("utf-8").splitlines() if not line.startswith(tried)]
    assert (tmp_path / CARD_FILE).read_text("utf-8").splitlines() == shipped
    assert report.mean_auc >= 0.829 and report.mean_auc > report.published_auc
    flagged, verified = report.verified_flagged
    assert verified > 1_000 and flagged <= 0.01 * verified
    assert {card.lang: card.auc.value for card in report.languages}["tr"] > 0.85
    assert sum(one.moved * one.accounts for one in report.later) <= 0.03 * report.accounts
    assert sum(one.after - one.before for one in report.taught) >= 0.03 * len(report.taught)
    areas = {fold.fold: fold.auc.value for fold in report.folds}
    assert areas["varol-2017"] > 0.75 and areas["botometer-feedback-2019"] > 0.75


@needs_data
def test_gaps_are_filled_without_a_look_at_the_label(labelled: pd.DataFrame):
    filled = fill_from_donors(labelled, 1)
    assert not filled[["name", "listed", "verified", "default_profile", "default_profile_image"]].isna().any().any()
    turned = labelled.assign(automated=~labelled["automated"])
    again = fill_from_donors(turned, 1)
    assert filled["listed"].equals(again["listed"]) and filled["name"].equals(again["name"])
    known = labelled["listed"].notna()
    assert filled.loc[known, "listed"].equals(labelled.loc[known, "listed"])


def test_a_missing_training_file_is_named(tmp_path: Path):
    with pytest.raises(CaseError, match="cresci-2017.parquet"):
        read_sets(tmp_path)


def test_what_ships_is_small_and_holds_no_account():
    assert {path.name for path in SHIPPED.iterdir()} == set(FILES)
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 500_000
    artefact = load()
    assert np.isfinite(artefact.people).all() and np.isfinite(artefact.bigrams).all()


@needs_data
def test_no_handle_ships(labelled: pd.DataFrame):
    shipped = "".join((SHIPPED / file).read_text("utf-8") for file in (MODEL_FILE, BIGRAM_FILE))
    words = set(shipped.replace('"', " ").replace(":", " ").split())
    assert not words & set(labelled["handle"])


def test_the_card_says_what_must_not_be_overlooked():
    card = (SHIPPED / CARD_FILE).read_text("utf-8")
    for words in ("Unfit to accuse one account", "Kazakh- or Russian-focused", "CC BY-NC-ND 4.0", "2010–2020"):
        assert words in card
