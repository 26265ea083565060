"""The table formats in forms that no sample shows: what a spreadsheet, another locale or a cut makes of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import NotPostsError
from core.importers import Mapping, detect, preview_columns, read
from core.importers.tabular import FIELD_LIMIT
from tests.core.importers.reading import FIXTURES, Loaded
from tests.core.importers.workbooks import make_workbook

Load = Callable[..., Loaded]
Write = Callable[[str | bytes], Path]
IDS = ("1225811454981046273", "1225811459175350273")
AT = datetime(2020, 2, 7, 16, tzinfo=UTC)


def text_of(fixture: str) -> str:
    return (FIXTURES / fixture).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\n\n" + text.encode(),
        lambda text: text.replace("sim_one", "sim\x00_one").encode(),
    ],
)
def test_an_encoding_changes_neither_the_format_nor_the_posts(
    encoded: Callable[[str], bytes], load: Load, write: Write
) -> None:
    path = write(encoded(text_of("tags.csv")))
    assert detect(path).importer == "tags"
    assert [post["post_id"] for post in load(path).primary] == list(IDS)
    assert load(path).primary[0]["account_id"] == "1001"


def test_columns_in_another_order_beside_others_and_empty_ones(load: Load, write: Write) -> None:
    path = write(
        "is_retweet,date,,text,mine,user_verified,user_followers,user_created,user_name,,\n"
        "False,2020-02-07 16:00:00+00:00,,made up,1,True,5,2012-01-01 00:00:00,Sim One,,\n"
    )
    assert detect(path).importer == "kaggle-tweets"
    assert [(post["posted_at"], post["account_id"]) for post in load(path).primary] == [(AT, "name:Sim One")]


def test_semicolons_of_a_european_spreadsheet(load: Load, write: Write) -> None:
    rows = text_of("crowdtangle_instagram.csv").replace('"1,204"', "1204").replace(",", ";")
    path = write("sep=;\n" + rows)
    assert detect(path).importer == "crowdtangle-csv"
    assert load(path).primary[0]["posted_at"] == AT


def test_daylight_saving_stands_in_the_rows_of_crowdtangle(load: Load) -> None:
    assert [post["posted_at"].hour for post in load("crowdtangle_facebook.csv").primary] == [16, 16]


def test_a_clock_time_in_a_daylight_saving_gap_moves_forward(load: Load, write: Write) -> None:
    loaded = load(write("date,text\n2020-03-29 02:30:00,made up\n"), zone="Europe/Berlin")
    assert loaded.primary[0]["posted_at"] == datetime(2020, 3, 29, 1, tzinfo=UTC)


def test_a_share_of_twarc_keeps_no_counts_but_the_author_it_names(load: Load) -> None:
    loaded = load("twarc_csv.csv")
    assert loaded.metrics_of(IDS[1]) == []
    assert loaded.metrics_of(IDS[0])[0]["likes"] == 5
    assert [(post["post_id"], post["account_id"], post["text"]) for post in loaded.included] == [(IDS[0], "1001", None)]
    assert [row["tag"] for row in loaded.tables["tags"]] == ["Sim"]


def test_the_older_getoldtweets_takes_author_from_the_address_and_seconds_from_the_id(load: Load) -> None:
    loaded = load("getoldtweets_early.csv")
    assert [post["account_id"] for post in loaded.primary] == ["@sim_one", "@sim_two"]
    assert {post["time_quality"] for post in loaded.primary} == {"id"}
    assert all(post["posted_at"] == post["id_time"] for post in loaded.primary)


def test_the_false_z_of_tags_is_never_read(load: Load) -> None:
    loaded = load("tags.csv")
    assert [post["posted_at"].hour for post in loaded.primary] == [16, 16]
    assert loaded.degradations["the sheet's own time (column “time”) differs from UTC and was left aside"] == 1


def test_an_edge_of_hoaxy_names_the_right_author(load: Load) -> None:
    loaded = load("hoaxy.csv")
    authors = [(post["kind"], post["account_id"]) for post in loaded.primary]
    assert authors == [
        ("original", "1001"), ("original", "1001"), ("share", "1004"), ("quote", "1003"), ("quote", "1003"),
        ("reply", "1002"),
    ]  # fmt: skip
    assert {post["account_id"] for post in loaded.included} == {"1001"}
    share = loaded.primary[2]
    assert share["share_of"] == loaded.included[0]["post_id"]


def test_mentions_and_lists_of_the_information_operations_archive(load: Load) -> None:
    loaded = load("io_tweets.csv")
    assert [row["tag"] for row in loaded.tables["tags"]] == ["sim", "выдумка"]
    assert [row["account_id"] for row in loaded.tables["mentions"]] == ["1002", "hash+two="]


def test_a_repost_on_bluesky_is_a_share_of_the_account_that_reposted(load: Load) -> None:
    loaded = load("minet_bluesky.csv")
    share = next(post for post in loaded.primary if post["kind"] == "share")
    assert share["account_id"] == "did:plc:simtwo"
    assert share["share_of"] == "at://did:plc:simone/app.bsky.feed.post/3one"
    original = [post for post in loaded.included if post["text"] == "Invented"]
    assert [(post["account_id"], post["kind"]) for post in original] == [("did:plc:simone", "original")]
    assert loaded.rejects == [(5, "impossible date: before 2004 or in the future")]


def test_quotes_escaped_with_a_backslash(load: Load) -> None:
    assert load("youtube_videos.csv").primary[0]["text"].startswith('Invented "film", part 1\n\nmade up')


def test_the_other_tables_of_a_snapshot_are_counted_not_read(load: Load) -> None:
    loaded = load("union_metrics.csv")
    assert [post["line"] for post in loaded.primary] == [23, 24]
    assert loaded.degradations["row of the snapshot's other tables (summary, activity, contributors), not a post"] == 8
    assert loaded.degradations["post that the snapshot's own summary counts beyond its table of posts"] == 1


def test_a_cell_over_the_limit_in_a_snapshot_is_one_reject(load: Load, write: Write) -> None:
    whole = (FIXTURES / "union_metrics.csv").read_text(encoding="utf-8")
    head, last = whole.rstrip("\n").rsplit("\n", 1)
    loaded = load(write(f"{head}\n{'x' * (FIELD_LIMIT + 1)},more\n{last}\n"))
    assert [post["line"] for post in loaded.primary] == [23, 25]
    assert [(line, reason[:18]) for line, reason in loaded.rejects] == [(24, "not a readable row")]


def test_lines_above_the_header_are_skipped(load: Load) -> None:
    assert [(post["platform"], post["line"]) for post in load("brandwatch.csv").primary] == [("x", 7), ("web", 8)]


@pytest.mark.parametrize("zero_to_one", [0.31, 0.9])
def test_scores_of_another_tool_are_no_posts(zero_to_one: float, write: Write) -> None:
    path = write(f'[{{"bot_score": {zero_to_one}, "timestamp": null, "user_id": 1001, "username": "sim_one"}}]')
    assert detect(path).importer == "botometer"
    (batch,) = read(path)
    assert batch.records == 1
    assert batch.tables["other_scores"].to_pylist()[0]["value"] == zero_to_one
    assert batch.tables["posts"].num_rows == 0


def test_addresses_alone(load: Load) -> None:
    loaded = load("post_list.txt")
    assert [post["platform"] for post in loaded.primary] == ["x", "x", "x", "telegram", "tiktok", "facebook"]
    assert [post["time_quality"] for post in loaded.primary] == ["id"] * 3 + ["none"] * 3
    assert loaded.primary[4]["id_time"] is not None, "TikTok's id carries a time, which is only a check"
    assert loaded.rejects == [(8, "neither the address of a post nor an id")]


def test_ids_without_a_header_and_with_quotes(load: Load, write: Write) -> None:
    loaded = load(write("\n".join(f'"{one}"' for one in IDS)))
    assert [post["post_id"] for post in loaded.primary] == list(IDS)


def test_a_list_of_words_is_no_list_of_posts(write: Write) -> None:
    with pytest.raises(NotPostsError):
        detect(write("one\ntwo\nthree\n"))


def test_a_workbook_reads_each_sheet_that_holds_posts(load: Load) -> None:
    loaded = load("workbook_mixed.xlsx")
    assert [post["text"] for post in loaded.primary][:1] == ["Invented #sim"]
    assert [post["posted_at"].hour for post in loaded.primary] == [16, 16, 16, 18], "formatted dates and serial numbers"
    assert loaded.degradations["id damaged by a spreadsheet program"] == 2
    assert loaded.degradations["row of the sheet “Notes”, which holds no posts"] == 2
    assert loaded.rejects == [(4, "no date that can be read (sheet “Mangled”)")]


def test_a_workbook_through_a_mapping(load: Load, tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "upload", {"Лист1": [["когда", "что"], ["07.02.2020 22:00", "Выдумано"]]})
    assert preview_columns(path).columns == ["когда", "что"]
    loaded = load(path, mapping=Mapping(posted_at="когда", text="что", zone="Asia/Almaty"))
    assert [(post["posted_at"], post["text"]) for post in loaded.primary] == [(AT, "Выдумано")]


def test_a_workbook_without_posts_is_refused(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "upload", {"Sheet1": [["a", "b"], ["1", "2"]]})
    with pytest.raises(NotPostsError, match="workbook"):
        detect(path)


@pytest.mark.parametrize("fixture", sorted(path.name for path in FIXTURES.glob("*.csv")))
def test_a_file_cut_anywhere_still_adds_up(fixture: str, load: Load, write: Write) -> None:
    """Every cut gives posts, rejects or a refusal; load_file checks the accounting."""
    content = (FIXTURES / fixture).read_bytes()
    if re.match("io_users|botometer", fixture):
        pytest.skip("a file of accounts: its records are not posts")
    for end in range(len(content) // 3, len(content), max(1, len(content) // 12)):
        path = write(content[:end])
        try:
            detect(path)
        except NotPostsError:
            continue
        load(path)
