"""Human work: added, removed, undone, never lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from core.errors import CaseError
from core.store import notebook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.sqlite"


def texts(path: Path) -> list[str]:
    return notebook.labels(path)["text"].tolist()


def test_a_label_is_kept_with_author_and_date(path: Path) -> None:
    notebook.add_label(path, "x:1", " Circle ", author="Ann", evidence="https://a.example/1")
    row = notebook.labels(path).iloc[0]
    assert (row["text"], row["author"], row["evidence"]) == ("Circle", "Ann", "https://a.example/1")
    assert row["at"].endswith("+00:00")


def test_undo_takes_back_the_newest_change_and_then_the_one_before(path: Path) -> None:
    notebook.add_label(path, "x:1", "one", author="Ann")
    notebook.add_label(path, "x:1", "two", author="Ann", kind="note")
    notebook.remove_label(path, 1, author="Ann")
    assert texts(path) == ["two"]
    assert notebook.undo(path, author="Ann") and texts(path) == ["one", "two"]
    assert notebook.undo(path, author="Ann") and texts(path) == ["one"]
    assert notebook.undo(path, author="Ann") and texts(path) == []
    assert notebook.undo(path, author="Ann") is False


def test_every_change_raises_the_revision(path: Path) -> None:
    assert notebook.revision(path) == 0
    notebook.add_label(path, "x:1", "one", author="Ann")
    notebook.undo(path, author="Ann")
    assert notebook.revision(path) == 2


def test_a_label_needs_a_text_and_an_author(path: Path) -> None:
    with pytest.raises(CaseError, match="needs a text"):
        notebook.add_label(path, "x:1", "  ", author="Ann")
    with pytest.raises(CaseError, match="not there any more"):
        notebook.remove_label(path, 7, author="Ann")


def test_groups_are_counted_by_account(path: Path) -> None:
    frame = pd.DataFrame({"account_key": ["x:1", "x:2"], "group": "Circle", "evidence": "seen", "author": "Ann"})
    notebook.add_groups(path, frame)
    assert notebook.groups(path).to_dict("records") == [{"name": "Circle", "accounts": 2}]


def test_events_come_back_as_they_were_put(path: Path) -> None:
    notebook.put_events(path, [{"at": "2020-02-08T05:00:00+06:00", "title": "Ә <b>"}])
    assert notebook.events(path) == [{"at": "2020-02-08T05:00:00+06:00", "title": "Ә <b>"}]


def test_a_damaged_notebook_says_what_to_do(path: Path) -> None:
    path.write_bytes(b"no database at all, " * 200)
    for read in (notebook.revision, notebook.labels, notebook.events):
        with pytest.raises(CaseError, match="Put a copy of it back"):
            read(path)
