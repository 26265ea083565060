"""One account's company and the count of a search, counted by hand from the drawing in tests/tiny.py."""

from __future__ import annotations

import pytest

from core.model import Filters
from core.store.db import Store
from core.store.queries import profiles
from core.store.queries.accounts import accounts_page
from core.store.queries.view import View

ALL = View(Filters(zone="Asia/Almaty"))
#: Everything is in the period, but the posts have to be asked.
ALL_POSTS = View(Filters(zone="Asia/Almaty", hours=(0, 23)))


def rows(store: Store, view: View, key: str, direction: str) -> list[list[object]]:
    found = profiles.company(store, view, key)
    return found.loc[found["direction"] == direction, ["account_key", "shares", "quotes", "replies"]].values.tolist()


@pytest.mark.parametrize("view", [ALL, ALL_POSTS], ids=["stored links", "posts"])
def test_company_is_who_shares_quotes_and_answers_whom(store: Store, view: View) -> None:
    assert rows(store, view, "x:bob", "shares") == [["x:eve", 0, 1, 0]]
    assert rows(store, view, "x:bob", "shared by") == [["x:cyd", 1, 0, 0], ["x:dee", 1, 0, 0], ["x:fay", 1, 0, 0]]
    assert rows(store, view, "x:eve", "shares") == [["x:cyd", 0, 0, 1]]


def test_company_follows_the_filter(store: Store) -> None:
    french = View(Filters(languages=("fr",)))
    assert rows(store, french, "x:bob", "shared by") == [["x:fay", 1, 0, 0]]


def test_company_says_how_many_there_are_beyond_the_most_shown(store: Store) -> None:
    found = profiles.company(store, ALL, "x:bob", most=2)
    shared_by = found[found["direction"] == "shared by"]
    assert len(shared_by) == 2 and set(shared_by["accounts"]) == {3}


def test_an_unknown_account_has_no_company(store: Store) -> None:
    assert profiles.company(store, ALL, "x:nobody").empty
    assert profiles.company(store, ALL_POSTS, "x:nobody").empty


@pytest.mark.parametrize("view", [ALL, ALL_POSTS, View(Filters(languages=("en",)))], ids=["all", "posts", "english"])
@pytest.mark.parametrize("search", ["SIM_", "eve", "%", "x:", "nobody"])
def test_matches_are_counted_as_the_list_finds_them(store: Store, view: View, search: str) -> None:
    assert profiles.count_matches(store, view, search) == len(accounts_page(store, view, search=search))


def test_a_search_finds_names_whatever_their_case(store: Store) -> None:
    assert profiles.count_matches(store, ALL, "eVe") == 1
    assert profiles.count_matches(store, ALL, "sim_") == 7
