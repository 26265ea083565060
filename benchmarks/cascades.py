"""How well paths are recovered on cascades whose true parents are known, beside the published methods, and how fast.

    .venv/bin/python -m benchmarks.cascades FOLDER            quality, on the cascades that nothing was fitted on
    .venv/bin/python -m benchmarks.cascades --speed           one cascade of 1e5 and 1e6 shares

FOLDER holds weibo_ced_dev.parquet and weibo_casflow_sample.parquet. Parents are hidden, except a random share of them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.fit_cascades import fold, hidden, load, truth_of
from core.analysis.cascades import ExpRecencyParams, PdiParams, reconstruct
from core.analysis.cascades.fitted import MEASURES
from core.analysis.cascades.forest import Forest
from core.analysis.cascades.samples import Scratch

KNOWN = (0.0, 0.1, 0.3, 0.5)
#: A probability that a method leaves to every parent it excludes; otherwise its log-loss would be without bounds.
LEAST_P = 1e-9
#: Read and written at least for one post: time 8, parent twice 8, depth 4, posts below written once and read once 8.
BYTES_PER_POST = 28


def log_loss(posts: pd.DataFrame, told: pd.DataFrame, method: str, history) -> float:
    """Mean -log p of the true parent, over posts whose parent was hidden; only for ours the full posterior is asked."""
    from core.analysis.cascades.fitted import fitted
    from core.analysis.cascades.history import history_links, look_up
    from core.analysis.cascades.infer import _centre, _work
    from core.analysis.cascades.posterior import posterior
    from core.analysis.cascades.read import read

    table, whole = read(told), read(posts).forest
    pairs = look_up(table.forest, table.authors, history_links(history), table.names)
    losses = []
    work = list(_work(table.forest))
    centre = _centre(table.forest, pairs, work)
    for cascades, at, texts in work:
        part = table.forest.only(cascades)
        found = posterior(part, fitted(texts)[0], pairs.only(at), centre)
        truth = whole.only(cascades).known
        asked = np.flatnonzero((part.known < 0) & ~part.is_root & (truth >= 0))
        p = probability_of(found, asked, truth[asked])
        losses.append(-np.log(np.maximum(p, LEAST_P)))
    return float(np.concatenate(losses).mean())


def probability_of(found, posts, parents):
    """The posterior probability of given parents, by direct sums over the kernel."""
    f, fit = found.forest, found.fit
    roots = f.is_root[parents]
    wait = f.t[posts] - f.t[parents]
    kernel = (fit.share * np.exp(-wait[:, None] / fit.tau)).sum(axis=1) * found.weight[parents]
    extra = np.zeros(len(posts))
    for k, (i, j) in enumerate(zip(posts, parents, strict=True)):
        cut = slice(found.pairs.at[i], found.pairs.at[i + 1])
        extra[k] = found.extra[cut][found.pairs.source[cut] == j].sum()
    inner = (1 - found.root_p[posts]) * (kernel + extra) / np.where(found.mass[posts] > 0, found.mass[posts], np.inf)
    return np.where(roots, found.root_p[posts], inner)


def scores(posts: pd.DataFrame, told: pd.DataFrame, method: str, truth, history=None, **options) -> dict:
    started = time.perf_counter()
    found = reconstruct(told, method=method, history=history if method == "evidence" else None, **options)
    seconds = time.perf_counter() - started
    true = posts.set_index(["cascade_id", "post_id"])["parent_post_id"]
    known = told.set_index(["cascade_id", "post_id"])["parent_post_id"].notna()
    links = found.links.set_index(["cascade_id", "post_id"])
    asked = links[~known[~known.index.duplicated()].reindex(links.index).to_numpy(bool)]
    wanted = true[~true.index.duplicated()].reindex(asked.index)
    right = (asked["parent_post_id"] == wanted)[wanted.notna()]
    row = {"method": method, **options.get("params", None).__dict__} if options.get("params") else {"method": method}
    row |= {"accuracy": right.mean()}
    for name in ("structural_virality", "depth", "mean_depth", "max_breadth"):
        k = MEASURES.index(name)
        ok = found.metrics["size"].to_numpy() > 2
        guess, real = found.metrics[name].to_numpy()[ok], truth[ok, k]
        row[f"{name} error"] = np.abs(guess / real - 1).mean()
        row[f"{name} rho"] = pd.Series(guess).corr(pd.Series(real), method="spearman")
        if method == "evidence":
            inside = (found.metrics[f"{name}_low"][ok] <= real + 1e-9) & (
                real - 1e-9 <= found.metrics[f"{name}_high"][ok]
            )
            row[f"{name} cover"] = inside.mean()
    row["s"] = seconds
    return row


def quality(folder: Path, pairwise: bool, whole: bool) -> None:
    ced, casflow = load(folder, "ced_dev"), load(folder, "casflow_sample")
    sets = [
        ("Weibo CED, held cascades, with texts", ced, 0),
        ("Weibo CED, held cascades, texts removed", ced.assign(text=None), 0),
        ("CasFlow, held cascades", casflow, (2, 3)),
        ("CasFlow, all 30", casflow, (0, 1, 2, 3)),
    ]
    pd.set_option("display.width", 250, "display.max_columns", 30, "display.float_format", lambda x: f"{x:.3f}")
    for name, posts, held in sets[: None if whole else 3]:
        folds = posts["cascade_id"].map(fold)
        history = posts[~folds.isin(np.atleast_1d(held))]
        posts = posts[folds.isin(np.atleast_1d(held))].reset_index(drop=True)
        truth = truth_of(posts)
        for known in KNOWN:
            told = hidden(posts, known)
            rows = [scores(posts, told, m, truth, history) for m in ("star", "most_recent", "evidence")]
            rows[-1]["log-loss"] = log_loss(posts, told, "evidence", history)
            if pairwise and known == 0:
                rows += [scores(posts, told, "pdi", truth, params=PdiParams(alpha=a)) for a in (1.1, 2.0)]
                rows += [scores(posts, told, "exp_recency", truth, params=ExpRecencyParams())]
            print(f"\n{name}: {posts['cascade_id'].nunique()} cascades, {known:.0%} of parents known")
            print(pd.DataFrame(rows).round(3).to_string(index=False))


def large(n: int, seed: int = 1) -> pd.DataFrame:
    """One cascade of n shares by accounts of invented names, at falling speed."""
    rng = np.random.default_rng(seed)
    at = np.sort(rng.lognormal(9.0, 2.0, n))
    times = pd.Timestamp("2020-02-07 16:00", tz="UTC") + pd.to_timedelta(np.append(0, at), unit="s")
    ids = np.char.zfill(np.arange(n + 1).astype(str), 9)
    return pd.DataFrame(
        {"cascade_id": "c", "post_id": ids, "author_id": np.char.add("a", rng.integers(0, n, n + 1).astype(str)),
         "parent_post_id": None, "root_post_id": ids[0], "created_at": times, "text": "so sad"}
    )  # fmt: skip


def speed() -> None:
    reconstruct(large(2000))  # compiled code is read from the disk
    for n in (100_000, 1_000_000):
        posts = large(n)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started, worked = time.perf_counter(), time.process_time()
        reconstruct(posts)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(
            f"{n:>9,} shares: {time.perf_counter() - started:.2f} s, {time.process_time() - worked:.2f} s of processor,"
            f" peak memory {peak / 1e6:.2f} GB (before {before / 1e6:.2f})"
        )
    one_tree()


def one_tree(n: int = 1_000_000) -> None:
    import networkx as nx

    rng = np.random.default_rng(2)
    parent = np.append(-1, (rng.random(n) * np.arange(1, n + 1) * 0.3).astype(np.int64)).astype(np.int32)
    nothing = np.full(n + 1, -1)
    scratch = Scratch(Forest(nothing, np.arange(n + 1.0), np.array([0, n + 1]), nothing, nothing, nothing * np.nan))
    times = []
    for _round in range(15):
        started = time.process_time()
        scratch.measure(parent)
        times.append(time.process_time() - started)
    ours = float(np.median(times))
    copied = min(_copy_seconds() for _round in range(5))
    limit = BYTES_PER_POST * n / (2 * 8 * 20_000_000 / copied)
    small = 100_000
    started = time.perf_counter()
    networkx_virality(nx, parent[: small + 1])
    theirs = time.perf_counter() - started
    print(
        f"metrics of one tree of {n:,}: {ours * 1e3:.1f} ms;"
        f" limit of memory bandwidth {limit * 1e3:.1f} ms ({ours / limit:.1f}x)"
    )
    print(f"networkx, O(n), {small:,} posts: {theirs:.2f} s, {theirs * n / small / ours:,.0f} times ours per post")


def _copy_seconds() -> float:
    a = np.ones(20_000_000)
    b = np.empty_like(a)
    started = time.perf_counter()
    b[:] = a
    return time.perf_counter() - started


def networkx_virality(nx, parent) -> float:
    tree = nx.DiGraph((int(p), i) for i, p in enumerate(parent) if p >= 0)
    below = dict.fromkeys(tree, 1)
    for post in reversed(list(nx.topological_sort(tree))):
        for above in tree.predecessors(post):
            below[above] += below[post]
    n = len(below)
    return 2 * sum(s * (n - s) for s in below.values()) / (n * (n - 1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--pairwise", action="store_true", help="PDI and exponential recency, too (minutes)")
    parser.add_argument("--whole", action="store_true", help="all CasFlow cascades, too")
    chosen = parser.parse_args()
    if chosen.folder:
        quality(chosen.folder, chosen.pairwise, chosen.whole)
    if chosen.speed:
        speed()
    sys.exit(0)
