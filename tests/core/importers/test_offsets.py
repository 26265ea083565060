"""Files whose times run by a constant offset from their ids; ids are made here from the true time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

TRUE = datetime(2021, 3, 27, 20, 0, tzinfo=UTC)
PLUS_TWO = "these times run +2 h; corrected from the ids"


def post_id(at: datetime, no: int) -> str:
    return str((int(at.timestamp() * 1000) - 1_288_834_974_657 << 22) + no)


def moments(count: int) -> list[datetime]:
    return [TRUE + timedelta(minutes=7 * n, seconds=n % 60) for n in range(count)]


def table(rows: list[tuple[str, str]]) -> str:
    lines = [f"{no},{at},ann,These are words of number {place}" for place, (no, at) in enumerate(rows)]
    return "\n".join(["id,created_at,screen_name,text", *lines]) + "\n"


def times(loaded: Any) -> list[datetime]:
    return [post["posted_at"] for post in loaded.primary]


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%d/%m/%Y %H:%M:%S"])
def test_times_two_hours_ahead_are_corrected_and_said(load: Callable, write: Callable, form: str) -> None:
    rows = [(post_id(at, n), (at + timedelta(hours=2)).strftime(form)) for n, at in enumerate(moments(40))]
    loaded = load(write(table(rows)))
    assert times(loaded) == moments(40)
    assert loaded.degradations[PLUS_TWO] == 40
    assert {post["time_quality"] for post in loaded.primary} == {"inferred"}


def test_a_row_without_a_usable_id_was_written_by_the_same_clock(load: Callable, write: Callable) -> None:
    rows = [
        (post_id(at, n), (at + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S")) for n, at in enumerate(moments(40))
    ]
    rows[3] = ("1.37E+18", rows[3][1])
    loaded = load(write(table(rows)))
    assert times(loaded) == moments(40)
    assert loaded.degradations[PLUS_TWO] == 40


def test_a_clock_that_went_over_to_summer_time_shows_two_offsets(load: Callable, write: Callable) -> None:
    rows = []
    for n, at in enumerate(moments(80)):  # Europe/Berlin: 28 March 2021, 01:00 UTC
        ahead = 2 if at >= datetime(2021, 3, 28, 1, tzinfo=UTC) else 1
        rows.append((post_id(at, n), (at + timedelta(hours=ahead)).strftime("%Y-%m-%d %H:%M:%S")))
    loaded = load(write(table(rows)))
    assert times(loaded) == moments(80)
    assert loaded.degradations[PLUS_TWO] + loaded.degradations[PLUS_TWO.replace("+2", "+1")] == 80


def test_a_zone_that_the_reporter_names_against_the_ids_is_corrected(load: Callable, write: Callable) -> None:
    rows = [(post_id(at, n), at.strftime("%Y-%m-%d %H:%M:%S")) for n, at in enumerate(moments(40))]
    loaded = load(write(table(rows)), zone="Asia/Almaty")
    assert times(loaded) == moments(40)
    assert loaded.degradations["these times run −6 h; corrected from the ids"] == 40


def test_true_times_stay_as_stated(load: Callable, write: Callable) -> None:
    rows = [(post_id(at, n), at.isoformat()) for n, at in enumerate(moments(40))]
    loaded = load(write(table(rows)))
    assert times(loaded) == moments(40)
    assert {post["time_quality"] for post in loaded.primary} == {"stated offset"}
    assert not [name for name in loaded.degradations if "ids" in name]


def test_a_few_odd_times_are_no_offset_of_the_file(load: Callable, write: Callable) -> None:
    shifted = [at + timedelta(hours=2 if n % 3 == 0 else 0) for n, at in enumerate(moments(40))]
    rows = [(post_id(at, n), moved.isoformat()) for n, (at, moved) in enumerate(zip(moments(40), shifted, strict=True))]
    assert times(load(write(table(rows)))) == shifted


def test_times_of_shared_posts_are_no_offset(load: Callable, write: Callable) -> None:
    told = [at - timedelta(hours=5, minutes=n * 11) for n, at in enumerate(moments(40))]
    rows = [(post_id(at, n), stated.isoformat()) for n, (at, stated) in enumerate(zip(moments(40), told, strict=True))]
    assert times(load(write(table(rows)))) == told


def test_json_with_a_wrong_zone_is_corrected(load: Callable, write: Callable) -> None:
    lines = []
    for n, at in enumerate(moments(40)):
        user = {"id_str": "7", "screen_name": "ann"}
        stated = (at + timedelta(hours=2)).strftime("%a %b %d %H:%M:%S +0000 %Y")
        lines.append(json.dumps({"id_str": post_id(at, n), "created_at": stated, "text": f"Words {n}", "user": user}))
    loaded = load(write("\n".join(lines)))
    assert times(loaded) == moments(40)
    assert loaded.degradations[PLUS_TWO] == 40


def test_a_real_export_that_runs_two_hours_ahead(load: Callable) -> None:
    path = Path(__file__).resolve().parents[3].parent / "shared/data/formats/getoldtweets-csv/got_semicolon_covid.csv"
    if not path.exists():
        pytest.skip("the sample exports are not beside this repository")
    loaded = load(path)
    assert loaded.degradations[PLUS_TWO] == len([post for post in loaded.primary if post["id_time"]])
    apart = [abs((p["posted_at"] - p["id_time"]).total_seconds()) for p in loaded.primary if p["id_time"]]
    assert max(apart) < 60, "it knows minutes only"
