"""Reconstruction of paths: hostile tables, evidence in texts, known parents, the same seed, published methods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from core.analysis.cascades import ExpRecencyParams, reconstruct, samples
from core.analysis.cascades.chains import NAME_ALONE, TEXT_BEGUN, from_texts
from core.analysis.cascades.fitted import fitted
from core.analysis.cascades.forest import Forest
from core.analysis.cascades.posterior import posterior
from core.analysis.cascades.read import read
from core.analysis.cascades.samples import Scratch
from core.errors import CaseError

START = pd.Timestamp("2020-02-07 16:00", tz="UTC")
DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "cascades"


def table(*rows: tuple, cascade: str = "c") -> pd.DataFrame:
    """Posts from (id, second, parent, author, text); the first is the root."""
    posts = pd.DataFrame(
        [(*r, *("a" + r[0], None)[len(r) - 3 :]) for r in rows], columns="post_id s parent author text".split()
    )
    return pd.DataFrame(
        {
            "cascade_id": cascade, "post_id": posts["post_id"], "author_id": posts["author"], "text": posts["text"],
            "parent_post_id": posts["parent"], "root_post_id": rows[0][0],
            "created_at": START + pd.to_timedelta(posts["s"], unit="s"),
        }
    )  # fmt: skip


def crowd(n: int, seed: int = 1) -> pd.DataFrame:
    at = np.sort(np.random.default_rng(seed).exponential(600, n))
    return table(("0000", 0, None), *((f"{i:04d}", float(s), None) for i, s in enumerate(at, start=1)))


def links(found) -> dict:
    return dict(zip(found.links["post_id"], found.links["parent_post_id"], strict=True))


def test_known_parents_stay_and_leave_nothing_open():
    found = reconstruct(table(("1", 0, None), ("2", 5, "1"), ("3", 9, "2"), ("4", 9, "2")))
    assert links(found) == {"2": "1", "3": "2", "4": "2"}
    row = found.metrics.iloc[0]
    assert (row["depth"], row["depth_low"], row["depth_high"]) == (2, 2, 2)
    assert row["structural_virality"] == row["structural_virality_low"] == pytest.approx(9 / 6)
    assert row["documented_share"] == 1


def test_a_cycle_is_cut():
    found = reconstruct(table(("1", 0, None), ("2", 5, "3"), ("3", 5, "2")))
    assert found.mended.cycles == 1
    assert len(found.links) == 2 and found.links["parent_post_id"].notna().all()


def test_a_parent_after_its_child_is_cut_and_counted():
    found = reconstruct(table(("1", 0, None), ("2", 5, "3"), ("3", 90, None)))
    assert found.mended.late_parents == 1
    assert links(found)["2"] == "1"


def test_a_missing_parent_is_counted_and_inferred():
    found = reconstruct(table(("1", 0, None), ("2", 5, "gone"), ("3", 9, None)))
    assert found.mended.missing_parents == 1
    assert found.links["source"].tolist() == ["inferred"] * 2


def test_a_cascade_without_its_root_gets_one_that_was_not_seen():
    posts = table(("1", 0, None), ("2", 5, None), ("3", 9, None)).iloc[1:]
    found = reconstruct(posts)
    assert found.mended.unseen_roots == 1
    assert links(found)["2"] == "1" and found.metrics["size"][0] == 3


def test_one_account_that_shares_a_thousand_times_at_one_moment():
    rows = [("0000", 0, None, "x")] + [(f"{i:04d}", 60, None, "y") for i in range(1, 1001)]
    found = reconstruct(table(*rows))
    row = found.metrics.iloc[0]
    assert (row["size"], row["accounts"]) == (1001, 2)
    place = {post: k for k, post in enumerate(found.links["post_id"])}
    assert list(place) == sorted(place)
    assert row["structural_virality_low"] <= row["structural_virality"] <= row["structural_virality_high"]


def test_a_cascade_of_one_post():
    row = reconstruct(table(("1", 0, None))).metrics.iloc[0]
    assert row["size"] == 1 and row["depth"] == 0 and np.isnan(row["structural_virality"])


def test_no_posts():
    found = reconstruct(table(("1", 0, None)).iloc[:0])
    assert found.links.empty and found.metrics.empty


def test_a_chain_50_000_deep():
    n = 50_000
    ids = [str(i) for i in range(n)]
    posts = table(*zip(ids, range(n), [None, *ids[:-1]], strict=True))
    row = reconstruct(posts).metrics.iloc[0]
    assert row["depth"] == n - 1
    assert row["structural_virality"] == pytest.approx((n + 1) / 3)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"method": "guess"}, "There is no method “guess”."),
        ({"method": "follow"}, "needs a table of who follows whom"),
        ({"history": pd.DataFrame({"post_id": []})}, "The history lacks the column"),
    ],
)
def test_what_cannot_be_done_is_one_clear_sentence(options, says):
    with pytest.raises(CaseError, match=says):
        reconstruct(crowd(5), **options)


def test_a_table_without_times_says_what_it_needs():
    with pytest.raises(CaseError, match="lacks the column created_at"):
        reconstruct(crowd(5).drop(columns="created_at"))


def test_the_same_seed_gives_the_same_paths():
    posts = crowd(200)
    one, same, other = (reconstruct(posts, seed=s).metrics for s in (4, 4, 5))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)


def test_probabilities_are_probabilities():
    found = reconstruct(crowd(300)).links
    assert ((found["p"] > 0) & (found["p"] <= 1) & found["p_root"].between(0, 1)).all()
    assert (found["p_runner_up"].fillna(0) <= found["p"]).all()


def test_known_links_of_the_case_move_the_share_of_the_root():
    posts = crowd(200)
    star, chain = posts.copy(), posts.copy()
    some = posts.index[5::3]
    star.loc[some, "parent_post_id"] = "0000"
    chain.loc[some, "parent_post_id"] = posts["post_id"].shift(1)[some]
    p = [reconstruct(told).links.set_index("post_id")["p_root"]["0100"] for told in (star, chain)]
    assert p[0] > 0.7 > 0.5 > p[1]


def on_root(posts: pd.DataFrame) -> float:
    return float(reconstruct(posts).links["p_root"].mean())


def test_a_root_whom_many_follow_is_shared_directly():
    off_root = [1 - on_root(crowd(300).assign(author_followers=n)) for n in (500, 224_000, 20_000_000)]
    assert off_root[0] > 1.5 * off_root[1] > 1.5 * 1.2 * off_root[2]
    assert 1 - on_root(crowd(300)) == pytest.approx(off_root[1])


@pytest.mark.parametrize("count", [None, -5, "many", np.inf])
def test_followers_that_are_no_count_say_nothing(count):
    posts = crowd(50)
    assert on_root(posts.assign(author_followers=pd.Series([count] * len(posts), dtype=object))) == on_root(posts)


def test_a_text_that_the_platform_writes_for_shares_of_the_root():
    said = ["look", *["", "so sad"] * 50]
    plainly = crowd(100).assign(text=said)
    formula = plainly.assign(text=[*said[:51], "转发微博", *said[52:]])
    at = [reconstruct(posts).links.set_index("post_id").loc["0051", "p_root"] for posts in (plainly, formula)]
    assert 1 - at[1] < (1 - at[0]) / 3


def test_a_star_and_a_line():
    posts = crowd(30)
    assert set(links(reconstruct(posts, method="star")).values()) == {"0000"}
    assert reconstruct(posts, method="most_recent").metrics["depth"][0] == 30


def test_the_latest_spreader_whom_the_account_follows():
    posts = table(("1", 0, None), ("2", 5, None), ("3", 9, None), ("4", 12, None))
    follows = pd.DataFrame({"follower_id": ["a4", "a4", "a3"], "followed_id": ["a2", "a3", "nobody"]})
    assert links(reconstruct(posts, follows, method="follow")) == {"2": "1", "3": "1", "4": "3"}
    sources = reconstruct(posts, follows).links.set_index("post_id")["source"]
    assert sources["4"] == "follow" and sources["3"] == "inferred"


def test_exponential_recency_with_hardly_any_memory_is_the_most_recent():
    posts = table(("1", 0, None), ("2", 100, None), ("3", 200, None))
    found = reconstruct(posts, method="exp_recency", params=ExpRecencyParams(rate=-0.9, beta=0.0))
    assert links(found) == {"2": "1", "3": "2"}


def test_a_pair_of_the_history_is_found_again():
    posts = crowd(40)
    history = table(("r", 0, None, "root"), ("s", 5, "r", "a0003"), ("t", 9, "s", "a0030"), cascade="old")
    before, after = (reconstruct(posts, history=h).links.set_index("post_id").loc["0030"] for h in (None, history))
    assert "0003" in (after["parent_post_id"], after["runner_up"])
    assert after["p_root"] < before["p_root"] or after["p_runner_up"] > 0.02


def test_chains_in_texts_carry_the_path():
    posts = table(
        ("1", 0, None, "root", "look at this"), ("2", 5, None, "ann", "no!"), ("3", 9, None, "bob", "sad//@ann:no!"),
        ("4", 12, None, "cyd", "hm//@bob:sad//@ann:no!"), ("5", 14, None, "dee", "//@Nick:hm//@bob:sad//@ann:no!"),
    )  # fmt: skip
    found = reconstruct(posts, texts=True).links.set_index("post_id")
    assert found["parent_post_id"].to_dict() == {"2": "1", "3": "2", "4": "3", "5": "4"}
    assert set(found["source"]) == {"chain"}


def chained(said_by_ann: str | None, chain: str) -> pd.Series:
    """The link of a post that says it was taken from ann, whose post says this."""
    posts = table(
        ("1", 0, None, "root", "look at this"), ("2", 5, None, "ann", said_by_ann), ("3", 9, None, "bob", chain),
    )  # fmt: skip
    return reconstruct(posts, texts=True).links.set_index("post_id").loc["3"]


def test_a_chain_that_was_cut_short_still_tells_the_parent():
    link = chained("a long word " * 9 + "and its end", "//@ann:" + "a long word " * 9)
    assert (link["parent_post_id"], link["source"], link["p"]) == ("2", "chain", TEXT_BEGUN)


def test_a_name_without_a_text_to_compare_is_half_a_proof():
    link = chained(None, "sad//@ann:no!")
    assert (link["parent_post_id"], link["source"], link["p"]) == ("2", "chain", NAME_ALONE)


def test_an_account_that_said_something_else_is_not_the_parent():
    assert chained("good morning", "sad//@ann:no!")["source"] == "inferred"


def test_chains_rebuilt_from_true_trees_are_read_back():
    source = DATA / "weibo_ced_dev.parquet"
    if not source.exists():
        pytest.skip("the Weibo cascades are not beside the project")
    posts = pd.read_parquet(source)
    posts = posts[posts["cascade_id"].isin(posts["cascade_id"].unique()[::60])].reset_index(drop=True)
    own = {(c, p): t or "" for c, p, t in zip(posts["cascade_id"], posts["post_id"], posts["text"], strict=True)}
    above = posts.set_index(["cascade_id", "post_id"])["parent_post_id"]
    name = posts.set_index(["cascade_id", "post_id"])["author_id"]
    above, name = (s[~s.index.duplicated()].to_dict() for s in (above, name))

    def text(key: tuple[str, str]) -> str:
        said = [own[key]]
        parent = (key[0], above[key])
        while isinstance(parent[1], str) and isinstance(above.get(parent), str):
            said.append(f"{name[parent]}:{own[parent]}")
            parent = (key[0], above[parent])
        return "//@".join(said)

    told = posts.assign(
        text=[text(k) for k in zip(posts["cascade_id"], posts["post_id"], strict=True)], parent_post_id=None
    )
    table = read(told)
    found, ids = from_texts(table), table.ids()
    parent = np.where(found.parent >= 0, ids[np.maximum(found.parent, 0)], None)
    keys = list(zip(table.names[table.forest.cascade], ids, strict=True))
    truth = np.array([above[key] if isinstance(above[key], str) else None for key in keys], object)
    inner = np.array([isinstance(above.get((key[0], true)), str) for key, true in zip(keys, truth, strict=True)])
    assert (parent == truth)[~table.forest.is_root].mean() >= 0.995
    assert (parent == truth)[inner].mean() >= 0.995


@pytest.mark.parametrize("together", [1, 4])
def test_drawn_parents_follow_the_kernel_and_the_weights(monkeypatch, together):
    """Shares of 20,000 drawn trees against the probabilities worked out pair by pair."""
    monkeypatch.setattr(samples, "LARGE", 0 if together > 1 else 1000)
    at = np.array([0, 10.0, 500, 501, 40_000, 3e6, 3.1e6])
    forest = Forest(np.arange(7), at, np.array([0, 7]), np.full(7, -1), np.arange(7), np.full(7, np.nan))
    fit = replace(fitted(False)[0], shape=1e6, spread=1e-9, stars=0.0)
    found = posterior(forest, fit, centre=0.0)
    drawn = np.array(samples.trees(found, 20_000, 3, lambda tree: tree.parent.copy()))
    for i in range(2, 7):
        kernel = found.plain_weight[1:i] * (fit.share * np.exp((at[1:i, None] - at[i]) / fit.tau)).sum(axis=1)
        wanted = np.append(found.root_p[i], (1 - found.root_p[i]) * kernel / kernel.sum())
        assert np.bincount(drawn[:, i], minlength=i) / len(drawn) == pytest.approx(wanted, abs=0.015)


def test_measures_agree_with_networkx():
    rng = np.random.default_rng(5)
    parent = np.array([-1, *(rng.integers(0, i) for i in range(1, 80))])
    forest = Forest(np.arange(80), np.arange(80.0), np.array([0, 80]), parent, parent, np.zeros(80))
    tree = Scratch(forest).measure(parent)
    out = tree.measures
    graph = nx.Graph([(i, int(p)) for i, p in enumerate(parent) if i])
    depth = nx.single_source_shortest_path_length(graph, 0)
    assert out[0, 0] == max(depth.values())
    assert tree.breadth[0, : int(out[0, 0]) + 1].tolist() == np.bincount(list(depth.values())).tolist()
    assert out[0, 1] == pytest.approx(sum(depth.values()) / 79)
    assert out[0, 3] == pytest.approx(nx.average_shortest_path_length(graph))
