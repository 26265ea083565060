"""Human work: added, removed, undone, never lost."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from core.errors import CaseError
from core.store import codebook, notebook, notebook_schema


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
    notebook.add_label(path, "x:1", "one", author="Ann", evidence="seen")
    notebook.add_label(path, "x:1", "two", author="Ann", kind="note")
    notebook.remove_label(path, 1, author="Ann")
    assert texts(path) == ["two"]
    assert notebook.undo(path, author="Ann") and texts(path) == ["one", "two"]
    assert notebook.undo(path, author="Ann") and texts(path) == ["one"]
    assert notebook.undo(path, author="Ann") and texts(path) == []
    assert notebook.undo(path, author="Ann") is False


def test_every_change_raises_the_revision(path: Path) -> None:
    assert notebook.revision(path) == 0
    notebook.add_label(path, "x:1", "one", author="Ann", evidence="seen")
    notebook.undo(path, author="Ann")
    assert notebook.revision(path) == 2


def test_a_settled_notebook_is_not_opened_for_its_revision(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook.add_label(path, "x:1", "one", author="Ann", evidence="seen")
    asked: list[Path] = []
    read = notebook._revision
    monkeypatch.setattr(notebook, "_revision", lambda at: (asked.append(at), read(at))[1])
    assert [notebook.revision(path) for _ in range(3)] == [1, 1, 1] and len(asked) == 3, "just written: looked at anew"
    before = path.stat().st_mtime_ns - 60_000_000_000
    os.utime(path, ns=(before, before))
    assert [notebook.revision(path) for _ in range(3)] == [1, 1, 1] and len(asked) == 4
    notebook.undo(path, author="Ann")
    assert notebook.revision(path) == 2 and len(asked) == 5


def test_a_notebook_that_is_written_by_another_is_seen(path: Path) -> None:
    notebook.add_label(path, "x:1", "one", author="Ann", evidence="seen")
    before = path.stat().st_mtime_ns - 60_000_000_000
    os.utime(path, ns=(before, before))
    assert notebook.revision(path) == 1
    with sqlite3.connect(path) as other:  # still open: what it wrote lies in the log beside the file
        other.execute("INSERT INTO history (at, author, action, body) VALUES ('2020-02-08', 'B', 'add', '{}')")
        other.commit()
        assert notebook.revision(path) == 2
    other.close()
    path.unlink()
    assert notebook.revision(path) == 0


def test_a_label_needs_a_text_and_an_author(path: Path) -> None:
    with pytest.raises(CaseError, match="needs a text"):
        notebook.add_label(path, "x:1", "  ", author="Ann")
    with pytest.raises(CaseError, match="needs evidence"):
        notebook.add_label(path, "x:1", "one", author="Ann", evidence=" ")
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


OLD = """
CREATE TABLE labels (
    label_id INTEGER PRIMARY KEY, account_key TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('group', 'note')),
    text TEXT NOT NULL, evidence TEXT NOT NULL DEFAULT '', author TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX labels_by_account ON labels (account_key);
