"""The list of all accounts of the graph: every order, every page, stored and live, against the whole list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from core import build
from core.model import Filters
from core.store.db import Store, open_store
from core.store.queries.map import whole
from core.store.queries.map_list import COLUMNS, Order, largest_communities, listed, listed_account
from core.store.queries.map_pairs import Cut, linked, pairs
from core.store.queries.profiles import company
from core.store.queries.view import View, resolve

WHOLE = Filters()
LIVE = Filters(kinds=("original", "share", "quote", "reply"))  # every post, but asked of the posts
KINDS = ("share", "quote", "reply")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    case = build.build_demo(tmp_path_factory.mktemp("listed"), posts=1500, seed=2020, name="Kordai")
    return open_store(case.store_path)


def seen(store: Store, filters: Filters) -> View:
    return resolve(store, filters, pd.DataFrame({"account_key": [], "kind": [], "text": []}))


def read(store: Store, filters: Filters, order: Order, kinds: tuple[str, ...] = KINDS) -> pd.DataFrame:
    view = seen(store, filters)
    return listed(store, view, linked(pairs(store, view, Cut(kinds))), order)


@pytest.mark.parametrize("kinds", [("share",), KINDS, ("same_link",), ("mention", "same_link")])
@pytest.mark.parametrize("filters", [WHOLE, LIVE, Filters(languages=("ru",))])
def test_the_list_says_what_the_map_says(store: Store, kinds: tuple[str, ...], filters: Filters) -> None:
    found = read(store, filters, Order(most=None), kinds).set_index("account_key").sort_index()
    view, cut = seen(store, filters), Cut(kinds, most=10**9)
    among = pairs(store, view, cut)
    drawn = whole(store, view, among, linked(among), cut).accounts.set_index("account_key").sort_index()
    assert len(found) == len(drawn)
    columns = [name for name in found if name != "rank"]
    pd.testing.assert_frame_equal(found[columns], drawn[columns], check_dtype=False)


@pytest.mark.parametrize("by", COLUMNS)
@pytest.mark.parametrize("down", [True, False])
@pytest.mark.parametrize("filters", [WHOLE, LIVE])
def test_every_column_sorts_the_same_on_one_page_or_many(store: Store, by: str, down: bool, filters: Filters) -> None:
    order = Order(by, down, None, ranked=("en", "fr", "kk", "ru", "telegram", "x"), groups=((3, 3, 9), ("B", "A", "C")))
    every = read(store, filters, order)
    assert every["account_no"].is_unique
    pages = [read(store, filters, replace(order, most=400, skip=skip)) for skip in range(0, len(every), 400)]
    pd.testing.assert_frame_equal(pd.concat(pages[:3], ignore_index=True), every.head(1200), check_dtype=False)
    if by in every and pd.api.types.is_numeric_dtype(every[by]) | pd.api.types.is_datetime64_any_dtype(every[by]):
        known = every[by].dropna()
        assert known.is_monotonic_decreasing if down else known.is_monotonic_increasing
        assert every[by].notna().to_numpy()[: len(known)].all()  # unknown values stand last either way


def test_groups_sort_by_their_names(store: Store) -> None:
    numbers = read(store, WHOLE, Order(most=None))["account_no"].tolist()
    one, two = numbers[5], numbers[9]
    found = read(store, WHOLE, Order("group", down=False, groups=((one, two, one), ("B", "C", "A"))))
    assert found["account_no"].tolist()[:2] == [one, two]


def test_the_company_of_an_account_is_the_same_stored_and_live(store: Store) -> None:
    busy = read(store, WHOLE, Order("received", most=5), ("mention", "same_link", "likely", *KINDS))["account_key"]
    for key in busy:
        stored, live = (company(store, seen(store, filters), key) for filters in (WHOLE, LIVE))
        assert (stored[["shares", "quotes", "replies"]].sum(axis=1) > 0).all()  # no row of mentions or links in common
        pd.testing.assert_frame_equal(stored, live, check_dtype=False)


def test_links_up_to_a_moment_only(store: Store) -> None:
    early = Filters(end=datetime(2020, 2, 8, tzinfo=UTC))
    found = read(store, early, Order(most=None))
    assert 0 < len(found) < len(read(store, WHOLE, Order(most=None)))
    assert (found["first_at"].dropna() < pd.Timestamp(2020, 2, 8)).all()


def test_one_account_and_the_communities(store: Store) -> None:
    view = seen(store, WHOLE)
    counts = linked(pairs(store, view, Cut(KINDS)))
    whole = listed(store, view, counts, Order(most=None))
    row = listed_account(store, view, counts, int(whole["account_no"].iloc[7]))
    pd.testing.assert_frame_equal(row, whole.iloc[[7]].reset_index(drop=True), check_dtype=False)
    assert listed_account(store, view, counts, -5).empty
    largest = largest_communities(store, counts)
    expected = whole["community"].value_counts()
    assert dict(largest.values.tolist()) == {place: expected[place] for place in largest["community"]}
    assert largest["accounts"].iloc[0] == expected.max()
