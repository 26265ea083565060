"""The reads of the spreader map, counted by hand on tests/tiny.py."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.model import Filters
from core.store.db import Store, open_store
from core.store.queries import spreading
from core.store.queries.view import View
from tests import tiny
from tests.core.store.conftest import write_store

WHOLE = View(Filters())
EVERY = ("share", "quote", "reply")


def numbers(store: Store, *keys: str) -> tuple[int, ...]:
    found = store.frame("SELECT account_no, account_key FROM accounts").set_index("account_key")["account_no"]
    return tuple(int(found[key]) for key in keys)


@pytest.mark.parametrize(
    ("kinds", "least", "links", "accounts"), [(("share",), 1, 3, 4), (EVERY, 1, 5, 5), (("share",), 2, 0, 0)]
)
def test_the_size_of_the_graph(store: Store, kinds, least, links, accounts):
    assert spreading.graph_totals(store, WHOLE, kinds=kinds, least=least) == {"links": links, "accounts": accounts}


def test_links_are_those_among_the_accounts_asked_for(store: Store):
    drawn = numbers(store, "x:bob", "x:cyd", "x:eve")
    found = spreading.links_among(store, WHOLE, drawn, kinds=EVERY)
    assert sorted(zip(found["source"], found["target"], found["n"], strict=True)) == [
        ("x:bob", "x:cyd", 1), ("x:cyd", "x:eve", 1), ("x:eve", "x:bob", 1)
    ]  # fmt: skip


def test_links_of_an_earlier_moment_are_fewer(store: Store):
    drawn = numbers(store, "x:bob", "x:cyd", "x:dee", "x:fay")
    early = View(Filters(end=datetime(2020, 2, 7, 22, 59, tzinfo=UTC)))
    assert spreading.links_among(store, early, drawn, kinds=("share",))["target"].tolist() == ["x:cyd"]


def test_both_directions_with_how_many_there_are(store: Store):
    found = spreading.beside(store, WHOLE, "x:bob", kinds=EVERY, most=2)
    by = found[found["direction"] == "passed on by"]
    assert by["account_key"].tolist() == ["x:cyd", "x:dee"]
    assert by["accounts"].tolist() == [3, 3]
    assert found.loc[found["direction"] == "passes on", "account_key"].tolist() == ["x:eve"]


@pytest.mark.parametrize(
    ("kinds", "most", "expected"),
    [
        (("share",), 1, {"links": 3, "accounts": 1, "top": 3}),  # cyd, dee and fay shared bob; 900 is nobody's
        (EVERY, 1, {"links": 5, "accounts": 3, "top": 3}),
        (EVERY, 2, {"links": 5, "accounts": 3, "top": 4}),
        (("quote", "reply"), 10, {"links": 2, "accounts": 2, "top": 2}),
    ],
)
def test_how_much_went_to_the_accounts_passed_on_most(store: Store, kinds, most, expected):
    assert spreading.concentration(store, WHOLE, kinds=kinds, most=most) == expected
    filtered = View(Filters(platforms=("x",)))  # every link is on X: the posts must say what the stored links say
    assert spreading.concentration(store, filtered, kinds=kinds, most=most) == expected


def test_an_account_that_passes_on_itself_is_in_neither_number(tmp_path):
    itself = tiny.post(11, tiny.at(8, 4), "bob", "share", "en", share_of="2")
    path = write_store(tmp_path / "store.duckdb", ("tiny", tiny.batch([*tiny.POSTS, itself])))
    opened = open_store(path)
    for view in (WHOLE, View(Filters(platforms=("x",)))):
        found = spreading.concentration(opened, view, kinds=("share",), most=10)
        assert found == {"links": 3, "accounts": 1, "top": 3}
    opened.close()
