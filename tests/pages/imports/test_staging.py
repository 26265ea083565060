"""Paths on the server, and words of the accounting."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.progress import size_text
from pages.imports.staging import files_at
from pages.imports.words import losses_text, sum_sentence


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "deeper").mkdir(parents=True)
    for name in ("b.csv", "a.csv", ".hidden"):
        (folder / name).write_text("x")
    (tmp_path / "secret.csv").write_text("x")
    return folder


def test_a_folder_gives_the_files_right_in_it(inbox: Path) -> None:
    found, problems = files_at([str(inbox)])
    assert [f.name for f in found] == ["a.csv", "b.csv"]
    assert not problems
    assert not any(f.is_copy for f in found)


def test_quotes_and_blank_lines_of_a_pasted_path_do_no_harm(inbox: Path) -> None:
    found, problems = files_at(["", f'  "{inbox / "a.csv"}"  '])
    assert [f.name for f in found] == ["a.csv"]
    assert not problems


@pytest.mark.parametrize("line", ["../secret.csv", "deeper/../../secret.csv"])
def test_a_shared_server_reads_only_its_inbox(inbox: Path, line: str) -> None:
    found, problems = files_at([line, "a.csv"], inbox)
    assert [f.name for f in found] == ["a.csv"]
    assert len(problems) == 1


def test_a_link_out_of_the_inbox_leads_nowhere(inbox: Path) -> None:
    (inbox / "link.csv").symlink_to(inbox.parent / "secret.csv")
    found, problems = files_at(["link.csv"], inbox)
    assert not found
    assert len(problems) == 1


def test_losses_are_told_with_the_largest_first() -> None:
    assert losses_text('{"no post id": 2, "no time zone": 1200}') == "1,200 × no time zone; 2 × no post id"
    assert losses_text("{}") == losses_text(None) == ""


def test_the_sum_runs_over_all_files() -> None:
    rows = [{"records": 1000, "accepted": 900, "merged": 60, "rejected": 40}] * 2
    assert sum_sentence(rows) == "2 files, 2,000 records = 1,800 accepted + 120 merged + 80 rejected."


@pytest.mark.parametrize(("size", "text"), [(0, "0 bytes"), (39_400, "39 kB"), (98_727_753, "98.7 MB")])
def test_sizes_are_written_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text
