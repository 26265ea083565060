"""One account closer, counted by hand from the drawing in tests/tiny.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from core.model import BATCH_SCHEMAS, Filters
from core.store.db import Store, open_store
from core.store.queries import portrait
from core.store.queries.view import View
from tests import tiny
from tests.core.store.conftest import write_store

ALL = View(Filters(zone="Asia/Almaty"))


def test_times_in_utc_and_on_the_clock_of_the_zone(store: Store) -> None:
    found = portrait.times(store, "x:bob", "Asia/Almaty")
    assert [str(at) for at in found["posted_at"]] == ["2020-02-07 22:56:00", "2020-02-07 23:20:00"]
    assert found["local_at"].dt.hour.tolist() == [4, 5] and found["client"].tolist() == ["", ""]
    assert portrait.times(store, "x:nobody", "UTC").empty


def test_nearest_are_those_that_pass_on_the_same(store: Store) -> None:
    found = portrait.nearest(store, "x:cyd")
    assert found[["account_key", "objects", "own_objects"]].values.tolist() == [["x:dee", 1, 1]]
    assert portrait.nearest(store, "x:cyd", most_accounts=1).empty


def test_cascades_that_it_started_or_carried(store: Store) -> None:
    bob = portrait.own_cascades(store, "x:bob")
    started = bob[bob["part"] == "started"]
    assert started["size"].tolist() == [6] and started["n"].tolist() == [1]
    assert portrait.own_cascades(store, "x:ann").empty


def test_its_place_in_a_burst(store: Store) -> None:
    span = (datetime(2020, 2, 7, 22, 56), datetime(2020, 2, 7, 23, 15))
    found = portrait.in_bursts(store, ALL, "x:dee", [span])
    assert found[["posts", "place", "accounts"]].values.tolist() == [[1, 3, 4]]
    assert portrait.in_bursts(store, ALL, "x:gus", [span]).empty
    assert portrait.in_bursts(store, ALL, "x:dee", []).empty


SAME = "Restaurants of the whole city burn tonight"
TEXTS = [
    tiny.post(1, tiny.at(7, 10), "ann", "original", "en", text=f"{SAME} https://t.example/1"),
    tiny.post(2, tiny.at(7, 11), "bob", "original", "en", text=f"{SAME.upper()}!!! @somebody https://t.example/2"),
    tiny.post(3, tiny.at(7, 10, 1), "bob", "original", "en", text=f"{SAME}."),
    tiny.post(4, tiny.at(7, 12), "cyd", "share", "en", text=SAME, share_of="1"),
    tiny.post(5, tiny.at(7, 12), "dee", "original", "en", text="Restaurants of another city"),
    tiny.post(6, tiny.at(7, 12), "eve", "original", "en", text="Restaurants"),
]
LINKS = [
    {"platform": "x", "post_id": "1", "raw": "https://t.example/1", "expanded": "https://web.archive.org/web/1/a",
     "domain": "web.archive.org"},
    {"platform": "x", "post_id": "2", "raw": "https://t.example/2", "expanded": "https://a.example",
     "domain": "a.example"},
]  # fmt: skip


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[Store]:
    made = tiny.batch(TEXTS)
    made.tables["links"] = pa.Table.from_pylist(LINKS, schema=BATCH_SCHEMAS["links"])
    opened = open_store(write_store(tmp_path / "store-1.duckdb", ("texts", made)))
    yield opened
    opened.close()


def test_the_same_text_by_another_account(texts: Store) -> None:
    found = portrait.same_texts(texts, "x:ann")
    assert found[["account_key", "texts", "apart_s", "accounts"]].values.tolist() == [["x:bob", 1, 60.0, 1]]
    assert portrait.same_texts(texts, "x:cyd").empty and portrait.same_texts(texts, "x:dee", least=10).empty


def test_archived_links(texts: Store) -> None:
    assert portrait.archived(texts, "x:ann")["link"].tolist() == ["https://web.archive.org/web/1/a"]
    assert portrait.archived(texts, "x:bob").empty
