"""Labels leave as a file and come back the same, hostile ones, too; a broken file changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core import labelling
from core.cli import app
from core.errors import CaseError
from core.model import Case
from core.store import cases, codebook, notebook, signoffs

HOSTILE = [
    "<script>alert(1)</script>", "=HYPERLINK(\"http://a.example\")", "+1", "@SUM(A1)", "-2+3", "'quoted'", "a,b;\"c\"",
    "Ә العربية", "%s {0} $x`", "\\'; DROP TABLE labels; --", "]]> & &amp;", "🇰🇿", "[red]bold[/red]",
]  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case("one", "One", "", "UTC", 0, tmp_path / "cases" / "one")
    cases.write_case(made)
    return made


@pytest.fixture
def other(tmp_path: Path) -> Case:
    made = Case("two", "Two", "", "UTC", 0, tmp_path / "cases" / "two")
    cases.write_case(made)
    return made


def rows(case: Case) -> list[list[object]]:
    found = notebook.labels(case.notebook_path)
    return found[["account_key", "kind", "text", "evidence", "author", "at", "post_key", "confidence"]].values.tolist()


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_hostile_labels_come_back_the_same(case: Case, other: Case, tmp_path: Path, ending: str) -> None:
    for place, text in enumerate(HOSTILE):
        notebook.add_label(case.notebook_path, f"x:{place}", text, author="=Ann", evidence=f"{text}\n{text}")
    notebook.add_label(case.notebook_path, "x:1", "A", author="Ben", evidence="@", kind="post", post_key="x:9")
    file = tmp_path / f"labels{ending}"
    assert labelling.write_out(case, file) == len(HOSTILE) + 1
    assert labelling.take_in(other, file) == labelling.Taken(len(HOSTILE) + 1, 0, 0)
    assert rows(other) == rows(case)
    assert labelling.take_in(other, file) == labelling.Taken(0, len(HOSTILE) + 1, 0)


def test_a_csv_runs_nothing_in_a_spreadsheet(case: Case, tmp_path: Path) -> None:
    notebook.add_label(case.notebook_path, "x:1", "=1+1", author="Ann", evidence="=cmd()")
    labelling.write_out(case, tmp_path / "l.csv")
    assert "'=1+1" in (text := (tmp_path / "l.csv").read_text(encoding="utf-8-sig")) and ",=" not in text


def test_the_file_says_which_names_may_leave_and_notes_are_left_out(case: Case, other: Case, tmp_path: Path) -> None:
    notebook.add_label(case.notebook_path, "x:1", "A", author="Ann", evidence="seen")
    notebook.add_label(case.notebook_path, "x:2", "call", author="Ann", kind="note")
    signoffs.sign_off(case.notebook_path, "x:1", author="Ben")
    labelling.write_out(case, tmp_path / "l.json")
    assert [row["may_leave"] for row in json.loads((tmp_path / "l.json").read_text())] == [True, False]
    assert labelling.take_in(other, tmp_path / "l.json").left_out == 1
    notebook.undo(other.notebook_path, author="Ann")
    assert rows(other) == []


BROKEN = {
    "no column": ("account_key,group\nx:1,A\n", "no column evidence"),
    "no evidence": ("account_key,group,evidence,author\nx:1,A,seen,Ann\nx:2,A,,Ann\n", "evidence"),
    "no author": ("account_key,group,evidence\nx:1,A,seen\n", "its author"),
    "too long": (f"account_key,group,evidence,author\nx:1,{'a' * 10_000},seen,Ann\n", "10,000 characters"),
    "no text": (b"\xff\xfe\x00\x01", "no table of labels"),
    "an endless field": ("account_key,group,evidence\n" + "a" * 20_000_000, "no table of labels"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_one_sentence_and_changes_nothing(case: Case, tmp_path: Path, name: str) -> None:
    content, said = BROKEN[name]
    file = tmp_path / "l.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CaseError, match=said):
        labelling.take_in(case, file)
    assert rows(case) == [] and codebook.codes(case.notebook_path).empty


@pytest.mark.parametrize("content", ["{}", "[1]", "[", '{"a": [}'])
def test_a_broken_json_is_one_sentence(case: Case, tmp_path: Path, content: str) -> None:
    (tmp_path / "l.json").write_text(content)
    with pytest.raises(CaseError, match="no table of labels"):
        labelling.take_in(case, tmp_path / "l.json")


def test_a_missing_file_and_another_ending(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        labelling.take_in(case, tmp_path / "none.csv")
    with pytest.raises(CaseError, match="as .csv or .json"):
        labelling.write_out(case, tmp_path / "l.xlsx")


def test_the_command_lists_writes_and_takes_in(case: Case, tmp_path: Path) -> None:
    where = ["--cases-dir", str(case.folder.parent), "--case", "One"]
    (tmp_path / "in.csv").write_text("account_key,group,evidence\nx:1,[red]A,seen\n")
    run = CliRunner().invoke(app, ["groups", *where, "--import", str(tmp_path / "in.csv"), "--author", "Ann", "--json"])
    assert run.exit_code == 0, run.output
    assert json.loads(run.output)["groups"] == [{"name": "[red]A", "accounts": 1, "definition": "", "version": 1}]
    run = CliRunner().invoke(app, ["groups", *where, "--export", str(tmp_path / "out.csv")])
    assert run.exit_code == 0 and "[red]A" in run.output and (tmp_path / "out.csv").exists()
    run = CliRunner().invoke(app, ["groups", *where, "--import", str(tmp_path / "none.csv")])
    assert run.exit_code == 2 and "Traceback" not in run.output
