"""Files put into the inbox of a case are read once they are complete, and put away."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import inbox
from core.model import Case

ROWS = "created_at,screen_name,text\n2020-02-08T01:00:00Z,ann,A house burns\n"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return inbox.open_inbox(tmp_path / "cases", "Fire")


def test_files_are_read_and_put_away(case: Case) -> None:
    folder = inbox.folder_of(case)
    (folder / "posts.csv").write_text(ROWS)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "half.csv.part").write_text(ROWS)
    after, files = inbox.take_in(case, settled_s=0)
    assert {f.name: f.status for f in files} == {"posts.csv": "imported", "picture.png": "refused"}
    assert after.build == 1
    assert (folder / "read" / "posts.csv").is_file()
    assert "This is a picture" in (folder / "refused" / "picture.png.why.txt").read_text()
    assert [p.name for p in folder.iterdir() if p.is_file()] == ["half.csv.part"]
    assert inbox.take_in(after, settled_s=0) == (after, ())


def test_a_file_that_still_grows_waits(case: Case) -> None:
    (inbox.folder_of(case) / "posts.csv").write_text(ROWS)
    assert inbox.waiting(case, settled_s=60) == []
    assert [p.name for p in inbox.waiting(case, settled_s=0)] == ["posts.csv"]


def test_a_link_out_of_the_inbox_is_not_followed(case: Case, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(ROWS)
    (inbox.folder_of(case) / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert inbox.waiting(case, settled_s=0) == []


def test_the_same_file_again_is_put_away_too(case: Case) -> None:
    for _turn in range(2):
        (inbox.folder_of(case) / "posts.csv").write_text(ROWS)
        case, _files = inbox.take_in(case, settled_s=0)
    assert case.build == 1
    assert sorted(p.name for p in (inbox.folder_of(case) / "read").iterdir()) == ["posts-2.csv", "posts.csv"]
