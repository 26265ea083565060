"""What the cube in memory answers equals what the posts themselves say, for filters drawn at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from core.model import Filters
from core.store.db import Store
from core.store.queries import score_parts, timeline, view
from core.store.queries.groups import Members
from core.store.queries.view import View

ZONES = ("Asia/Almaty", "UTC", "America/New_York")
FIRST = datetime(2020, 2, 7, 16, tzinfo=UTC)


def drawn(store: Store, seed: int) -> View:
    """A filter that the cube can answer; often one that leaves nothing in."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, guards nothing
    facets = view.facets(store)

    def some(facet: str) -> tuple[str, ...]:
        offered = facets.loc[facets["facet"] == facet, "value"].tolist()
        return tuple(chance.sample(offered, chance.randint(1, len(offered)))) if chance.random() < 0.4 else ()

    begin = FIRST + timedelta(hours=chance.randint(0, 10)) if chance.random() < 0.3 else None
    return View(
        Filters(
            languages=some("lang"), platforms=some("platform"), kinds=some("kind"), bands=some("band"), start=begin,
            end=FIRST + timedelta(hours=chance.randint(8, 30)) if chance.random() < 0.3 else None,
            hours=(chance.randint(0, 23), chance.randint(0, 23)) if chance.random() < 0.3 else None,
            zone=chance.choice(ZONES),
        )
    )  # fmt: skip


def same(found: pd.DataFrame, store: Store, sql: str, params: dict[str, object]) -> None:
    expected = store.frame(sql, params)
    order = [name for name in ("hour", "bin") if name in expected] if "posts" in expected and "hour" in expected else []
    expected = expected.sort_values(order, ignore_index=True) if order else expected
    pd.testing.assert_frame_equal(found.reset_index(drop=True), expected, check_dtype=False)


@pytest.mark.parametrize("seed", range(30))
def test_every_answer_is_that_of_the_posts(store: Store, seed: int) -> None:
    seen = drawn(store, seed)
    assert seen.fits_cube
    for split in timeline.SPLITS:
        for width in timeline.FROM_CUBE:
            found = timeline.timeline(store, seen, width, split)
            same(found, store, timeline._FROM_POSTS, {**seen.params, "width": width, "split": split})
        same(timeline.firsts(store, seen, split), store, timeline._FIRSTS, {**seen.params, "split": split})
    reads: list[tuple[Callable[[], pd.DataFrame], str, dict[str, object]]] = [
        (lambda: timeline.rhythm(store, seen), timeline._RHYTHM, {}),
        (lambda: timeline.counts_utc(store, seen, "1 hour"), timeline._STEPS, {"width": "1 hour"}),
        (lambda: score_parts.score_hours(store, seen), score_parts._HOURS_POSTS, {}),
    ]
    for read, sql, more in reads:
        same(read(), store, sql, {**seen.params, **more})
    assert store.cube.total(seen) == store.row(view._COUNT_POSTS, seen.params)["posts"]


def test_the_filters_drawn_leave_something_in(store: Store) -> None:
    totals = [store.cube.total(drawn(store, seed)) for seed in range(30)]
    assert sum(total > 0 for total in totals) > 10 and len(set(totals)) > 4


def test_the_first_and_last_hour(store: Store) -> None:
    cube = store.cube
    assert cube.extent(View(Filters(zone="UTC"))) == {
        "first": "2020-02-07T16:00:00+00:00", "last": store.row(_LAST_HOUR)["last"],
    }  # fmt: skip
    assert cube.extent(View(Filters(zone="UTC", languages=("xx",)))) == {"first": None, "last": None}


_LAST_HOUR = "SELECT strftime(max(date_trunc('hour', posted_at)), '%Y-%m-%dT%H:%M:%S+00:00') AS last FROM posts"


@pytest.mark.parametrize("seed", range(20))
def test_groups_are_counted_as_the_posts_of_their_accounts(store: Store, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, guards nothing
    accounts = store.frame("SELECT account_no FROM accounts ORDER BY account_no")["account_no"].tolist()
    chosen = tuple(sorted(chance.sample(accounts, chance.randint(0, len(accounts)))))
    groups = Members(chosen, tuple(chance.choice(("first", "second")) for _number in chosen))
    seen = drawn(store, seed)
    for width in timeline.FROM_CUBE:
        found = timeline.timeline(store, seen, width, "group", groups=groups)
        asked = {**seen.params, **groups.params, "width": width, "unit": "posts"}
        same(found, store, timeline._BY_GROUP, asked)
