"""Cases as folders, and the pointer that a build switches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import CaseError, MissingCaseError
from core.store import cases


def test_a_case_is_written_and_read_back_whatever_its_title(tmp_path: Path) -> None:
    case = cases.open_or_create(tmp_path, 'Қордай "2020" \\ <b>', event_zone="Asia/Almaty", claim="Кафе\nгорят")
    cases.write_case(case)
    again = cases.read_case(tmp_path, case.slug)
    assert again == case and again.title == 'Қордай "2020" \\ <b>' and again.claim == "Кафе\nгорят"


@pytest.mark.parametrize("slug", ["..", "../elsewhere", "/etc", "nothing", ""])
def test_a_slug_never_leaves_the_folder_of_cases(tmp_path: Path, slug: str) -> None:
    with pytest.raises(MissingCaseError):
        cases.read_case(tmp_path, slug)


def test_a_zone_must_exist(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="not a time zone"):
        cases.open_or_create(tmp_path, "a", event_zone="Almaty")


def test_a_damaged_case_does_not_hide_the_others(tmp_path: Path) -> None:
    cases.write_case(cases.open_or_create(tmp_path, "good"))
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "case.toml").write_text("build = = 1")
    assert [case.slug for case in cases.list_cases(tmp_path)] == ["good"]


def test_only_the_newest_builds_are_kept(tmp_path: Path) -> None:
    case = cases.open_or_create(tmp_path, "a")
    case.folder.mkdir()
    for build in (1, 2, 10):
        (case.folder / f"store-{build}.duckdb").touch()
    cases.drop_old_builds(replace(case, build=10))
    assert sorted(path.name for path in case.folder.glob("*.duckdb")) == ["store-10.duckdb", "store-2.duckdb"]


@pytest.mark.parametrize("text", ["build = = 1", 'build = "x"', 'event_zone = "Mars/Base"', b"\xff\xfe"])
def test_a_case_with_broken_settings_is_named_with_its_fault(tmp_path: Path, text: str | bytes) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "case.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    found, (said,) = cases.read_cases(tmp_path)
    assert said.startswith("bad: ")
    assert found == cases.list_cases(tmp_path) == []
