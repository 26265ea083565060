"""Four eyes: when a name may leave, and what lets a sign-off lapse."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CaseError
from core.store import dossier, notebook, signoffs
from core.store.signoffs import may_leave, may_leave_all, sign_off


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "notebook.sqlite"
    notebook.add_label(path, "x:1", "Circle", author="Ann", evidence="seen")
    return path


def why(path: Path, key: str = "x:1") -> str:
    return " ".join(may_leave(path, key).reasons)


def test_a_name_leaves_when_a_second_person_has_signed(path: Path) -> None:
    assert not may_leave(path, "x:1").allowed
    sign_off(path, "x:1", author="Ben")
    assert may_leave(path, "x:1") == signoffs.Leave(True, (), ("Ben",))


@pytest.mark.parametrize("same", ["Ann", " ann ", "ANN", "Аnn", "Ann\u200b"])
def test_the_author_of_a_label_is_no_second_person(path: Path, same: str) -> None:
    sign_off(path, "x:1", author=same)
    assert "did not write the labels" in why(path)


def test_a_change_lets_the_sign_off_lapse_and_undo_brings_it_back(path: Path) -> None:
    sign_off(path, "x:1", author="Ben")
    notebook.add_label(path, "x:1", "Other", author="Ann", evidence="seen")
    assert "must be signed again" in why(path)
    notebook.undo(path, author="Ann")
    assert may_leave(path, "x:1").allowed
    dossier.add_statement(path, "x:1", "Said", source="a paper", reliability="strong", said_on="", author="Ann")
    assert "must be signed again" in why(path)


def test_a_note_is_no_claim_and_changes_nothing(path: Path) -> None:
    sign_off(path, "x:1", author="Ben")
    notebook.add_label(path, "x:1", "Call again", author="Ann", kind="note")
    assert may_leave(path, "x:1").allowed


def test_an_account_without_labels_needs_two_to_sign(path: Path) -> None:
    assert "Nobody has signed" in why(path, "x:2")
    sign_off(path, "x:2", author="Ben")
    assert "Only one person" in why(path, "x:2")
    sign_off(path, "x:2", author="Ann")
    assert may_leave(path, "x:2").allowed


def test_a_coder_who_disagrees_keeps_the_name_in(path: Path) -> None:
    notebook.add_label(path, "x:1", "", author="Cyd", kind="none")
    sign_off(path, "x:1", author="Ben")
    assert "Cyd says that no group fits" in why(path)


def test_a_label_without_evidence_keeps_the_name_in(path: Path) -> None:
    with notebook.open_notebook(path) as con:
        con.execute("UPDATE labels SET evidence = ''")
    sign_off(path, "x:1", author="Ben")
    assert "“Circle” has no evidence" in why(path)


def test_a_sign_off_can_be_withdrawn(path: Path) -> None:
    sign_off(path, "x:1", author="Ben", note="<b>checked</b>")
    assert signoffs.signoffs(path)["note"].tolist() == ["<b>checked</b>"]
    signoffs.withdraw(path, 1, author="Ben")
    assert not may_leave(path, "x:1").allowed
    with pytest.raises(CaseError, match="not there any more"):
        signoffs.withdraw(path, 1, author="Ben")


def test_without_a_notebook_no_name_leaves(tmp_path: Path) -> None:
    found = may_leave_all(tmp_path / "none.sqlite", ["x:1", "x:2"])
    assert [leave.allowed for leave in found.values()] == [False, False]
    assert not (tmp_path / "none.sqlite").exists()
