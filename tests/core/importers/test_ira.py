from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from core.importers import detect
from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_kinds_languages_and_synthetic_ids(load: Load) -> None:
    loaded = load("ira_by_author.csv")
    assert [post["kind"] for post in loaded.primary] == ["original", "share", "share", "quote"]
    assert [post["lang"] for post in loaded.primary] == ["en", "und", "und", "fa"]
    ids = [post["post_id"] for post in loaded.primary]
    assert all(one.startswith("syn-") for one in ids)
    assert ids[1] == ids[2], "identical rows are the same post"
    assert loaded.degradations["identical rows without an id, counted once"] == 1


def test_the_zone_is_assumed(load: Load) -> None:
    loaded = load("ira_by_author.csv")
    assert {post["time_quality"] for post in loaded.primary} == {"assumed"}
    assert loaded.degradations["no time zone"] == 4
    shifted = load("ira_by_author.csv", zone="Europe/Moscow")
    assert (loaded.primary[0]["posted_at"] - shifted.primary[0]["posted_at"]).total_seconds() == 3 * 3600


def test_a_profile_for_the_first_post_of_each_day(load: Load) -> None:
    profiles = load("ira_by_author.csv").tables["profiles"]
    assert [(row["captured_at"].day, row["followers"]) for row in profiles] == [(27, 116), (28, 118)]
    assert {row["account_id"] for row in profiles} == {"@sim_one"}


def test_the_original_files_carry_ids_that_confirm_the_zone(load: Load) -> None:
    loaded = load("ira_original.csv")
    assert [post["post_id"] for post in loaded.primary] == ["1225811454981046273", "1225811459175350273"]
    assert {post["time_quality"] for post in loaded.primary} == {"id"}, "the file says minutes, the ids say seconds"
    assert [post["kind"] for post in loaded.primary] == ["original", "share"]


def test_parquet_with_native_times(load: Load, tmp_path: Path) -> None:
    table = pa.table(
        {
            "author": ["SIM_ONE", "SIM_ONE"],
            "content": ["Made up", None],
            "language": ["Russian", "English"],
            "publish_date": pa.array([datetime(2016, 7, 15, 22, 21)] * 2, pa.timestamp("us")),
            "harvested_date": pa.array([datetime(2016, 7, 15, 22, 22)] * 2, pa.timestamp("us")),
            "following": pa.array([1, 2], pa.int32()),
            "followers": pa.array([3, 4], pa.int32()),
            "updates": pa.array([5, 6], pa.int32()),
            "post_type": pa.array([None, "R"]),
        }
    )
    pq.write_table(table, tmp_path / "posts")
    assert detect(tmp_path / "posts").importer == "ira"
    loaded = load(tmp_path / "posts")
    assert [post["posted_at"].hour for post in loaded.primary] == [22, 22]
    assert [post["text"] for post in loaded.primary] == ["Made up", None]
    assert [post["kind"] for post in loaded.primary] == ["original", "share"]
