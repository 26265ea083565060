"""The whole map against a count in plain Python over the stored links: units, links, communities, and their totals."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest

from core import build
from core.model import Filters
from core.store.db import Store, open_store
from core.store.queries.map import Whole, whole
from core.store.queries.map_pairs import Cut, Pairs, linked, pairs
from core.store.queries.view import resolve

NOBODY = pd.DataFrame({"account_key": [], "kind": [], "text": []})
CUTS = [
    Cut(),
    Cut(("share", "quote", "reply"), collapse=True),
    Cut(("share",), least=2, collapse=True, opened=(0, 3)),
    Cut(("mention", "likely"), most=40, most_links=30),
    Cut(("share", "likely"), most=25, most_links=20, collapse=True, opened=(1,)),
    Cut(("same_link", "tie")),
    Cut(("no such kind",), collapse=True),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    case = build.build_demo(tmp_path_factory.mktemp("map"), posts=1500, seed=2020, name="Kordai")
    return open_store(case.store_path)


def drawn(store: Store, filters: Filters, cut: Cut) -> Whole:
    view = resolve(store, filters, NOBODY)
    among = pairs(store, view, cut)
    return whole(store, view, among, linked(among), cut)


def pairs_by_hand(store: Store, cut: Cut) -> dict[tuple[int, int], tuple[int, float, bool]]:
    """By source and target: posts, first time, whether only likely."""
    rows = store.frame("SELECT source_no, target_no, kind, n, epoch(first_at) AS at FROM graph_links")
    found: dict[tuple[int, int], list[tuple[int, float, str]]] = defaultdict(list)
    for row in rows.itertuples(index=False):
        if row.kind in cut.kinds:
            found[row.source_no, row.target_no].append((row.n, row.at, row.kind))
    summed = {
        key: (sum(n for n, *_ in each), min(float(at) for _, at, _ in each), all(kind == "likely" for *_, kind in each))
        for key, each in found.items()
    }
    return {key: value for key, value in summed.items() if value[0] >= cut.least}


@pytest.mark.parametrize("cut", CUTS)
def test_the_map_is_what_a_count_by_hand_gives(store: Store, cut: Cut) -> None:
    found, by_hand = drawn(store, Filters(), cut), pairs_by_hand(store, cut)
    places = store.frame("SELECT account_no, community, x, y, strength FROM graph_nodes").set_index("account_no")
    community = places["community"].to_dict()

    def unit(number: int) -> int:
        return -1 - community[number] if cut.collapse and community[number] not in cut.opened else number

    joined: dict[tuple[int, int], list[tuple[int, float, bool]]] = defaultdict(list)
    for (source, target), facts in by_hand.items():
        joined[unit(source), unit(target)].append(facts)
    strength: Counter[int] = Counter()
    for ends, each in joined.items():
        for end in set(ends):
            strength[end] += sum(n for n, *_ in each)
    units = sorted(strength, key=lambda one: (-strength[one], -one))[: cut.most]
    links = [
        (source, target, sum(n for n, *_ in each), min(at for _, at, _ in each), all(likely for *_, likely in each))
        for (source, target), each in joined.items()
        if source != target and {source, target} <= set(units)
    ]
    links.sort(key=lambda link: (-link[2], link[0], link[1]))
    columns = ["source", "target", "n", "first_s", "inferred"]
    shown = [tuple(row) for row in found.links[columns].itertuples(index=False)]
    assert [link[:3] for link in shown] == [link[:3] for link in links[: cut.most_links]]
    assert [link[4] for link in shown] == [link[4] for link in links[: cut.most_links]]
    assert np.allclose([link[3] for link in shown], [int(link[3]) for link in links[: cut.most_links]], atol=1)
    ends = {end for key in by_hand for end in key}
    assert found.totals == {
        "links": len(by_hand), "accounts": len(ends), "units": len(strength), "drawable": len(links),
    }  # fmt: skip
    assert set(found.accounts["unit"]) == {one for one in units if one >= 0}
    inside = {one: sum(n for n, *_ in joined.get((one, one), [])) for one in units if one < 0}
    assert dict(zip(found.closed["unit"], found.closed["inside"], strict=True)) == inside
    members = Counter(unit(end) for end in ends)
    assert dict(zip(found.closed["unit"], found.closed["accounts"], strict=True)) == {
        one: members[one] for one in inside
    }
    for row in found.closed.itertuples(index=False):
        here = places.loc[[end for end in ends if unit(end) == row.unit]]
        assert row.x == pytest.approx(np.average(here["x"], weights=here["strength"]))


@pytest.mark.parametrize("kinds", [("share",), ("share", "quote", "reply"), ("mention",), ("likely",)])
def test_stored_links_are_the_links_of_the_posts(store: Store, kinds: tuple[str, ...]) -> None:
    every_post = Filters(kinds=("original", "share", "quote", "reply"))  # of which none is left out
    for cut in (Cut(kinds), Cut(kinds, collapse=True)):
        stored, live = drawn(store, Filters(), cut), drawn(store, every_post, cut)
        assert stored.totals == live.totals
        pd.testing.assert_frame_equal(stored.links, live.links)
        pd.testing.assert_frame_equal(stored.closed, live.closed)
        pd.testing.assert_frame_equal(stored.accounts, live.accounts, check_dtype=False)


def test_common_links_pass_nothing_on() -> None:
    ones = np.ones(3, dtype=np.int32)
    among = Pairs(
        np.array([7, 7, 2], dtype=np.int32), np.array([2, 4, 9], dtype=np.int32), 3 * ones, np.zeros(3, dtype=np.int64),
        np.zeros(3, dtype=np.bool_), np.array([False, False, True]),
    )  # fmt: skip
    assert linked(among).to_dict("list") == {
        "account_no": [2, 4, 7, 9], "received": [0, 0, 6, 0], "received_from": [0, 0, 2, 0],
        "passed_on": [3, 3, 0, 0], "passed_on_of": [1, 1, 0, 0],
    }  # fmt: skip
