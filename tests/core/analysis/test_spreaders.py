"""The map of spreaders: seeded, complete, and readable where it is cut."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.analysis.spreaders import NODE_COLUMNS, Params, lay_out, top_view


def links(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source_no", "target_no", "n"]).assign(kind="share")


def two_circles(size: int = 60) -> pd.DataFrame:
    """Accounts 0-59 and 100-159, many links inside each circle and one between them."""
    rng = np.random.default_rng(7)
    inside = [
        (base + int(a), base + int(b), 2) for base in (0, 100) for a, b in rng.integers(0, size, (600, 2)) if a != b
    ]
    return links(*inside, (0, 100, 1))


def test_every_account_gets_a_place_and_the_columns_of_the_store():
    nodes = lay_out(two_circles(), Params(max_nodes=50, rounds=20))
    assert list(nodes.columns) == NODE_COLUMNS
    assert len(nodes) == 120
    assert nodes[["x", "y", "community"]].notna().all(axis=None)
    assert nodes[["x", "y"]].abs().to_numpy().max() < 1400


def test_the_same_seed_gives_the_same_map_in_any_order_of_the_links():
    data = two_circles()
    first = lay_out(data, Params(max_nodes=50, rounds=20))
    pd.testing.assert_frame_equal(first, lay_out(data.sample(frac=1, random_state=1), Params(max_nodes=50, rounds=20)))


def test_two_circles_are_two_communities_in_two_places():
    nodes = lay_out(two_circles()).set_index("account_no")
    one, two = nodes.loc[:59], nodes.loc[100:]
    assert one["community"].mode()[0] != two["community"].mode()[0]
    assert (one["community"] == one["community"].mode()[0]).mean() > 0.9
    between = np.hypot(one["x"].mean() - two["x"].mean(), one["y"].mean() - two["y"].mean())
    within = np.hypot(one["x"] - one["x"].mean(), one["y"] - one["y"].mean()).mean()
    assert between > within


def test_an_account_outside_the_layout_stands_near_its_strongest_neighbour():
    data = pd.concat([two_circles(), links((0, 900, 1), (101, 900, 3))])
    nodes = lay_out(data, Params(max_nodes=100, rounds=20)).set_index("account_no")
    assert np.hypot(*(nodes.loc[900, ["x", "y"]] - nodes.loc[101, ["x", "y"]]).astype(float)) < 100
    assert nodes.loc[900, "community"] == nodes.loc[101, "community"]


def test_accounts_without_a_path_to_the_layout_stand_outside_in_a_community_of_their_own():
    data = pd.concat([two_circles(), links((800, 801, 1))])
    nodes = lay_out(data, Params(max_nodes=50, rounds=20)).set_index("account_no")
    assert nodes.loc[[800, 801], "community"].tolist() == [2, 2]
    rest = nodes.drop(index=[800, 801])
    far = np.hypot(rest["x"] - rest["x"].median(), rest["y"] - rest["y"].median())
    outside = np.hypot(nodes.loc[800, "x"] - rest["x"].median(), nodes.loc[800, "y"] - rest["y"].median())
    assert outside > far.quantile(0.95)


def test_strength_adds_both_directions_and_all_kinds_but_no_link_to_itself():
    data = links((1, 2, 3), (2, 1, 4), (1, 2, 5), (1, 1, 99), (3, 1, 1))
    assert lay_out(data).set_index("account_no")["strength"].to_dict() == {1: 13, 2: 12, 3: 1}


def test_no_links_give_an_empty_map_and_view():
    assert lay_out(links()).empty
    view = top_view(links())
    assert view.nodes.empty and view.links.empty and view.accounts == 0


def test_a_hub_is_drawn_with_the_accounts_that_pass_it_on():
    weak = [(1, 1000 + i, 1) for i in range(50)]
    busy_elsewhere = [(2000 + i, 3000 + i, 2) for i in range(50)]
    view = top_view(links((1, 2, 5), *weak, *busy_elsewhere), max_nodes=10)
    assert 1 in set(view.nodes["account_no"])
    assert (view.links["source_no"] == 1).sum() >= 5
    assert view.accounts == 152 and view.all_links == 101


def test_counts_of_a_view_cover_all_links_of_the_filter():
    view = top_view(links((1, 2, 5), (1, 3, 2), (2, 1, 1)), max_nodes=2)
    top = view.nodes.iloc[0]
    assert (top["account_no"], top["received"], top["passed_on"], top["strength"]) == (1, 7, 1, 8)
    assert view.links[["source_no", "target_no", "n"]].to_numpy().tolist() == [[1, 2, 5], [2, 1, 1]]


def test_the_minimum_weight_counts_a_pair_over_all_kinds():
    view = top_view(links((1, 2, 1), (1, 2, 1), (1, 3, 1)), min_weight=2)
    assert view.links["n"].tolist() == [2]
    assert set(view.nodes["account_no"]) == {1, 2}


def test_a_view_of_nobody_is_refused():
    with pytest.raises(ValueError, match="max_nodes"):
        top_view(links((1, 2, 1)), max_nodes=0)


def test_circles_without_any_link_between_them_stay_side_by_side():
    apart = two_circles().iloc[:-1]
    nodes = lay_out(apart).set_index("account_no")
    one, two = nodes.loc[:59, ["x", "y"]], nodes.loc[100:, ["x", "y"]]
    gap = np.hypot(*(one.mean() - two.mean()))
    wide = np.hypot(*(one - one.mean()).to_numpy().T).max() + np.hypot(*(two - two.mean()).to_numpy().T).max()
    assert 0.5 * wide < gap < 1.3 * wide


def test_the_map_lies_on_its_side():
    nodes = lay_out(two_circles())
    assert nodes["x"].std() > nodes["y"].std()
