"""The command line, called as a colleague calls it, on cases in a folder of its own."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from core.cli import app

COMMANDS = sorted(typer.main.get_command(app).commands)
ROWS = (
    "created_at,screen_name,tweet_id,text",
    "2020-02-08T01:00:00Z,ann,1226000000000000001,A house burns in the town they say",
    "2020-02-08T02:00:00Z,bob,1226000000000000002,RT @ann: A house burns in the town they say",
    "never,cyd,,No time at all",
)


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Three records: two posts, one without a date."""
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cases"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def answer(*words: object) -> Any:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def imported(posts: Path, folder: Path, *more: object) -> Any:
    return answer("import", posts, "--case", "Fire", "--cases-dir", folder, "--json", *more)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"python -m core {command}" in " ".join(result.output.split())


def test_no_command_shows_the_help() -> None:
    assert all(command in run().output for command in COMMANDS)


def test_import_makes_a_case_and_accounts_for_every_record(posts: Path, folder: Path) -> None:
    data = imported(posts, folder, "--event-zone", "Asia/Almaty")
    assert (data["case"], data["build"]) == ("fire", 1)
    (report,) = data["files"]
    assert [report[n] for n in ("records", "accepted", "merged", "rejected")] == [3, 2, 0, 1]
    listed = answer("cases", "--cases-dir", folder, "--json")
    assert [(c["case"], c["title"], c["event_zone"], c["posts"], c["accounts"]) for c in listed] == [
        ("fire", "Fire", "Asia/Almaty", 2, 2)
    ]


FLAT = """file status message format why zone_rule sha256 packed_in bytes imported_at records accepted merged rejected
posts accounts kinds languages first_posted_at last_posted_at degradations notes""".split()


def test_import_prints_one_flat_object_per_file(posts: Path, folder: Path, tmp_path: Path) -> None:
    gone, words = tmp_path / "gone.csv", tmp_path / "words.txt"
    words.write_text("Nothing but words\n", encoding="utf-8")
    data = answer("import", gone, posts, words, "--case", "Fire", "--cases-dir", folder, "--json")
    by_name = {entry["file"]: entry for entry in data["files"]}
    assert {name: entry["status"] for name, entry in by_name.items()} == {
        "gone.csv": "refused", "posts.csv": "imported", "words.txt": "refused",
    }  # fmt: skip
    for entry in data["files"]:
        assert list(entry) == FLAT
        assert entry["records"] == entry["accepted"] + entry["merged"] + entry["rejected"]
    read = by_name["posts.csv"]
    assert (read["format"], read["posts"], read["accounts"]) == ("table", 2, 2)
    assert (read["kinds"], read["languages"]) == ({"original": 1, "share": 1}, {"unknown": 2})
    assert read["first_posted_at"] == "2020-02-08T01:00:00+00:00"
    assert read["last_posted_at"] == "2020-02-08T02:00:00+00:00"


def at(folder: Path) -> tuple[object, ...]:
    return "--case", "fire", "--cases-dir", folder


def test_rejects_are_written_with_line_reason_and_text(posts: Path, folder: Path, tmp_path: Path) -> None:
    imported(posts, folder)
    to = tmp_path / "rejects.csv"
    assert answer("export", "rejects", *at(folder), "--names", "--out", to, "--json")["rows"] == 1
    with to.open(encoding="utf-8-sig", newline="") as file:
        (reject,) = csv.DictReader(file)
    assert (reject["file"], reject["line"], reject["reason"]) == ("posts.csv", "4", "no date that can be read")
    assert reject["raw"] == "never,cyd,,No time at all"


def test_import_of_the_same_file_again_changes_nothing(posts: Path, folder: Path) -> None:
    imported(posts, folder)
    data = imported(posts, folder)
    assert data["build"] == 1
    assert data["files"][0]["status"] == "known"


def test_import_without_json_prints_a_table_for_people(posts: Path, folder: Path) -> None:
    result = run("import", posts, "--case", "Fire", "--cases-dir", folder)
    assert result.exit_code == 0
    assert "posts.csv" in result.stderr.replace("\n", "")
    assert result.stdout == ""


