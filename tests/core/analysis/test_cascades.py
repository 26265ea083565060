"""Cascades: trees drawn by hand, statements that contradict each other, and real trees with known parents."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from core.analysis.cascades import Params, of_case
from core.analysis.cascades import stated as reconstruct
from core.analysis.cascades.trees import climb, structural_virality

ROOT = Path(__file__).resolve().parents[3]
START = pd.Timestamp("2020-02-07 16:00", tz="UTC")


def frame(*rows: tuple) -> pd.DataFrame:
    """Posts from (id, minute, kind, parent, platform, account, lang); the parent goes where the kind says."""
    names = ["id", "minute", "kind", "parent", "platform", "account_no", "lang"]
    posts = pd.DataFrame([(*r, *("x", 0, "en")[len(r) - 4 :]) for r in rows], columns=names)
    key = posts["platform"] + ":" + posts["id"]
    parent = posts["platform"] + ":" + posts["parent"].astype("str")
    out = posts.assign(post_no=np.arange(len(posts)) + 100, post_key=key)
    out["posted_at"] = START + pd.to_timedelta(posts["minute"], unit="min")
    for column, kind in (("share_of", "share"), ("quote_of", "quote"), ("reply_to", "reply")):
        out[column] = parent.where((posts["kind"] == kind) & posts["parent"].notna(), None)
    return out


def tree() -> pd.DataFrame:
    r"""One story; its tree, minutes in brackets:

    a(0) --- b(1) share
      \----- c(5) quote --- d(6) share
                      \---- e(9) reply --- f(10) reply
    """
    return frame(
        ("a", 0, "original", None, "x", 1, "en"),
        ("b", 1, "share", "a", "x", 2, "en"),
        ("c", 5, "quote", "a", "x", 3, "fr"),
        ("d", 6, "share", "c", "x", 2, None),
        ("e", 9, "reply", "c", "x", 1, "fr"),
        ("f", 10, "reply", "e", "x", 4, "en"),
        ("g", 11, "original", None, "x", 5, "en"),
    )


def test_the_numbers_of_a_tree_counted_by_hand():
    row = reconstruct(tree()).cascades.iloc[0]
    assert (row["root_no"], row["root_key"], row["platform"], row["account_no"]) == (100, "x:a", "x", 1)
    assert (row["size"], row["accounts"], row["depth"], row["max_breadth"]) == (6, 4, 3, 2)
    assert row["duration_s"] == 600
    # distances: ab1 ac1 ad2 ae2 af3 bc2 bd3 be3 bf4 cd1 ce1 cf2 de2 df3 ef1 = 31 over 15 pairs
    assert row["structural_virality"] == pytest.approx(31 / 15)
    assert row["documented_share"] == pytest.approx(3 / 5)
    assert row["languages"] == "en,fr,und"
    assert row["root_seen"]


def test_a_post_without_any_link_is_no_cascade():
    assert len(reconstruct(tree()).cascades) == 1


def test_each_link_says_how_its_parent_is_known():
    links = reconstruct(tree()).links
    assert list(links["post_no"]) == [101, 102, 103, 104, 105]
    assert list(links["parent_no"]) == [100, 100, 102, 102, 104]
    assert list(links["source"]) == ["star", "quote", "star", "reply", "reply"]
    assert list(links["depth"]) == [1, 1, 2, 2, 3]
    assert links["p"].isna().tolist() == [True, False, True, False, False]
    assert set(links["root_no"]) == {100}


def test_followers_of_the_root_move_how_likely_it_is_the_parent():
    shares = [(f"s{i}", i / 10, "share", "a", "x", i) for i in range(1, 300)]
    posts = frame(("a", 0, "original", None, "x", 0), *shares)

    def off_root(followers: float) -> float:
        return 1 - float(of_case(posts.assign(author_followers=followers)).links["root_p"].mean())

    assert off_root(500) > 1.2 * off_root(20_000_000)
    assert off_root(np.nan) == 1 - float(of_case(posts).links["root_p"].mean())


def test_the_frames_have_exactly_the_columns_of_the_store():
    schema = (ROOT / "core/store/schema.sql").read_text(encoding="utf-8")
    found = of_case(tree())
    tables = {"cascades": found.cascades, "cascade_links": found.links}
    for table, made in tables.items():
        body = re.search(rf"CREATE TABLE {table} \((.*?)\);", schema, re.DOTALL)
        assert list(made.columns) == [c.split()[0] for c in body[1].split(",")]


@pytest.mark.parametrize(("platform", "source"), [("telegram", "forward"), ("bluesky", "via"), ("x", "star")])
def test_a_share_is_stated_only_where_the_platform_names_its_true_source(platform, source):
    posts = frame(("a", 0, "original", None, platform), ("b", 1, "share", "a", platform))
    found = reconstruct(posts)
    assert list(found.links["source"]) == [source]
    assert found.cascades["documented_share"][0] == (source != "star")


def test_a_share_of_a_quoting_post_hangs_under_that_post_not_under_the_quoted_one():
    posts = frame(("a", 0, "original", None), ("q", 1, "quote", "a"), ("s", 2, "share", "q"))
    posts.loc[2, "quote_of"] = "x:a"
    links = reconstruct(posts).links
    assert list(links["parent_no"]) == [100, 101]


def test_shares_of_a_post_outside_the_data_stand_under_an_unseen_root():
    posts = frame(("b", 1, "share", "lost", "x", 1), ("c", 3, "share", "lost", "x", 2), ("d", 9, "share", "other"))
    found = reconstruct(posts)
    first = found.cascades.iloc[0]
    assert first["root_key"] == "x:lost" and not first["root_seen"]
    assert pd.isna(first["root_no"]) and pd.isna(first["account_no"])
    assert (first["size"], first["accounts"], first["max_breadth"], first["duration_s"]) == (3, 2, 2, 120)
    assert found.unseen_roots == 2
    assert found.links["parent_no"].isna().all() and found.links["root_no"].isna().all()


def test_a_parent_later_than_its_child_is_broken_and_counted():
    posts = frame(("a", 5, "original", None), ("b", 4, "share", "a"), ("c", 6, "share", "a"))
    found = reconstruct(posts)
    assert found.late_parents_broken == 1
    assert list(found.links["post_no"]) == [102]


def test_a_small_difference_of_clocks_breaks_nothing():
    posts = frame(("a", 0.01, "original", None), ("b", 0, "share", "a"))
    assert reconstruct(posts).late_parents_broken == 0
    assert reconstruct(posts, Params(clock_skew_s=0.1)).late_parents_broken == 1


def test_circles_are_cut_at_their_earliest_post_and_counted():
    circle = [("a", 0, "reply", "c"), ("b", 0.001, "reply", "a"), ("c", 0.002, "reply", "b"), ("d", 5, "reply", "c")]
    own = ("s", 7, "share", "s")
    found = reconstruct(frame(*circle, own))
    assert found.cycles_broken == 2
    assert list(found.cascades["root_key"]) == ["x:a"]
    assert list(found.links["depth"]) == [1, 2, 3]


def test_unknown_times_and_accounts_stay_unknown():
    posts = frame(("a", 0, "original", None), ("b", 1, "share", "a"))
    posts["posted_at"] = pd.Series([pd.NaT, pd.NaT], dtype="datetime64[us, UTC]")
    posts["account_no"] = pd.array([None, None], dtype="Int32")
    row = reconstruct(posts).cascades.iloc[0]
    assert pd.isna(row["started_at"]) and pd.isna(row["duration_s"]) and row["accounts"] == 0


def test_no_posts_give_empty_frames():
    found = reconstruct(tree().iloc[:0])
    assert found.cascades.empty and found.links.empty


def test_order_of_the_posts_does_not_matter():
    straight, mixed = reconstruct(tree()), reconstruct(tree().sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(straight.cascades, mixed.cascades)
    by_post = mixed.links.sort_values("post_no", ignore_index=True)
    pd.testing.assert_frame_equal(straight.links, by_post)


def test_structural_virality_is_the_mean_of_all_pairwise_distances():
    rng = np.random.default_rng(5)
    parent = np.array([0, *(rng.integers(0, i) for i in range(1, 60))])
    graph = nx.Graph([(i, int(p)) for i, p in enumerate(parent) if i])
    trees = climb(parent)
    found = structural_virality(parent, trees.root, trees.depth)[0]
    assert found == pytest.approx(nx.average_shortest_path_length(graph))


def test_a_long_chain_has_its_full_depth():
    parent = np.maximum(np.arange(3000) - 1, 0)
    trees = climb(parent)
    assert trees.depth.max() == 2999
    assert structural_virality(parent, trees.root, trees.depth)[0] == pytest.approx(3001 / 3)


def test_real_weibo_trees_come_out_as_they_are():
    source = ROOT.parent / "shared" / "data" / "cascades" / "weibo_ced_dev.parquet"
    if not source.exists():
        pytest.skip("the Weibo cascades are not beside the project")
    real = pd.read_parquet(source).head(50_000)
    posts = pd.DataFrame({"post_no": np.arange(len(real)), "post_key": "weibo:" + real["post_id"], "platform": "weibo"})
    posts["account_no"] = pd.factorize(real["author_id"])[0]
    posts["posted_at"], posts["lang"] = real["created_at"], "zh"
    posts["kind"] = np.where(real["parent_post_id"].isna(), "original", "share")
    posts["share_of"] = ("weibo:" + real["parent_post_id"]).where(real["parent_post_id"].notna(), None)
    posts["quote_of"] = posts["reply_to"] = pd.Series([None] * len(real), dtype="str")
    found = reconstruct(posts)
    size = real.groupby("root_post_id")["post_id"].size()
    got = found.cascades.assign(root=found.cascades["root_key"].str[6:]).set_index("root")["size"]
    assert found.cycles_broken == 0
    assert found.late_parents_broken < 5
    assert (got.reindex(size.index).iloc[:-1] >= size.iloc[:-1] - 5).mean() > 0.98


def chained(*texts: str | None, handles: tuple[str, ...] = ()) -> pd.DataFrame:
    """A root and its shares, each a minute after the other, with these texts."""
    rows = [("r", 0, "original", None, "weibo", 0)]
    rows += [(f"s{i}", i, "share", "r", "weibo", i) for i in range(1, len(texts))]
    names = [*handles, *[None] * (len(texts) - len(handles))]
    return frame(*rows).assign(text=list(texts), handle=names)


def test_chains_in_texts_move_shares_from_the_root_to_the_post_that_was_passed_on():
    found = reconstruct(chained("look", "no!", "sad//@ann:no!", "hm//@bob:sad//@ann:no!", handles=("r", "ann", "bob")))
    assert list(found.links["parent_no"]) == [100, 101, 102]
    assert list(found.links["source"]) == ["chain"] * 3
    assert found.links["p"].tolist() == [0.95, 0.995, 0.995]
    assert found.cascades["depth"][0] == 3 and found.cascades["documented_share"][0] == 1


def test_a_retweet_that_names_the_author_of_the_root_says_nothing_new():
    found = reconstruct(chained("look", "RT @r: RT @old: look", "RT @ann: RT @r: look", handles=("r", "ann")))
    assert list(found.links["parent_no"]) == [100, 101]
    assert list(found.links["source"]) == ["star", "rt_chain"]


def test_a_chain_of_someone_who_is_not_in_the_data_moves_nothing():
    found = reconstruct(chained("look", "a//@nobody:b//@none:c", None))
    assert list(found.links["source"]) == ["star", "star"]


def test_unknown_names_are_nobody():
    posts = chained("look", "no!", "sad//@nan:other").assign(handle=np.nan)
    assert list(reconstruct(posts).links["parent_no"]) == [100, 100]
