"""The source line says which files, collected and imported when; what is not known is said to be unknown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from core.export.source import source_text
from core.model import Case
from core.store.queries.provenance import Provenance

CASE = Case("kordai", "Kordai", "", "Asia/Almaty", 3, Path("nowhere"))
FIRST, LAST = datetime(2020, 2, 9, 3, tzinfo=UTC), datetime(2020, 2, 16, 20, tzinfo=UTC)
IMPORTED = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_one_file_of_one_day():
    origin = Provenance(("posts.jsonl",), FIRST, FIRST, IMPORTED)
    told = "posts.jsonl, collected 9 Feb 2020, imported 23 Nov 2026; case Kordai, build 3"
    assert source_text(CASE, origin, "UTC") == told


def test_days_follow_the_clock_of_the_zone():
    origin = Provenance(("posts.jsonl",), FIRST, LAST)
    assert "collected 9 Feb 2020 – 17 Feb 2020;" in source_text(CASE, origin, "Asia/Almaty")
    assert "collected 9 Feb 2020 – 16 Feb 2020;" in source_text(CASE, origin, "UTC")


def test_two_files_are_named_and_more_are_counted():
    assert source_text(CASE, Provenance(("a.csv", "b.csv")), "UTC").startswith("a.csv, b.csv, day of collection not")
    assert source_text(CASE, Provenance(("a", "b", "c")), "UTC").startswith("3 files, ")


def test_a_long_name_is_cut():
    assert source_text(CASE, Provenance(("a" * 300,)), "UTC").startswith("a" * 47 + "…, ")


def test_without_a_file_the_case_is_named():
    assert source_text(CASE, Provenance(), "UTC") == "day of collection not known; case Kordai, build 3"