def test_import_of_something_else_is_one_sentence_and_exit_code_2(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    result = run("import", path, "--case", "Fire", "--cases-dir", folder)
    assert result.exit_code == 2
    assert "PDF" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("option", [("--event-zone", "Mars/Base"), ("--format", "myspace"), ("--case", "!!")])
def test_a_wrong_choice_is_one_sentence_and_exit_code_2(posts: Path, folder: Path, option: tuple[str, str]) -> None:
    words = {"--case": "Fire", **dict([option])}
    result = run("import", posts, "--cases-dir", folder, *[w for pair in words.items() for w in pair])
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.output
    assert not list(folder.glob("*/store-*"))


def test_analyse_makes_a_new_build_of_the_same_posts(posts: Path, folder: Path) -> None:
    imported(posts, folder)
    data = answer("analyse", "--case", "Fire", "--cases-dir", folder, "--json")
    assert (data["case"], data["build"], data["posts"]) == ("fire", 2, 2)


def test_a_case_that_is_not_there_is_named(folder: Path) -> None:
    result = run("analyse", "--case", "Nowhere", "--cases-dir", folder)
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_export_writes_what_the_filter_leaves(posts: Path, folder: Path, tmp_path: Path) -> None:
    imported(posts, folder)
    to = tmp_path / "out.csv"
    data = answer("export", "posts", *at(folder), "--names", "--out", to, "--json")
    assert (data["rows"], data["masked"]) == (2, False)
    assert "1226000000000000002" in to.read_text(encoding="utf-8-sig")
    none = answer(
        "export", "posts", "--case", "fire", "--cases-dir", folder, "--out", to, "--language", "tlh", "--json"
    )
    assert none["rows"] == 0


@pytest.mark.parametrize("what", ["accounts", "timeline", "scores", "cascades", "files", "rejects"])
def test_export_writes_each_table(posts: Path, folder: Path, tmp_path: Path, what: str) -> None:
    imported(posts, folder)
    to = tmp_path / f"{what}.csv"
    rows = answer("export", what, "--case", "fire", "--cases-dir", folder, "--out", to, "--json")["rows"]
    assert len(to.read_text(encoding="utf-8-sig").splitlines()) == rows + 1


@pytest.mark.parametrize("what", ["posts", "accounts", "timeline", "scores", "cascades", "files", "rejects"])
def test_export_names_nobody_unless_it_is_asked_for_names(posts: Path, folder: Path, tmp_path: Path, what: str) -> None:
    imported(posts, folder)
    to = tmp_path / f"{what}.csv"
    assert answer("export", what, *at(folder), "--out", to, "--json")["masked"] is True
    masked = to.read_text(encoding="utf-8-sig")
    found = {word for word in ("ann", "bob", "cyd", "1226000000000000002") if re.search(rf"\b{word}\b", masked)}
    assert not found
    said = run("export", what, *at(folder), "--names", "--out", to)
    assert "It holds the names of accounts" in said.stderr
    assert "It holds" not in run("export", what, *at(folder), "--out", to).stderr


def test_numbers_are_printed_as_sentences(posts: Path, folder: Path) -> None:
    imported(posts, folder)
    said = run("numbers", "posts", "accounts", *at(folder))
    assert said.stdout.splitlines() == ["2 posts were collected.", "2 accounts wrote the collected posts."]
    assert "posts?tz=UTC" in said.stderr
    told = answer("numbers", *at(folder), "--filters", "lang=und", "--json")
    assert len(told) > 10 and told[0]["sentence"].endswith("match. (Only posts that match: Language not known.)")
    assert answer("numbers", "posts", *at(folder), "--lang", "ru", "--json")[0]["name"] == "Посты"
    for wrong in (("everything",), ("--filters", "lang=klingon9"), ("--lang", "tlh"), ("--cut", "9")):
        refused = run("numbers", *wrong, *at(folder))
        assert refused.exit_code == 2 and "Traceback" not in refused.output


def test_export_of_something_unknown_is_refused(posts: Path, folder: Path, tmp_path: Path) -> None:
    imported(posts, folder)
    result = run("export", "secrets", "--case", "fire", "--cases-dir", folder, "--out", tmp_path / "x.csv")
    assert result.exit_code == 2
    assert not (tmp_path / "x.csv").exists()


def test_demo_makes_a_simulated_case_once(folder: Path) -> None:
    made = answer("demo", "--posts", 1000, "--cases-dir", folder, "--json")
    assert made["simulated"] is True
    assert made["build"] == 1
    again = answer("demo", "--posts", 9000, "--cases-dir", folder, "--if-absent", "--json")
    assert again["posts"] == made["posts"]


def test_no_cases_is_an_empty_list(folder: Path) -> None:
    assert answer("cases", "--cases-dir", folder, "--json") == []


NAIVE = (
    "created_at,screen_name,text",
    *(f"2020-02-08 {hour:02d}:{n:02d}:09,acc{n},Post {hour} {n}" for hour in range(19) for n in range(20)),
)


@pytest.fixture
def naive(tmp_path: Path) -> Path:
    """Clock times without a zone and without ids; nobody posts between 19:00 and 24:00."""
    path = tmp_path / "naive.csv"
    path.write_text("\n".join(NAIVE) + "\n", encoding="utf-8")
    return path


def test_a_file_without_a_zone_asks_once_with_its_evidence(
    naive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.cli.is_terminal", lambda: True)
    words = ["import", str(naive), "--case", "Fire", "--cases-dir", str(folder), "--event-zone", "Asia/Almaty"]
    result = CliRunner().invoke(app, words, input="Mars/Base\nAsia/Almaty\n")
    said = " ".join(result.output.split())
    assert "1 file gives clock times without a time zone. In which zone are they?" in said
    assert "naive.csv: quietest between 19:00 and 00:00 on these clocks." in said
    assert "“Mars/Base” is not a time zone." in said
    answer("export", "files", "--case", "fire", "--cases-dir", folder, "--out", folder / "f.csv", "--json")
    with (folder / "f.csv").open(encoding="utf-8-sig") as table:
        assert next(csv.DictReader(table))["zone_rule"] == "Asia/Almaty"


def test_nobody_there_to_ask_is_told_what_the_file_says(naive: Path, folder: Path) -> None:
    result = run("import", naive, "--case", "Fire", "--cases-dir", folder)
    said = " ".join(result.output.split())
    assert "naive.csv: quietest between 19:00 and 00:00" in said
    assert "UTC was assumed and marked. Name the zone with --zone" in said
