"""The code book: versions, new names that labels follow, names that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CaseError
from core.store import notebook
from core.store.codebook import Code, code_versions, codes, put_code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.sqlite"


def test_every_version_of_a_group_is_kept(path: Path) -> None:
    put_code(path, Code("Circle", "Members of the list"), author="Ann")
    put_code(path, Code("Circle", "Members of the list of May", neutral=True), author="Ben", code_id=1)
    assert codes(path)[["version", "definition", "neutral"]].values.tolist() == [[2, "Members of the list of May", 1]]
    assert code_versions(path)["author"].tolist() == ["Ann", "Ben"]
    notebook.undo(path, author="Ann")
    assert codes(path)["definition"].tolist() == ["Members of the list"]


def test_labels_follow_a_new_name_and_come_back_with_undo(path: Path) -> None:
    notebook.add_label(path, "x:1", "fascist", author="Ann", evidence="seen")
    put_code(path, Code("right-wing", "By their own words"), author="Ann", code_id=1)
    assert notebook.labels(path)["text"].tolist() == ["right-wing"]
    with pytest.raises(CaseError, match="“Fascist” is called “right-wing” now"):
        notebook.add_label(path, "x:2", "Fascist", author="Ben", evidence="seen")
    notebook.undo(path, author="Ann")
    assert notebook.labels(path)["text"].tolist() == ["fascist"] == codes(path)["name"].tolist()


def test_a_word_that_the_code_book_avoids_is_refused(path: Path) -> None:
    put_code(path, Code("right-wing", avoid="fascist; Nazi"), author="Ann")
    with pytest.raises(CaseError, match="says “right-wing”, not “NAZI”"):
        notebook.add_label(path, "x:1", "NAZI", author="Ben", evidence="seen")


def test_a_retired_group_takes_no_new_label_and_is_not_listed(path: Path) -> None:
    put_code(path, Code("Circle"), author="Ann")
    put_code(path, Code("Circle", retired=True), author="Ann", code_id=1)
    assert codes(path).empty and len(codes(path, retired=True)) == 1
    with pytest.raises(CaseError, match="taken out of the code book"):
        notebook.add_label(path, "x:1", "Circle", author="Ann", evidence="seen")


@pytest.mark.parametrize("twin", ["circle", "Сircle", "Cir\u200bcle", "\u202eCircle"])
def test_two_groups_that_look_the_same_are_refused(path: Path, twin: str) -> None:
    put_code(path, Code("Circle"), author="Ann")
    with pytest.raises(CaseError, match="looks the same"):
        put_code(path, Code(twin), author="Ann")
    assert len(codes(path)) == 1


def test_a_label_remembers_under_which_version_it_was_given(path: Path) -> None:
    put_code(path, Code("A", "first"), author="Ann")
    notebook.add_label(path, "x:1", "A", author="Ann", evidence="seen")
    put_code(path, Code("A", "second"), author="Ann", code_id=1)
    notebook.add_label(path, "x:2", "A", author="Ann", evidence="seen")
    assert notebook.labels(path)["code_version"].tolist() == [1, 2]


@pytest.mark.parametrize(("name", "author", "said"), [("\u200b ", "Ann", "needs a name"), ("A", " ", "its author")])
def test_a_group_needs_a_name_and_an_author(path: Path, name: str, author: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        put_code(path, Code(name), author=author)
