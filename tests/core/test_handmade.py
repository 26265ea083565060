"""Posts added by hand: from an address or a screenshot, kept over rebuilds, marked wherever they appear."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb
import pytest

from core import build, handmade
from core.errors import CaseError
from core.importers.by_hand import HandPost
from core.model import Case, Filters
from core.store.db import open_store
from core.store.queries import posts, view

PICTURE = b"\x89PNG\r\n\x1a\n invented"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case("fire", "Fire", "", "UTC", 0, tmp_path / "cases" / "fire")


def added(case: Case, post: HandPost, tmp_path: Path, picture: Path | None = None) -> Case:
    incoming = handmade.prepared(case, post, tmp_path / "room", picture)
    return build.import_files(case, [incoming]).case


def rows(case: Case) -> list[dict[str, object]]:
    store = open_store(case.store_path)
    try:
        return posts.posts_page(store, view.resolve(store, Filters(), [])).to_dict("records")
    finally:
        store.close()


def test_an_x_address_alone_is_enough(case: Case, tmp_path: Path) -> None:
    after = added(case, HandPost(url="https://x.com/Ann/status/1405947374003015684"), tmp_path)
    (row,) = rows(after)
    assert (row["post_key"], row["handle"], row["by_hand"]) == ("x:1405947374003015684", "Ann", True)
    assert str(row["posted_at"]) == "2021-06-18 17:55:49.858000"
    assert row["time_quality"] == "id"


def test_a_screenshot_is_kept_with_its_hash_and_survives_a_rebuild(case: Case, tmp_path: Path) -> None:
    picture = tmp_path / "shot.png"
    picture.write_bytes(PICTURE)
    post = HandPost(
        "telegram",
        "",
        "channel",
        "2020-02-07 22:15",
        "Asia/Almaty",
        "A house burns",
        seen_by="Aida",
        note="from a chat",
    )
    after = added(case, post, tmp_path, picture)
    digest = hashlib.sha256(PICTURE).hexdigest()
    (before,) = rows(after)
    assert (before["seen_by"], before["note"], before["picture_sha256"]) == ("Aida", "from a chat", digest)
    assert str(before["posted_at"]) == "2020-02-07 16:15:00"
    assert before["stated_at"] == "2020-02-07 22:15 Asia/Almaty"
    kept = handmade.exhibit_of(after, digest)
    assert kept is not None
    assert kept.read_bytes() == PICTURE
    again = added(after, HandPost(url="https://x.com/Ann/status/1405947374003015684"), tmp_path)
    assert {k: str(v) for k, v in rows(build.reanalyse(again))[0].items() if k != "url"} == {
        k: str(v) for k, v in before.items() if k != "url"
    }
    assert [row["by_hand"] for row in rows(again)] == [True, True]


def test_posts_added_by_hand_come_back_when_a_case_is_read_anew_from_its_sources(case: Case, tmp_path: Path) -> None:
    picture = tmp_path / "shot.png"
    picture.write_bytes(PICTURE)
    first = added(case, HandPost(url="https://x.com/Ann/status/1405947374003015684", seen_by="Aida"), tmp_path)
    told = HandPost("telegram", "", "channel", "2020-02-07 22:15", "Asia/Almaty", "A house burns", note="from a chat")
    before = added(first, told, tmp_path, picture)
    con = duckdb.connect(str(before.store_path))
    con.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    con.close()
    after = build.reanalyse(before)
    assert after.build == before.build + 1
    found = rows(after)
    assert [(row["platform"], row["by_hand"]) for row in found] == [("telegram", True), ("x", True)]
    assert (found[0]["note"], found[1]["seen_by"]) == ("from a chat", "Aida")
    assert found[0]["picture_sha256"] == hashlib.sha256(PICTURE).hexdigest()
    assert found[0]["stated_at"] == "2020-02-07 22:15 Asia/Almaty"
    assert handmade.exhibit_of(after, str(found[0]["picture_sha256"])) is not None


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (HandPost(url="https://t.me/channel/12"), "Write the time"),
        (HandPost(text="Words", stated_at="yesterday"), "is no time"),
        (HandPost(text="Words", stated_at="2020-02-07 22:15", zone="Mars/Base"), "not a time zone"),
        (HandPost(stated_at="2020-02-07 22:15"), "Too little"),
    ],
)
def test_too_little_is_said_in_a_sentence(case: Case, tmp_path: Path, post: HandPost, words: str) -> None:
    with pytest.raises(CaseError, match=words):
        handmade.prepared(case, post, tmp_path)
    assert not list(tmp_path.glob("*.json"))


def test_what_is_no_picture_is_not_kept(case: Case, tmp_path: Path) -> None:
    page = tmp_path / "page.png"
    page.write_bytes(b"<script>")
    with pytest.raises(CaseError, match="no picture"):
        handmade.prepared(case, HandPost(text="Words", stated_at="2020-02-07"), tmp_path, page)


def test_the_source_is_plain_json(case: Case, tmp_path: Path) -> None:
    incoming = handmade.prepared(case, HandPost(text="Words", stated_at="2020-02-07 10:00", zone="UTC"), tmp_path)
    kept = json.loads(incoming.path.read_bytes())
    assert kept["text"] == "Words"
    assert kept["added_at"]
