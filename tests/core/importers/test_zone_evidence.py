"""What a file says of the zone of its clock times."""

from __future__ import annotations

from pathlib import Path

from core import importers
from core.importers.zone_evidence import ZoneEvidence, weigh


def evidence(path: Path, rows: list[str], header: str = "created_at,screen_name,tweet_id,text") -> ZoneEvidence:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return weigh(importers.read(path, path.name))


def x_id(second: int) -> int:
    """An X id of a moment of 8 February 2020, seconds after midnight UTC."""
    return (1_581_120_000_000 + second * 1000 - 1_288_834_974_657) << 22


def clock(second: int) -> str:
    day, rest = divmod(second, 86_400)
    return f"2020-02-{8 + day:02d} {rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"


def test_a_file_with_offsets_needs_no_zone(tmp_path: Path) -> None:
    assert evidence(tmp_path / "a.csv", ["2020-02-08T01:00:00Z,ann,,Words"]).posts == 0


def test_quiet_hours_are_found_where_there_are_some(tmp_path: Path) -> None:
    # Nobody posts between 19:00 and 24:00 on this clock: night in Almaty (UTC+6) if the clock is UTC's.
    rows = [f"{clock(hour * 3600 + n * 60)},acc{n},,Post {hour} {n}" for hour in range(19) for n in range(20)]
    found = evidence(tmp_path / "a.csv", rows)
    assert (found.posts, found.quiet_from) == (380, 19)
    assert found.night_in("UTC", "Asia/Almaty") is True
    assert found.night_in("Asia/Almaty", "Asia/Almaty") is False
    even = [f"{clock(hour * 3600 + n * 60)},acc{n},,Post {hour} {n}" for hour in range(24) for n in range(20)]
    assert evidence(tmp_path / "b.csv", even).quiet_from is None


def test_few_posts_say_nothing() -> None:
    found = ZoneEvidence(posts=3)
    assert found.fits("UTC") is None
    assert found.night_in("UTC", "Asia/Almaty") is None
