"""What a file says of the zone of its clock times."""

from __future__ import annotations

from pathlib import Path

from core import importers
from core.importers.collector import Collector
from core.importers.zone_evidence import ZoneEvidence, sentences, weigh
from core.model import Batch


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


def with_ids(ahead_s: list[int]) -> Batch:
    """TikTok posts, whose ids carry a time that corrects nothing, on clocks that run so many seconds ahead of them."""
    collector, start_us = Collector("tiktok"), 1_581_120_000_000_000
    for n, seconds in enumerate(ahead_s):
        id_us = start_us + n * 60_000_000
        about = {"posted_at": id_us + seconds * 1_000_000, "id_time": id_us, "time_quality": "assumed"}
        collector.post(n + 1, "", post_id=str(n), account_id="1", text="Words", **about)
    return collector.batch(0)


def test_ids_tell_by_how_much_the_clocks_run_ahead() -> None:
    found = weigh([with_ids([6 * 3600 + n for n in range(10)])])
    assert (found.posts, found.ids, found.id_offset_h) == (10, 10, 6.0)
    assert found.fits("Asia/Almaty") is True
    assert found.fits("Europe/Berlin") is False
    said = "a.json: the ids of 10 posts carry their time; these clocks are at UTC+6."
    assert next(sentences(found, "a.json", "Asia/Almaty")) == said


def test_ids_that_contradict_each_other_or_are_few_tell_nothing() -> None:
    assert weigh([with_ids([n % 5 * 3600 for n in range(10)])]).id_offset_h is None
    few = weigh([with_ids([3600] * 4)])
    assert few.id_offset_h is None
    assert list(sentences(few, "a.json", "Asia/Almaty")) == [
        "a.json: nothing in it tells. The zone of the event is Asia/Almaty."
    ]
