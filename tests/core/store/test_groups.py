"""Groups beside each other, counted by hand from the drawing in tests/tiny.py: A is Bob and Cyd, B is Cyd and Dee."""

from __future__ import annotations

import pandas as pd
import pytest

from core.model import Filters
from core.store.db import Store
from core.store.queries import groups
from core.store.queries.groups import Members
from core.store.queries.timeline import timeline
from core.store.queries.view import View

ALL = View(Filters(zone="Asia/Almaty"))
FRENCH = View(Filters(languages=("fr",)))
LABELS = pd.DataFrame(
    [("x:bob", "group", "A"), ("x:cyd", "group", "A"), ("x:cyd", "group", "A"), ("x:cyd", "group", "B"),
     ("x:dee", "group", "B"), ("x:eve", "post", "A"), ("x:fay", "none", ""), ("x:nobody", "group", "A")],
    columns=["account_key", "kind", "text"],
)  # fmt: skip


@pytest.fixture
def parts(store: Store) -> Members:
    return groups.members(store, LABELS)


def test_members_are_accounts_of_this_store_each_once_per_group(parts: Members) -> None:
    assert sorted(parts.names) == ["A", "A", "B", "B"] and len(set(parts.numbers)) == 3
    assert sorted(groups.one_part_each(parts).names) == ["g:A", "g:B", "several"]


def test_each_group_in_the_view(store: Store, parts: Members) -> None:
    found = groups.compared(store, ALL, parts).set_index("part")
    columns = ["members", "accounts", "posts", "shares", "scored", "signs", "followers"]
    assert found.loc["A", columns].tolist() == [2, 2, 4, 1, 2, 1, 1200]
    assert found.loc["B", columns].tolist() == [2, 2, 3, 2, 2, 0, 230]
    assert str(found.loc["A", "first_at"]) == "2020-02-07 22:56:00"
    french = groups.compared(store, FRENCH, parts).set_index("part")
    assert french.loc["B", columns].tolist() == [2, 1, 1, 0, 1, 0, 230]


def test_languages_of_each_group(store: Store, parts: Members) -> None:
    assert groups.languages(store, ALL, parts).values.tolist() == [
        ["A", "en", 2], ["A", "fr", 2], ["B", "en", 2], ["B", "fr", 1],
    ]  # fmt: skip


def test_who_passes_on_whom(store: Store, parts: Members) -> None:
    found = groups.matrix(store, ALL, parts)
    assert found[["source", "target", "posts"]].values.tolist() == [
        ["", "A", 1], ["A", "", 1], ["A", "A", 1], ["A", "B", 2],
    ]  # fmt: skip


def test_audiences_are_accounts_that_passed_on(store: Store, parts: Members) -> None:
    assert groups.audiences(store, ALL, parts).values.tolist() == [["A", "A", 3]]


def test_lanes_and_the_timeline_count_the_same_posts(store: Store, parts: Members) -> None:
    lanes = groups.lanes(store, ALL, parts, "1 hour")
    assert lanes.groupby("part")["n"].sum().to_dict() == {"A": 4, "B": 3}
    apart = timeline(store, ALL, "1 hour", "group", groups=groups.one_part_each(parts))
    assert apart.groupby("part")["n"].sum().to_dict() == {"g:A": 2, "g:B": 1, "none": 5, "several": 2}
    accounts = timeline(store, ALL, "1 month", "group", "accounts", groups.one_part_each(parts))
    assert accounts.set_index("part")["n"].to_dict() == {"g:A": 1, "g:B": 1, "none": 4, "several": 1}
    assert timeline(store, ALL, "1 hour", "group")["part"].unique().tolist() == ["none"]


def test_suggestions_come_from_the_graph_and_leave_out_who_is_labelled(store: Store, parts: Members) -> None:
    found = groups.suggested(store, parts, sorted(set(parts.numbers)), least=2)
    assert found[["account_key", "part", "inside", "neighbours"]].values.tolist() == [["x:eve", "A", 2, 2]]
    assert groups.suggested(store, parts, [], least=3).empty
    assert groups.suggested(store, Members((), ()), []).empty


def test_no_groups_and_no_communities(store: Store) -> None:
    nobody = Members((), ())
    for read in (groups.compared, groups.languages, groups.audiences):
        assert read(store, ALL, nobody).empty and read(store, ALL, None).empty
    assert groups.matrix(store, ALL, nobody)[["source", "target"]].values.tolist() == [["", ""]]


def test_accounts_to_label_and_posts_by_key_id_or_address(store: Store) -> None:
    assert groups.to_label(store, [], most=1)["account_key"].tolist() == ["x:bob"]
    assert "x:bob" not in groups.to_label(store, ["x:bob"])["account_key"].tolist()
    assert groups.named(store, ["x:eve", "x:nobody"])["handle"].tolist() == ["sim_eve"]
    assert groups.post(store, " x:2 ")["account_key"] == groups.post(store, "2")["account_key"] == "x:bob"
    assert groups.post(store, "' OR 1=1 --") == {}


@pytest.mark.parametrize("name", ["none", "several", "'); DROP TABLE posts; --", "<script>", "\u202ea", "a" * 10_000])
def test_the_name_of_a_group_is_only_a_name(store: Store, name: str) -> None:
    parts = groups.members(store, LABELS.assign(text=name))
    apart = timeline(store, ALL, "1 hour", "group", groups=groups.one_part_each(parts))
    assert set(apart["part"]) == {f"g:{name}", "none"}
    assert groups.compared(store, ALL, parts)["part"].tolist() == [name]
