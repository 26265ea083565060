"""Merging overlapping files: nothing is lost, nothing counts twice."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from core.model import BATCH_SCHEMAS, Batch, Filters
from core.store.db import open_store
from core.store.files import file_report, rejects
from core.store.queries.posts import posts_page
from core.store.queries.view import View, totals
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


def test_a_complete_text_seen_inside_another_post_beats_the_cut_one_of_the_post_itself(tmp_path: Path) -> None:
    cut = {**tiny.POSTS[1], "text": "Restaurants <b>bu…", "text_complete": False}
    whole = {**tiny.POSTS[1], "is_primary": False}
    path = write_store(tmp_path / "store-1.duckdb", ("a", tiny.batch([cut])), ("b", tiny.batch([whole, tiny.POSTS[2]])))
    store = open_store(path)
    found = store.row("SELECT is_primary, text, text_complete FROM posts WHERE post_id = '2'")
    store.close()
    assert found == {"is_primary": True, "text": "Restaurants <b>burn</b> in Kazakhstan", "text_complete": True}


def test_references_of_overlapping_files_are_united(tmp_path: Path) -> None:
    sides = [{**tiny.POSTS[5], "reply_to": one, "quote_of": other} for one, other in (("1", None), (None, "2"))]
    path = write_store(tmp_path / "store-1.duckdb", *((str(n), tiny.batch([side])) for n, side in enumerate(sides)))
    store = open_store(path)
    assert store.row("SELECT reply_to, quote_of FROM posts WHERE is_primary") == {"reply_to": "x:1", "quote_of": "x:2"}
    assert store.row("SELECT count(*) AS n FROM sightings") == {"n": 2}
    store.close()


def counted(at: datetime | None, likes: int, file: str) -> tuple[str, Batch]:
    batch = tiny.batch([tiny.POSTS[0]])
    row = {"platform": "telegram", "post_id": tiny.POSTS[0]["post_id"], "captured_at": at, "likes": likes}
    batch.tables["metrics"] = pa.Table.from_pylist([row], schema=BATCH_SCHEMAS["metrics"])
    return file, batch


def test_the_newest_count_is_shown_with_its_date_and_its_range(tmp_path: Path) -> None:
    early, late = datetime(2020, 2, 9, tzinfo=UTC), datetime(2020, 2, 12, tzinfo=UTC)
    files = [counted(late, 80, "late"), counted(early, 99, "early"), counted(None, 7, "undated")]
    store = open_store(write_store(tmp_path / "store-1.duckdb", *files))
    post = posts_page(store, View(Filters())).iloc[0]
    store.close()
    assert (post["likes"], post["likes_low"], post["likes_high"]) == (80, 7, 99)
    assert post["counted_at"] == late


def test_a_file_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    writer = StoreWriter(tmp_path / "store-1.duckdb")
    entry = FileEntry("broken", "hash", 1, "x-v1", "a test")
    file_no = writer.start_file(entry)
    writer.add(file_no, tiny.batch(), entry)
    writer.drop_file(file_no)
    writer.merge()
    assert writer.con.execute("SELECT count(*) FROM staged_posts").fetchone() == (0,)
    assert writer.con.execute("SELECT count(*) FROM staged_links").fetchone() == (0,)
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", ["posts", "accounts", "files", "cube", "cascades", "graph_nodes"])
def test_every_table_has_a_comment(tiny_path: Path, table: str) -> None:
    store = open_store(tiny_path)
    found = store.row("SELECT comment FROM duckdb_tables() WHERE table_name = $name", {"name": table})
    store.close()
    assert found["comment"]


def test_texts_are_read_for_the_cascades_only_where_a_share_carries_a_chain(tmp_path: Path) -> None:
    def posts(text: str) -> list:
        made = tiny.batch()
        table = made.tables["posts"]
        share = table.column("kind").to_pylist().index("share")
        texts = [text if i == share else said for i, said in enumerate(table.column("text").to_pylist())]
        place = table.schema.get_field_index("text")
        made.tables["posts"] = table.set_column(place, table.schema.field("text"), pa.array(texts, pa.string()))
        writer = StoreWriter(tmp_path / f"store-{len(text)}.duckdb")
        entry = FileEntry("one", text, 1, "x-v1", "a test")
        file_no = writer.start_file(entry)
        writer.add(file_no, made, entry)
        writer.end_file(file_no, entry)
        writer.merge()
        list(writer.save_posts())
        found = writer.cascade_input()["text"].dropna().tolist()
        writer.abandon()
        return found

    assert posts("so sad, see https://example.org/@ann") == []
    assert "so sad//@ann:no!" in posts("so sad//@ann:no!")


def with_profiles(*profiles: dict[str, object]) -> Batch:
    """One post by bob, and what the file says of its author."""
    made = tiny.batch(tiny.POSTS[1:2])
    made.tables["profiles"] = pa.Table.from_pylist(list(profiles), schema=BATCH_SCHEMAS["profiles"])
    return made


def test_of_profiles_without_a_time_the_last_that_was_read_is_the_one_in_this_and_in_the_next_build(
    tmp_path: Path,
) -> None:
    """Batches come to the database in parts: which it meets first must not decide."""
    said = [{**tiny.profile("bob", n), "captured_at": None, "handle": f"h{n}"} for n in (7, 9, 3, 8, 5)]
    first = write_store(tmp_path / "store-1.duckdb", *((f"a{one['followers']}", with_profiles(one)) for one in said))
    again = write_store(tmp_path / "store-2.duckdb", ("b", with_profiles()), old=first)
    for path in (first, again):
        store = open_store(path)
        found = store.row("SELECT followers, handle FROM accounts WHERE followers IS NOT NULL")
        store.close()
        assert found == {"followers": 5, "handle": "h5"}


def test_of_equal_texts_of_one_post_the_first_is_kept(tmp_path: Path) -> None:
    twins = [{**tiny.POSTS[1], "text": words} for words in ("seven b", "seven a", "seven c")]
    path = write_store(tmp_path / "store-1.duckdb", *((str(k), tiny.batch([one])) for k, one in enumerate(twins)))
    store = open_store(path)
    assert store.row("SELECT text FROM posts") == {"text": "seven b"}
    store.close()
