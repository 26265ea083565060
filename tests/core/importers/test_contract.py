"""What every importer keeps to: a fixture, recognised by exactly one, tables of the schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.importers import IMPORTERS, detect, read
from core.importers.base import take_sample
from core.model import BATCH_SCHEMAS, KINDS, PLATFORMS, TIME_QUALITIES, Batch

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "importers"
FIXTURE_OF = {
    "by-hand": ("by_hand.json",),
    "x-v1": ("x_v1.jsonl", "x_v1_array.json", "x_v1_object.json", "x_v1_search.json"),
    "x-v2": ("x_v2_pages.jsonl", "x_v2_stream.jsonl", "x_v2_flat.jsonl", "fourcat_x_v2.ndjson"),
    "snscrape": ("snscrape_early.jsonl", "snscrape_late.jsonl"),
    "x-graphql": ("x_graphql_thread.json", "x_graphql_single.jsonl"),
    "zeeschuimer-x": ("zeeschuimer_x.ndjson", "fourcat_x.ndjson"),
    "twscrape": ("twscrape.jsonl",),
    "tiktok": ("tiktok_zeeschuimer.ndjson", "tiktok_items.json"),
    "instagram": ("instagram_zeeschuimer.ndjson", "instagram_graph.json"),
    "telethon": ("telethon.json", "fourcat_telegram.ndjson"),
    "youtube": ("youtube_videos.json", "youtube_search.jsonl", "youtube_comments.json"),
    "mastodon": ("mastodon_timeline.json", "mastodon_context.json"),
    "bluesky": (
        "bluesky_feed.json",
        "bluesky_posts.jsonl",
        "bluesky_thread.json",
        "bluesky_reposts.json",
        "bluesky_stream.jsonl",
    ),
    "weibo": ("weibo_reposts.json", "weibo_original.json"),
    "crowdtangle": ("crowdtangle_posts.json",),
    "telegram-desktop": ("telegram_chat.json", "telegram_all.json"),
    "ira": ("ira_by_author.csv", "ira_original.csv"),
    "table": ("table_semicolon.csv", "records_flat.jsonl", "records_array.json"),
    "twarc-csv": ("twarc_csv.csv",),
    "getoldtweets": ("getoldtweets_late.csv", "getoldtweets_early.csv"),
    "tags": ("tags.csv",),
    "hoaxy": ("hoaxy.csv",),
    "information-operations": ("io_tweets.csv", "io_users.csv"),
    "kaggle-tweets": ("kaggle.csv",),
    "minet": ("minet_x.csv", "minet_bluesky.csv"),
    "4cat": ("fourcat_x.csv", "fourcat_telegram.csv"),
    "youtube-data-tools": ("youtube_videos.csv", "youtube_comments.csv"),
    "crowdtangle-csv": ("crowdtangle_facebook.csv", "crowdtangle_instagram.csv"),
    "facebook-scraper": ("facebook_scraper.csv",),
    "mediacloud": ("mediacloud_topic.csv", "mediacloud_search.csv"),
    "union-metrics": ("union_metrics.csv",),
    "meltwater": ("meltwater.csv",),
    "brandwatch": ("brandwatch.csv",),
    "botometer": ("botometer_v4.json", "botometer_x.jsonl", "botometer.csv"),
    "post-list": ("post_list.txt", "post_list_ids.csv"),
    "workbook": ("workbook_mixed.xlsx",),
}
#: Files of accounts: a record is a profile or the scores of one account.
WITHOUT_POSTS = {"io_users.csv", "botometer_v4.json", "botometer_x.jsonl", "botometer.csv"}
CASES = [(name, file) for name, files in FIXTURE_OF.items() for file in files]


def test_every_importer_has_a_fixture_and_a_title() -> None:
    assert {importer.NAME for importer in IMPORTERS} == set(FIXTURE_OF)
    assert all(importer.TITLE for importer in IMPORTERS)
    assert {path.name for path in FIXTURES.iterdir()} == {file for _name, file in CASES}


@pytest.mark.parametrize(("name", "file"), CASES)
def test_a_fixture_is_recognised_by_exactly_one(name: str, file: str, tmp_path: Path) -> None:
    disguised = tmp_path / "export.bin"
    disguised.write_bytes((FIXTURES / file).read_bytes())
    matches = [match for importer in IMPORTERS if (match := importer.sniff(take_sample(disguised)))]
    sure = [match for match in matches if match.confidence == max(found.confidence for found in matches)]
    assert [match.importer for match in sure] == [name]
    assert detect(disguised, file).importer == name
    assert detect(disguised, file).why.endswith(".")


def batches_of(file: str) -> list[Batch]:
    return list(read(FIXTURES / file))


@pytest.mark.parametrize(("name", "file"), CASES)
def test_batches_keep_the_schema(name: str, file: str) -> None:
    for batch in batches_of(file):
        assert set(batch.tables) == set(BATCH_SCHEMAS)
        for table, schema in BATCH_SCHEMAS.items():
            assert batch.tables[table].schema.equals(schema), table
        assert 0 < batch.bytes_read <= (FIXTURES / file).stat().st_size


@pytest.mark.parametrize(("name", "file"), CASES)
def test_records_are_accepted_or_rejected(name: str, file: str) -> None:
    for batch in batches_of(file):
        primary = sum(batch.tables["posts"]["is_primary"].to_pylist())
        accounts = (
            batch.tables["profiles"]["account_id"].to_pylist() + batch.tables["other_scores"]["account_id"].to_pylist()
        )
        accepted = len(set(accounts)) if file in WITHOUT_POSTS else primary
        assert batch.records == accepted + batch.tables["rejects"].num_rows
    assert sum(batch.records for batch in batches_of(file))


@pytest.mark.parametrize(("name", "file"), CASES)
def test_words_come_from_the_model(name: str, file: str) -> None:
    posts = [post for batch in batches_of(file) for post in batch.tables["posts"].to_pylist()]
    assert posts or file in WITHOUT_POSTS
    for post in posts:
        assert post["platform"] in PLATFORMS
        assert post["time_quality"] in TIME_QUALITIES
        assert post["kind"] in KINDS or (post["kind"] is None and not post["is_primary"])
        assert post["line"] >= 1
        assert "e+" not in post["post_id"].lower()


@pytest.mark.parametrize(("name", "file"), CASES)
def test_shares_carry_no_counts(name: str, file: str) -> None:
    for batch in batches_of(file):
        kinds = {post["post_id"]: post["kind"] for post in batch.tables["posts"].to_pylist()}
        assert all(kinds[row["post_id"]] != "share" for row in batch.tables["metrics"].to_pylist())
