"""Merging overlapping files: nothing is lost, nothing counts twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.store.db import open_store
from core.store.files import file_report, rejects
from core.store.queries.view import totals
from core.store.save import FileEntry, StoreWriter
from tests import tiny
from tests.core.store.conftest import write_store


def report_of(path: Path) -> list[tuple[int, int, int, int]]:
    store = open_store(path)
    frame = file_report(store)
    store.close()
    return list(frame[["records", "accepted", "merged", "rejected"]].itertuples(index=False, name=None))


def test_records_are_accepted_merged_or_rejected(tiny_path: Path) -> None:
    assert report_of(tiny_path) == [(11, 10, 0, 1)]
    store = open_store(tiny_path)
    assert rejects(store)["line"].tolist() == [11]
    store.close()


def test_a_second_file_with_the_same_posts_changes_no_number(tiny_path: Path, tmp_path: Path) -> None:
    both = write_store(tmp_path / "store-2.duckdb", ("again", tiny.batch()), old=tiny_path)
    assert report_of(both) == [(11, 10, 0, 1), (10, 0, 10, 0)]
    store = open_store(both)
    assert totals(store)["posts"] == 10
    sightings = store.row("SELECT count(*) AS n FROM sightings")["n"]
    store.close()
    assert sightings == 20


def test_an_included_post_is_upgraded_when_it_comes_as_a_primary_one(tmp_path: Path) -> None:
    included = [{**tiny.POSTS[1], "is_primary": False, "text": "Restaurants <b>bu…", "text_complete": False}]
    first = write_store(tmp_path / "store-1.duckdb", ("first", tiny.batch(included + tiny.POSTS[2:3])))
    second = write_store(tmp_path / "store-2.duckdb", ("second", tiny.batch(tiny.POSTS[1:2])), old=first)
    store = open_store(second)
    found = store.row("SELECT is_primary, text, text_complete FROM posts WHERE post_id = '2'")
    store.close()
    assert found == {"is_primary": True, "text": "Restaurants <b>burn</b> in Kazakhstan", "text_complete": True}
    assert report_of(second)[1] == (1, 1, 0, 0)


def test_complete_text_beats_cut_text_whatever_the_order(tmp_path: Path) -> None:
    cut = {**tiny.POSTS[1], "text": "a much longer text that ends in the midd…" * 3, "text_complete": False}
    for order in ((cut, tiny.POSTS[1]), (tiny.POSTS[1], cut)):
        path = tmp_path / f"store-{order[0]['text_complete']:d}.duckdb"
        write_store(path, ("a", tiny.batch([order[0]])), ("b", tiny.batch([order[1]])))
        store = open_store(path)
        assert store.row("SELECT text FROM posts WHERE post_id = '2'")["text"].endswith("in Kazakhstan")
        store.close()


def test_facts_that_only_one_file_has_are_united(tmp_path: Path) -> None:
    bare = {**tiny.POSTS[5], "lang": None, "client": "an app"}
    path = write_store(tmp_path / "store-1.duckdb", ("a", tiny.batch([bare])), ("b", tiny.batch([tiny.POSTS[5]])))
    store = open_store(path)
    assert store.row("SELECT lang, client FROM posts") == {"lang": "fr", "client": "an app"}
    store.close()


def test_a_file_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    writer = StoreWriter(tmp_path / "store-1.duckdb")
    entry = FileEntry("broken", "hash", 1, "x-v1", "a test")
    file_no = writer.start_file(entry)
    writer.add(file_no, tiny.batch(), entry)
    writer.drop_file(file_no)
    assert writer.con.execute("SELECT count(*) FROM stage.posts").fetchone() == (0,)
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", ["posts", "accounts", "files", "cube", "cascades", "graph_nodes"])
def test_every_table_has_a_comment(tiny_path: Path, table: str) -> None:
    store = open_store(tiny_path)
    found = store.row("SELECT comment FROM duckdb_tables() WHERE table_name = $name", {"name": table})
    store.close()
    assert found["comment"]
