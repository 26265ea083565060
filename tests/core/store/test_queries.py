"""Reads of the tiny case against numbers counted by hand in tests/tiny.py."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from core.model import Filters
from core.store.db import Store
from core.store.queries import accounts, graph, posts, scores, timeline
from core.store.queries.view import View, counts, facets, resolve, totals
from tests import tiny

ALMATY = "Asia/Almaty"


def seen(**chosen: object) -> View:
    return View(Filters(zone=ALMATY, **chosen))  # type: ignore[arg-type]


def test_the_whole_case_is_counted_once(store: Store) -> None:
    whole = totals(store)
    assert (whole["posts"], whole["accounts"], whole["included"]) == (10, 7, 0)
    assert whole["first_posted_at"] == datetime(2020, 2, 7, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, (10, 7)),
        ({"languages": ("en",)}, (4, 4)),
        ({"languages": ("und",)}, (1, 1)),
        ({"platforms": ("telegram",)}, (2, 1)),
        ({"kinds": ("share",)}, (4, 4)),
        ({"bands": ("signs",)}, (2, 1)),
        ({"bands": ("unscored",)}, (4, 3)),
        ({"hours": (22, 4)}, (4, 4)),  # over midnight in Almaty: post 1 at 22:00, posts 2-4 at 4:56-4:59
        ({"hours": (4, 5)}, (6, 5)),
        ({"words": "BURN"}, (1, 1)),
        ({"words": "100%_"}, (0, 0)),
        ({"words": "burn, post 1, , nothing"}, (3, 2)),
        ({"start": datetime(2020, 2, 7, 23, tzinfo=UTC), "end": datetime(2020, 2, 8, 2, tzinfo=UTC)}, (4, 4)),
        ({"languages": ("en",), "kinds": ("share",)}, (2, 2)),
    ],
)
def test_every_filter_counts_as_by_hand(store: Store, chosen: dict[str, object], expected: tuple[int, int]) -> None:
    assert counts(store, seen(**chosen)) == expected


def test_a_group_filters_to_its_accounts_and_an_empty_one_to_none(store: Store) -> None:
    labels = pd.DataFrame(
        [("x:bob", "group", "Circle"), ("x:cyd", "note", "Circle")], columns=["account_key", "kind", "text"]
    )
    assert counts(store, resolve(store, Filters(zone=ALMATY, groups=("Circle",)), labels)) == (2, 1)
    assert counts(store, resolve(store, Filters(zone=ALMATY, groups=("Gone",)), labels)) == (0, 0)


def test_cube_and_posts_agree(store: Store) -> None:
    cube, raw = seen(), seen(words=" ")
    assert cube.fits_cube and View(Filters(zone="Asia/Kolkata")).fits_cube is False
    for split in timeline.SPLITS:
        from_cube = timeline.timeline(store, cube, "1 hour", split)
        from_posts = store.frame(timeline._FROM_POSTS, {**raw.params, "width": "1 hour", "split": split})
        pd.testing.assert_frame_equal(from_cube, from_posts, check_dtype=False)


def test_bins_stand_on_the_local_clock(store: Store) -> None:
    by_day = timeline.timeline(store, seen(), "1 day", "platform").set_index(["bin", "part"])["n"]
    assert by_day.to_dict() == {
        (pd.Timestamp("2020-02-07"), "telegram"): 1,
        (pd.Timestamp("2020-02-08"), "telegram"): 1,
        (pd.Timestamp("2020-02-08"), "x"): 8,
    }


def test_accounts_count_once_per_bin(store: Store) -> None:
    frame = timeline.timeline(store, seen(), "1 day", "band", unit="accounts")
    on_the_eighth = frame[frame["bin"] == "2020-02-08"].set_index("part")["n"].to_dict()
    assert on_the_eighth == {"none": 2, "signs": 1, "undecided": 1, "unscored": 3}


def test_the_first_post_of_each_language(store: Store) -> None:
    firsts = timeline.firsts(store, seen(), "lang")
    assert firsts["part"].tolist() == ["ru", "en", "fr", "zh", "und"]
    assert firsts["first_at"].tolist()[2] == pd.Timestamp("2020-02-07 23:20")


def test_rhythm_is_on_the_local_clock(store: Store) -> None:
    cells = {(row.weekday, row.hour): row.n for row in timeline.rhythm(store, seen()).itertuples()}
    assert cells == {(5, 22): 1, (6, 4): 3, (6, 5): 3, (6, 7): 1, (6, 8): 1, (6, 9): 1}


def test_posts_come_in_order_with_their_newest_counts(store: Store) -> None:
    page = posts.posts_page(store, seen(), most=3)
    assert page["post_id"].tolist() == ["10:1", "2", "3"]
    assert page["views"].tolist()[1] == 170_000
    assert page["text"].tolist()[1] == "Restaurants <b>burn</b> in Kazakhstan"
    rest = posts.posts_page(store, seen(), after=3, most=50)
    assert rest["post_id"].tolist() == ["4", "5", "6", "7", "8", "9", "10:2"]


def test_posts_are_narrowed_to_account_and_period(store: Store) -> None:
    assert posts.count_posts(store, seen(), account="x:bob") == 2
    since = datetime(2020, 2, 7, 23, 15, tzinfo=UTC)
    assert posts.posts_page(store, seen(), account="x:bob", since=since)["post_id"].tolist() == ["6"]


def test_quality_counts_weaknesses(store: Store) -> None:
    found = posts.quality(store)
    assert (found["deleted"], found["no_language"], found["mistimed"]) == (1, 1, 0)


def test_reach_adds_up_distinct_authors_and_says_how_many_are_known(store: Store) -> None:
    assert accounts.reach(store, seen()) == {"reach": 51_234, "accounts": 7, "known": 5}
    assert accounts.reach(store, seen(platforms=("telegram",)))["reach"] is None


def test_views_take_the_newest_count_and_never_the_sum(store: Store) -> None:
    assert accounts.views(store, seen()) == {"views": 170_050, "posts": 2, "most": 170_000}


def test_accounts_are_found_and_sorted(store: Store) -> None:
    assert accounts.accounts_page(store, seen(), sort="first")["handle"].tolist()[0] == "sim_ann"
    assert accounts.accounts_page(store, seen(), search="BOB")["account_key"].tolist() == ["x:bob"]
    by_followers = accounts.accounts_page(store, seen(), sort="followers")["handle"].tolist()
    assert by_followers[:2] == ["sim_gus", "sim_bob"]
    assert accounts.accounts_page(store, seen(), search="%")["handle"].tolist() == []


def test_one_account_has_rank_and_shares_received(store: Store) -> None:
    bob = accounts.account(store, "x:bob")
    assert (bob["posts"], bob["first_rank"], bob["shares_received"], bob["status"]) == (2, 2, 3, "scored")
    assert accounts.account(store, "x:nobody") == {}


def test_neighbours_name_both_directions(store: Store) -> None:
    found = accounts.neighbours(store, "x:bob")
    assert set(zip(found["direction"], found["handle"], strict=True)) == {
        ("shared by", "sim_cyd"), ("shared by", "sim_dee"), ("shared by", "sim_fay"), ("shares", "sim_eve"),
    }  # fmt: skip


def test_the_histogram_keeps_unscored_accounts_apart(store: Store) -> None:
    bars = scores.score_histogram(store, seen()).set_index(["status", "score_bin"])["accounts"]
    assert bars.loc[("scored", 18)] == 1 and bars.loc[("scored", 2)] == 2
    assert bars.loc["not enough data"].sum() == 3
    assert scores.share_above(scores.score_histogram(store, seen()), 2.5) == {
        "scored": 4, "above": 2, "scored_posts": 6, "above_posts": 4, "accounts": 7,
    }  # fmt: skip


def test_accounts_behind_a_bar_come_by_time(store: Store) -> None:
    frame = scores.accounts_behind(store, seen(), status="scored", low=0, high=3)
    assert frame["handle"].tolist() == ["sim_cyd", "sim_dee", "sim_eve"]


def test_links_run_from_the_account_shared_to_the_sharer(store: Store) -> None:
    links = graph.spreader_links(store, seen())
    assert len(links) == 3 and links["n"].tolist() == [1, 1, 1]
    filtered = graph.spreader_links(store, seen(languages=("en",)), kinds=("share", "reply"))
    assert len(filtered) == 3


def test_the_cascade_of_post_two_is_as_drawn(store: Store) -> None:
    listed = graph.cascade_list(store, seen())
    largest = listed.iloc[0]
    assert (largest["root_key"], largest["size"], largest["accounts"]) == ("x:2", 6, 5)
    assert (largest["depth"], largest["max_breadth"]) == (4, 2)
    tree = graph.cascade_tree(store, int(largest["root_no"]))
    assert tree["depth"].tolist() == [1, 1, 2, 3, 4]
    assert graph.cascade_list(store, seen(platforms=("telegram",))).empty


def test_facets_name_every_choice_with_its_posts(store: Store) -> None:
    found = facets(store).set_index(["facet", "value"])["posts"]
    assert found["lang"].to_dict() == {"en": 4, "fr": 3, "ru": 1, "und": 1, "zh": 1}


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"languages": ("en",)},
        {"languages": ("fr",)},
        {"languages": ("xx",)},
        {"platforms": ("x",), "kinds": ("share", "quote")},
        {"kinds": ("reply",)},
        {"bands": ("unscored",)},
    ],
)
def test_the_cube_of_accounts_and_the_posts_agree(store: Store, chosen: dict[str, object]) -> None:
    cube, raw = seen(**chosen), seen(start=datetime(2004, 1, 1, tzinfo=UTC), **chosen)
    assert cube.fits_account_cube and not raw.fits_account_cube
    assert counts(store, cube) == counts(store, raw)
    assert accounts.reach(store, cube) == accounts.reach(store, raw)
    for read in (
        lambda view: scores.score_histogram(store, view),
        lambda view: scores.share_by_language(scores.language_histogram(store, view), 2.5, least=1, most=9),
        lambda view: accounts.accounts_page(store, view),
        lambda view: accounts.accounts_page(store, view, sort="first", search="sim"),
        lambda view: accounts.accounts_page(store, view, most=2),
    ):
        pd.testing.assert_frame_equal(read(cube), read(raw), check_dtype=False)


@pytest.mark.parametrize("split", timeline.SPLITS)
def test_firsts_from_the_cube_and_from_the_posts_agree(store: Store, split: str) -> None:
    group = View(Filters(zone=ALMATY), members=tuple(range(1, 8)))
    pd.testing.assert_frame_equal(
        timeline.firsts(store, seen(), split), timeline.firsts(store, group, split), check_dtype=False
    )


@pytest.mark.parametrize("width", ["1 minute", "1 hour"])
def test_steps_from_the_cubes_and_from_the_posts_agree(store: Store, width: str) -> None:
    group = View(Filters(zone=ALMATY, platforms=("x", "telegram")), members=tuple(range(1, 8)))
    pd.testing.assert_frame_equal(
        timeline.counts_utc(store, seen(), width), timeline.counts_utc(store, group, width), check_dtype=False
    )


@pytest.mark.parametrize("zone", ["UTC", "Asia/Almaty", "Asia/Kolkata", "America/New_York"])
@pytest.mark.parametrize("hours", [(0, 5), (22, 4), (23, 23)])
def test_hours_of_the_day_are_those_of_plain_python(store: Store, zone: str, hours: tuple[int, int]) -> None:
    first, last = hours
    clock = [(p["posted_at"].astimezone(ZoneInfo(zone)).hour, p["post_id"]) for p in tiny.POSTS]  # type: ignore[union-attr]
    kept = {no for hour, no in clock if (first <= hour <= last if first <= last else hour >= first or hour <= last)}
    page = posts.posts_page(store, View(Filters(zone=zone, hours=hours)))
    assert set(page["post_id"]) == kept


def test_words_and_hours_narrow_together(store: Store) -> None:
    assert counts(store, seen(words="text of", hours=(4, 5))) == (5, 5)
    assert posts.posts_page(store, seen(words="TEXT OF POST 1"))["post_id"].tolist() == ["10:1", "10:2"]
