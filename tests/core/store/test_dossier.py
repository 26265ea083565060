"""Statements and questions about an account: kept, weak where anybody could have written them, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CaseError
from core.store import dossier, notebook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.sqlite"


def say(path: Path, **more: str) -> None:
    about = {"source": "https://a.example", "reliability": "strong", "said_on": "2020-02-08", "author": "Ann"}
    dossier.add_statement(path, "x:1", more.pop("text", "Is a paper"), **{**about, **more})


@pytest.mark.parametrize(
    ("source", "open_wiki"),
    [
        ("https://en.wikipedia.org/wiki/A", True), ("https://everybodywiki.com/A", True),
        ("https://a.fandom.com/", True), ("https://wikitia.com/wiki/A", True), ("https://www.reuters.com/wiki", False),
        ("a paper called wiki", False), ("https://[", False), ("javascript:wiki.", False),
    ],
)  # fmt: skip
def test_an_open_wiki_is_weak_whatever_the_reporter_says(path: Path, source: str, open_wiki: bool) -> None:
    say(path, source=source)
    assert dossier.statements(path)["reliability"].tolist() == ["weak" if open_wiki else "strong"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"text": " "}, "needs a text"), ({"source": ""}, "a source"), ({"author": ""}, "its author"),
     ({"reliability": "sure"}, "how reliable"), ({"said_on": "8.2.2020"}, "like 2020-02-08"),
     ({"text": "a" * 10_000}, "10,000 characters")],
)  # fmt: skip
def test_a_statement_is_whole_or_refused(path: Path, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        say(path, **wrong)
    assert dossier.dossier_rows(path) == []


def test_asked_when_how_what_and_the_answer(path: Path) -> None:
    dossier.add_request(path, "x:1", "Is it yours?", asked_on="2026-11-01", channel="e-mail", author="Ann")
    assert dossier.dossier_rows(path, "x:1")[0]["answer"] == "no answer"
    dossier.put_answer(path, 1, "No.", answered_on="2026-11-02", author="Ben")
    row = dossier.dossier_rows(path, "x:1")[0]
    assert (row["what"], row["source"], row["day"]) == ("question", "e-mail", "2026-11-01")
    assert (row["answer"], row["answered_on"]) == ("No.", "2026-11-02")
    assert notebook.undo(path, author="Ann") and dossier.requests(path)["answer"].tolist() == [""]
    with pytest.raises(CaseError, match="not there any more"):
        dossier.put_answer(path, 7, "No.", answered_on="2026-11-02", author="Ben")


@pytest.mark.parametrize("wrong", [{"asked_on": ""}, {"channel": " "}, {"question": "\u200b"}])
def test_a_question_is_whole_or_refused(path: Path, wrong: dict[str, str]) -> None:
    about = {"question": "Is it?", "asked_on": "2026-11-01", "channel": "e-mail", "author": "Ann", **wrong}
    with pytest.raises(CaseError, match="when, how and what"):
        dossier.add_request(path, "x:1", about.pop("question"), **about)


def test_rows_of_one_account_and_of_all_and_removal(path: Path) -> None:
    say(path)
    dossier.add_request(path, "x:2", "Is it?", asked_on="2026-11-01", channel="e-mail", author="Ann")
    assert [row["account_key"] for row in dossier.dossier_rows(path)] == ["x:1", "x:2"]
    dossier.remove_statement(path, 1, author="Ann")
    dossier.remove_request(path, 1, author="Ann")
    assert dossier.dossier_rows(path) == [] and len(notebook.history(path)) == 4
    assert notebook.undo(path, author="Ann") and len(dossier.dossier_rows(path, "x:2")) == 1


def test_no_notebook_has_no_dossier(tmp_path: Path) -> None:
    assert dossier.dossier_rows(tmp_path / "none.sqlite") == []
