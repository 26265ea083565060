"""Numbers of the Overview on the tiny case, and on the tiny case with posts that pass on their author's own."""

from __future__ import annotations

from pathlib import Path

from core.model import Filters
from core.store.db import Store, open_store
from core.store.queries.totals import cascade_totals, most_passed_on
from core.store.queries.view import View
from tests import tiny
from tests.core.store.conftest import write_store


def test_passing_on_is_counted_by_whose_post_it_was(store: Store) -> None:
    # bob's posts 2 and 6 were passed on by 3, 4 and 7, cyd's 3 by 5, eve's 5 by 6; whose post 900 was is not known
    assert most_passed_on(store, View(Filters()), 1) == {"shares": 5, "accounts": 3, "top": 3}
    assert most_passed_on(store, View(Filters(languages=("fr",))), 1) == {"shares": 2, "accounts": 2, "top": 1}


def test_a_post_of_ones_own_counts_in_neither_number(tmp_path: Path) -> None:
    own = [tiny.post(20 + n, tiny.at(8, 4, n), "bob", "share", "en", share_of="2") for n in range(3)]
    store = open_store(write_store(tmp_path / "own.duckdb", ("a", tiny.batch([*tiny.POSTS, *own]))))
    assert most_passed_on(store, View(Filters()), 1) == {"shares": 5, "accounts": 3, "top": 3}


def test_two_of_six_links_state_their_parent(store: Store) -> None:
    assert cascade_totals(store) == {"cascades": 2, "documented_share": 2 / 6}
