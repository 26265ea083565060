"""Claims go into the notebook, change, and come back; old notebooks open."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from core.errors import CaseError
from core.store import ledger, notebook

OLD = """
CREATE TABLE labels (label_id INTEGER PRIMARY KEY, account_key TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    evidence TEXT NOT NULL DEFAULT '', author TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE events (event_id INTEGER PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE history (rev INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, author TEXT NOT NULL,
    action TEXT NOT NULL, body TEXT NOT NULL, undoes INTEGER);
INSERT INTO labels VALUES (1, 'x:1', 'note', 'seen', '', 'Ann', '2020-02-08T00:00:00+00:00');
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.sqlite"


def statuses(path: Path) -> list[str]:
    return ledger.claims(path)["status"].tolist()


def test_a_claim_is_open_and_keeps_its_query_and_author(path: Path) -> None:
    claim_id = ledger.add_claim(
        path, "  10 posts \n were collected. ", author="Ann", basis="posts?tz=UTC", answer={"value": 10}
    )
    row = ledger.claims(path).iloc[0]
    assert (claim_id, row["sentence"], row["basis"]) == (1, "10 posts were collected.", "posts?tz=UTC")
    assert (row["answer"], row["status"], row["author"]) == ('{"value": 10}', "open", "Ann")


def test_changes_are_taken_back_one_by_one(path: Path) -> None:
    ledger.add_claim(path, "One.", author="Ann")
    ledger.add_claim(path, "Two.", author="Ann")
    ledger.change_claim(path, 1, author="Bob", status="withdrawn")
    assert statuses(path) == ["withdrawn", "open"]
    assert ledger.undo_claim(path, author="Bob")
    assert statuses(path) == ["open", "open"]
    assert ledger.claims(path)["author"].tolist() == ["Ann", "Ann"]
    assert ledger.undo_claim(path, author="Bob")
    assert ledger.claims(path)["sentence"].tolist() == ["One."]
    assert ledger.undo_claim(path, author="Bob")
    assert not ledger.undo_claim(path, author="Bob")


def test_the_ledger_and_the_labels_are_taken_back_apart(path: Path) -> None:
    notebook.add_label(path, "x:1", "seen twice", author="Ann", kind="note")
    ledger.add_claim(path, "One.", author="Ann")
    assert notebook.undo(path, author="Ann")
    assert notebook.labels(path).empty
    assert len(ledger.claims(path)) == 1
    assert ledger.undo_claim(path, author="Ann")
    assert ledger.claims(path).empty


def test_a_notebook_from_before_the_ledger_opens_and_keeps_its_labels(path: Path) -> None:
    con = sqlite3.connect(path)
    con.executescript(OLD)
    con.close()
    assert ledger.claims(path).empty
    ledger.add_claim(path, "One.", author="Ann")
    assert notebook.labels(path)["text"].tolist() == ["seen"]


def test_every_change_counts_as_a_revision_and_a_draft_does_not(path: Path) -> None:
    ledger.add_claim(path, "One.", author="Ann")
    before = notebook.revision(path)
    ledger.keep_draft(path, "text <b>")
    assert (ledger.draft(path), notebook.revision(path)) == ("text <b>", before)
    ledger.change_claim(path, 1, author="Ann", status="holds")
    assert notebook.revision(path) == before + 1
    ledger.change_claim(path, 1, author="Ann", status="holds")
    assert notebook.revision(path) == before + 1, "nothing changed, so nothing is logged"


@pytest.mark.parametrize(("sentence", "author"), [("", "Ann"), ("One.", " "), ("a " * 2000, "Ann")])
def test_what_is_no_claim_is_refused_in_a_sentence(path: Path, sentence: str, author: str) -> None:
    with pytest.raises(CaseError):
        ledger.add_claim(path, sentence, author=author)


def test_a_status_that_there_is_not_and_a_claim_that_is_gone_are_refused(path: Path) -> None:
    ledger.add_claim(path, "One.", author="Ann")
    with pytest.raises(CaseError, match="no status"):
        ledger.change_claim(path, 1, author="Ann", status="true")
    with pytest.raises(CaseError, match="not there"):
        ledger.change_claim(path, 9, author="Ann", status="holds")