CREATE TABLE events (event_id INTEGER PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE history (
    rev INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, author TEXT NOT NULL,
    action TEXT NOT NULL, body TEXT NOT NULL, undoes INTEGER
);
INSERT INTO labels VALUES (3, 'x:1', 'group', 'Circle', 'https://a.example', 'Ann', '2026-11-01T00:00:00+00:00');
INSERT INTO labels VALUES (4, 'x:1', 'note', 'Called', '', 'Ben', '2026-11-02T00:00:00+00:00');
INSERT INTO events VALUES (1, '2020-02-08T05:00:00+06:00', '{"at": "2020-02-08T05:00:00+06:00", "title": "t"}');
"""
OLD_HISTORY = (
    ("Ann", "add", {"label_id": 3, "account_key": "x:1", "kind": "group", "text": "Circle",
                    "evidence": "https://a.example", "author": "Ann", "at": "2026-11-01T00:00:00+00:00"}),
    ("Ben", "remove", {"label_id": 9, "account_key": "x:2", "kind": "group", "text": "Gone", "evidence": "",
                       "author": "Ben", "at": "2026-11-02T00:00:00+00:00"}),
)  # fmt: skip


@pytest.fixture
def old(path: Path) -> Path:
    """A notebook as it was before the code book."""
    con = sqlite3.connect(path)
    con.executescript(OLD)
    rows = [("2026-11-02T00:00:00+00:00", author, action, json.dumps(body)) for author, action, body in OLD_HISTORY]
    con.executemany("INSERT INTO history (at, author, action, body) VALUES (?, ?, ?, ?)", rows)
    con.commit()
    con.close()
    return path


def test_a_notebook_from_before_the_code_book_opens_with_everything_in_it(old: Path) -> None:
    assert notebook.revision(old) == 2
    found = notebook.labels(old)
    assert found[["label_id", "text", "evidence_kind"]].values.tolist() == [[3, "Circle", "link"], [4, "Called", ""]]
    assert codebook.codes(old)[["name", "definition", "author"]].values.tolist() == [["Circle", "", "Ann"]]
    assert [event["title"] for event in notebook.events(old)] == ["t"]
    notebook.add_label(old, "x:3", "", author="Ben", kind="none")
    assert notebook.labels(old)["kind"].tolist() == ["group", "note", "none"]


def test_changes_of_an_old_notebook_are_undone_like_new_ones(old: Path) -> None:
    assert notebook.undo(old, author="Eva") and texts(old) == ["Circle", "Called", "Gone"]
    assert notebook.undo(old, author="Eva") and texts(old) == ["Called", "Gone"]
    assert notebook.undo(old, author="Eva") is False


def test_a_migration_that_breaks_off_leaves_the_old_notebook_whole(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()
    monkeypatch.setattr(notebook_schema, "_FIRST_CODE", "INSERT INTO no_such_table VALUES (?, ?, ?, ?, ?)")
    with pytest.raises(CaseError):
        notebook.labels(old)
    con = sqlite3.connect(old)
    assert con.execute("SELECT count(*) FROM labels").fetchone() == (2,)
    assert con.execute("SELECT count(*) FROM sqlite_master WHERE name = 'labels_0'").fetchone() == (0,)
    con.close()
    monkeypatch.undo()
    assert texts(old) == ["Circle", "Called"] and before[:16] == b"SQLite format 3\0"


def test_groups_of_a_code_book_that_did_not_say_so_ask_for_a_second_person(path: Path) -> None:
    codebook.put_code(path, codebook.Code("Circle"), author="Ann")
    codebook.put_code(path, codebook.Code("Circle", "Those of the list"), author="Ann", code_id=1)
    con = sqlite3.connect(path)
    con.execute("ALTER TABLE code_versions DROP COLUMN second")
    con.execute("UPDATE history SET body = replace(body, ', \"second\": 1', '')")
    con.execute("PRAGMA user_version = 1")
    con.commit()
    con.close()
    assert codebook.codes(path)[["definition", "second"]].values.tolist() == [["Those of the list", 1]]
    assert notebook.undo(path, author="Eva") and notebook.undo(path, author="Eva")
    assert codebook.codes(path).empty and "second" not in notebook.history(path)["body"].iloc[-1]


def test_a_notebook_of_a_newer_version_is_left_alone(path: Path) -> None:
    notebook.labels(path)
    con = sqlite3.connect(path)
    con.execute("PRAGMA user_version = 99")
    con.close()
    with pytest.raises(CaseError, match="newer version"):
        notebook.labels(path)


def test_many_labels_are_added_once_and_undone_as_one_change(path: Path) -> None:
    rows = {"account_key": ["x:1", "x:2"], "group": "Circle", "evidence": "seen", "author": "Ann", "confidence": "low"}
    assert notebook.add_groups(path, pd.DataFrame(rows)) == 2
    assert notebook.add_groups(path, pd.DataFrame(rows)) == 0
    assert notebook.labels(path)["confidence"].tolist() == ["low", "low"]
    assert notebook.undo(path, author="Ann") and texts(path) == []


def test_an_import_with_one_label_without_evidence_saves_nothing(path: Path) -> None:
    rows = pd.DataFrame({"account_key": ["x:1", "x:2"], "group": "C", "evidence": ["seen", None], "author": "Ann"})
    with pytest.raises(CaseError, match="Nothing was saved"):
        notebook.add_groups(path, rows)
    assert texts(path) == [] and codebook.codes(path).empty


def test_several_groups_and_several_coders_but_never_the_same_label_twice(path: Path) -> None:
    for text, author in (("A", "Ann"), ("B", "Ann"), ("A", "Ben")):
        notebook.add_label(path, "x:1", text, author=author, evidence="seen")
    with pytest.raises(CaseError, match="already"):
        notebook.add_label(path, "x:1", "a", author="Ann", evidence="seen")
    assert notebook.groups(path)["accounts"].tolist() == [1, 1]


def test_a_label_on_a_post_is_no_member_of_the_group(path: Path) -> None:
    notebook.add_label(path, "x:1", "Circle", author="Ann", evidence="seen", kind="post", post_key="x:900")
    assert notebook.labels(path)[["kind", "post_key"]].values.tolist() == [["post", "x:900"]]
    assert notebook.groups(path).empty


@pytest.mark.parametrize("bad", ["\u202ecircle\u200b", " circle\n", "CIRCLE", "Ｃircle", "сirсlе"])
def test_names_that_look_the_same_are_one_group(path: Path, bad: str) -> None:
    notebook.add_label(path, "x:1", "Circle", author="Ann", evidence="seen")
    notebook.add_label(path, "x:2", bad, author="Ann", evidence="seen")
    assert set(texts(path)) == {"Circle"} and len(codebook.codes(path)) == 1


def test_text_without_end_is_refused_in_one_sentence(path: Path) -> None:
    with pytest.raises(CaseError, match=r"name of a group has 10,000 characters; 80 are the most"):
        notebook.add_label(path, "x:1", "a" * 10_000, author="Ann", evidence="seen")
    with pytest.raises(CaseError, match=r"evidence has 10,000 characters"):
        notebook.add_label(path, "x:1", "a", author="Ann", evidence="e" * 10_000)
    assert texts(path) == []
