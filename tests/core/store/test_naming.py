"""Names in exports: a reason, a second person where the code book asks for one, and every change can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CaseError
from core.export.mask import masks_of
from core.model import Case
from core.store import codebook, notebook
from core.store.codebook import Code
from core.store.naming import lacking, leaving, mask_account, name_account, named
from core.store.signoffs import sign_off, withdraw


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "notebook.sqlite"
    notebook.add_label(path, "x:1", "Circle", author="Ann", evidence="seen")
    return path


def test_a_group_of_the_code_book_asks_for_a_second_person(path: Path) -> None:
    with pytest.raises(CaseError, match="second person before an account of “Circle” is named: Nobody has signed"):
        name_account(path, "x:1", reason="exhibit 3", author="Ann")
    sign_off(path, "x:1", author="Ben")
    name_account(path, "x:1", reason="exhibit 3", author="Ann")
    assert leaving(path) == {"x:1"} and named(path) == {"x:1": "exhibit 3"}


def test_a_name_goes_back_under_its_mask_when_the_sign_off_is_withdrawn_or_lapses(path: Path) -> None:
    sign_off(path, "x:1", author="Ben")
    name_account(path, "x:1", reason="exhibit 3", author="Ann")
    withdraw(path, 1, author="Ben")
    assert leaving(path) == frozenset()
    case = Case("tiny", "Tiny", "", "UTC", 1, path.parent)
    assert masks_of(case, masked=False).hides("x:1")
    notebook.undo(path, author="Ben")
    assert leaving(path) == {"x:1"} and not masks_of(case, masked=False).hides("x:1")
    notebook.add_label(path, "x:1", "Other", author="Ann", evidence="seen")
    assert leaving(path) == frozenset() and "must be signed again" in lacking(path, "x:1")


def test_the_code_book_may_leave_it_to_one_person(path: Path) -> None:
    codebook.put_code(path, Code("Circle", "Those of the list", second=False), author="Ann", code_id=1)
    name_account(path, "x:1", reason="exhibit 3", author="Ann")
    assert leaving(path) == {"x:1"}
    notebook.add_label(path, "x:1", "Other", author="Ann", evidence="seen")  # asks for two, as every new group
    assert leaving(path) == frozenset() and "“Other”" in lacking(path, "x:1") and "Circle" not in lacking(path, "x:1")


def test_an_account_without_a_group_needs_a_reason_only(path: Path) -> None:
    with pytest.raises(CaseError, match="needs a reason"):
        name_account(path, "x:2", reason=" ", author="Ann")
    name_account(path, "x:2", reason="its owner\u202e said so", author="Ann")
    assert named(path) == {"x:2": "its owner said so"} and leaving(path) == {"x:2"}


def test_naming_and_masking_are_logged_and_undone(path: Path) -> None:
    name_account(path, "x:2", reason="one", author="Ann")
    name_account(path, "x:2", reason="two", author="Ann")
    mask_account(path, "x:2", author="Ben")
    assert notebook.history(path)["action"].tolist()[:3] == ["mask", "name", "name"]
    for reasons in (["two"], ["one"], []):
        notebook.undo(path, author="Ann")
        assert list(named(path).values()) == reasons
    with pytest.raises(CaseError, match="not there any more"):
        mask_account(path, "x:2", author="Ben")
