"""What a reporter said of the columns of one file is offered for the next of the same shape."""

from __future__ import annotations

import json
from pathlib import Path

from core.store import mappings


def test_the_same_columns_in_another_order_are_the_same_shape(tmp_path: Path) -> None:
    mappings.remember(tmp_path, ["date", "text"], {"posted_at": "date"}, "first.csv")
    kept = mappings.recall(tmp_path, ["Text ", "date"])
    assert kept is not None
    assert (kept.mapping, kept.file) == ({"posted_at": "date"}, "first.csv")
    assert mappings.recall(tmp_path, ["date", "text", "one more"]) is None


def test_the_newest_word_stays_and_can_be_forgotten(tmp_path: Path) -> None:
    for column in ("date", "when"):
        mappings.remember(tmp_path / "cases", ["date", "when"], {"posted_at": column}, "a.csv")
    kept = mappings.recall(tmp_path / "cases", ["date", "when"])
    assert kept is not None
    assert kept.mapping == {"posted_at": "when"}
    mappings.forget(tmp_path / "cases", ["date", "when"])
    assert mappings.recall(tmp_path / "cases", ["date", "when"]) is None


def test_a_damaged_file_counts_as_empty(tmp_path: Path) -> None:
    for content in ("{", "[1]", json.dumps({mappings.shape_of(["date"]): 5})):
        (tmp_path / mappings.FILE).write_text(content, encoding="utf-8")
        assert mappings.recall(tmp_path, ["date"]) is None
    mappings.remember(tmp_path, ["date"], {"posted_at": "date"}, "a.csv")
    assert mappings.recall(tmp_path, ["date"]) is not None


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    for number in range(mappings.MOST_KEPT + 2):
        mappings.remember(tmp_path, [f"column {number}"], {}, "a.csv")
    assert mappings.recall(tmp_path, ["column 0"]) is None
    assert mappings.recall(tmp_path, [f"column {mappings.MOST_KEPT + 1}"]) is not None
