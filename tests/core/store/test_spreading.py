"""The reads of the spreader map, counted by hand on tests/tiny.py."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.model import Filters
from core.store.db import Store
from core.store.queries import spreading
from core.store.queries.view import View

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
