"""Weibo (CED): parents, the root that only the name of the file tells, Beijing time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.core.importers.reading import FIXTURES, Loaded

Load = Callable[..., Loaded]


def test_a_repost_keeps_its_parent_and_its_chain(load: Load) -> None:
    later, first, *_rest = load("weibo_reposts.json").primary
    assert later["share_of"] == first["post_id"]
    assert later["text"] == "真的吗 //@li-na: 快看 #火灾#"


def test_the_ids_show_that_the_clock_is_beijings(load: Load) -> None:
    post = load("weibo_reposts.json").primary[0]
    assert (post["posted_at"].isoformat(), post["time_quality"]) == ("2013-02-25T15:50:00+00:00", "inferred")


def test_the_root_is_unknown_unless_the_name_of_the_file_tells_it(load: Load, tmp_path: Path) -> None:
    loaded = load("weibo_reposts.json")
    assert loaded.primary[1]["share_of"] is None
    assert loaded.degradations["repost of an original that the file does not name"] == 1
    named = {kind: tmp_path / f"{kind}_1_zkRPKancB_1670130867.json" for kind in ("reposts", "original")}
    for kind, path in named.items():
        shutil.copyfile(FIXTURES / f"weibo_{kind}.json", path)
    reposts, original = load(named["reposts"]).primary, load(named["original"]).primary[0]
    assert reposts[1]["share_of"] == original["post_id"] == "zkRPKancB"
    assert original["account_id"] == "1670130867"


def test_an_original_without_any_name_is_one_account(load: Load) -> None:
    loaded = load("weibo_original.json")
    assert loaded.profile(loaded.primary[0]["account_id"])["followers"] == 340
    assert loaded.primary[0]["synthetic_id"] is True


def test_a_repost_without_a_year_is_a_reject(load: Load) -> None:
    assert load("weibo_reposts.json").rejects == [(3, "no date that can be read")]
