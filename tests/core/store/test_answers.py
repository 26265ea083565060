"""Answers about accounts: the newest stands, undo brings the one before back, nothing without an author."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CaseError
from core.store.answers import add_answer, answers, decided, undo_answer
from core.store.notebook import revision


def test_the_newest_answer_stands_and_undo_brings_the_one_before_back(tmp_path: Path):
    path = tmp_path / "notebook.sqlite"
    assert decided(path) == {}
    add_answer(path, "x:ann", "automated", author="Aliya")
    add_answer(path, "x:bob", "unsure", author="Aliya")
    add_answer(path, "x:ann", "person", author="Berik")
    assert decided(path) == {"x:ann": False}
    assert answers(path).set_index("account_key")["author"].to_dict() == {"x:ann": "Berik", "x:bob": "Aliya"}
    before = revision(path)
    assert undo_answer(path, author="Berik") and revision(path) == before + 1
    assert decided(path) == {"x:ann": True}
    assert undo_answer(path, author="Berik") and undo_answer(path, author="Berik")
    assert not undo_answer(path, author="Berik")


@pytest.mark.parametrize(("answer", "author"), [("automated", " "), ("bot", "Aliya")])
def test_an_answer_needs_an_author_and_a_word_of_the_list(tmp_path: Path, answer: str, author: str):
    with pytest.raises(CaseError):
        add_answer(tmp_path / "notebook.sqlite", "x:ann", answer, author=author)
