"""Fit what ships in data/cascades/model.json on cascades with known parents; the other part is only reported on.

    .venv/bin/python -m benchmarks.fit_cascades FOLDER

FOLDER holds weibo_ced_dev.parquet and weibo_casflow_sample.parquet (columns as in docs/METHODS.md). Three cascades of
four are fitted, by a hash of their id; benchmarks/cascades.py reports on the fourth. With ``--again`` the kernel and
the weights of single posts stay as shipped; what is common to cascades, ranges, spread and calibration are fitted anew.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numba import njit
from scipy.optimize import minimize

from core.analysis.cascades import fitted, posterior, samples
from core.analysis.cascades.features import MEANS, OF_ROOT, POST, candidate_features, near, post_features
from core.analysis.cascades.features import SPREADS as SPREAD_OF
from core.analysis.cascades.fitted import MEASURES, MODEL, Calibration, Fit
from core.analysis.cascades.forest import Forest
from core.analysis.cascades.history import Pairs, history_links, look_up
from core.analysis.cascades.read import forest_of
from core.analysis.cascades.trees import NONE

TAU = np.array([60.0, 600.0, 3600.0, 21600.0, 172800.0, 8640000.0])
KNOTS = (0.1, 0.3, 0.5, 0.7, 0.9)
KNOWN = (0.0, 0.1, 0.3, 0.6)
#: Features that all posts of a cascade share: its size, and means, spreads and times of the whole.
OF_CASCADE = np.array([POST.index("size"), *range(len(POST), len(POST) + len(MEANS) + len(SPREAD_OF) + OF_ROOT)])
GRID = np.linspace(-6, 6, 121)
RIDGES = (10.0, 30.0, 100.0, 300.0)
SPREADS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5, 2.0)
#: Beyond these quantiles of the fit nothing is extrapolated.
RANGE = (0.002, 0.998)


def fold(name: str) -> int:
    return int(hashlib.md5(("s" + name).encode(), usedforsecurity=False).hexdigest(), 16) % 4


def load(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / f"weibo_{name}.parquet")


@njit(cache=True)
def kernel_likelihood(t, offset, parent, x, beta, log_share, tau, flat):
    """Log-likelihood of true parents that are not roots, and its gradient."""
    parts, columns = tau.size, x.shape[1]
    share, ll, n = np.exp(log_share), 0.0, 0
    grad_x, grad_share, own = np.zeros(columns), np.zeros(parts), np.zeros(parts)
    mass, moment = np.zeros(parts), np.zeros((parts, columns))
    for c in range(offset.size - 1):
        mass[:] = 0
        moment[:] = 0
        for i in range(offset[c] + 2, offset[c + 1]):
            j = i - 1
            f = np.exp((beta * x[j]).sum())
            for m in range(parts):
                fade = np.exp((t[j] - t[i]) / tau[m])
                mass[m] = (mass[m] + f) * fade
                for k in range(columns):
                    moment[m, k] = (moment[m, k] + f * x[j, k]) * fade
            p = parent[i]
            if p <= offset[c]:
                continue
            own[:] = share * np.exp((t[p] - t[i]) / tau)
            total, mine = (share * mass).sum(), own.sum()
            if total <= 1e-290 or mine <= 1e-290:
                continue
            ll += np.log(mine) - np.log(total) + (beta * x[p]).sum()
            n += 1
            grad_share += own / mine - share * mass / total
            for k in range(columns):
                grad_x[k] += x[p, k] - (share * moment[:, k]).sum() / total
    return ll, grad_x, grad_share, n


def fit_kernel(forest: Forest, x: np.ndarray):
    columns = x.shape[1]

    def loss(v):
        ll, gx, gs, _n = kernel_likelihood(forest.t, forest.offset, forest.known, x, v[:columns], v[columns:], TAU, 0)
        return (-ll + (v**2).sum() / 2) / 1e4, (-np.concatenate([gx, gs]) + v) / 1e4

    start = np.concatenate([np.zeros(columns), -np.arange(TAU.size) * 1.0])
    v = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    print("  log-loss of parents that are not roots", round(loss(v)[0] * 1e4 / max(_count(forest), 1), 4))
    return v[:columns], np.exp(v[columns:])


def _count(forest: Forest) -> int:
    return int(((forest.known != NONE) & ~forest.is_root[np.maximum(forest.known, 0)]).sum())


def fit_root(features, y, weight, ridge=30.0):
    knots = np.quantile(features, KNOTS, axis=0).T
    columns = [np.ones(len(y))]
    for column, at in zip(features.T, knots, strict=True):
        columns += [column, *(np.maximum(column - k, 0.0) for k in at)]
    design = np.column_stack(columns).astype(np.float32)
    mean, sd = design.mean(axis=0), design.std(axis=0)
    live = sd > 1e-6
    live[0] = False
    z = (design[:, live] - mean[live]) / sd[live]
    del design
    z = np.column_stack([np.ones(len(y), np.float32), z])

    def loss(v):
        eta = z @ v.astype(np.float32)
        p = 1 / (1 + np.exp(-eta))
        penalty = ridge * np.append(0, v[1:])
        value = (weight * (np.logaddexp(0, eta) - y * eta)).sum() + ridge * (v[1:] ** 2).sum() / 2
        return value / 1e4, (z.T @ (weight * (p - y)).astype(np.float32) + penalty).astype(float) / 1e4

    v = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 250}).x
    out = np.zeros(mean.size)
    out[live] = v[1:] / sd[live]
    out[0] = v[0] - (v[1:] * mean[live] / sd[live]).sum()
    return knots, out


class Whole(NamedTuple):
    """Cascades as rows: piecewise linear features, the log-likelihood of each shift of its root share, and its fold."""

    basis: np.ndarray
    told: np.ndarray
    fold: np.ndarray

    def shifts(self, spread: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
        """Mean and variance of each cascade's shift."""
        p = np.exp(self.told - self.told.max(axis=1, keepdims=True) - 0.5 * (GRID / spread) ** 2)
        p /= p.sum(axis=1, keepdims=True)
        mean = p @ GRID
        return mean, p @ GRID**2 - mean**2

    def without(self, fold: int | None, ridge: float) -> np.ndarray:
        """Constant and weights from the cascades of all other folds: a ridge in which every cascade is one."""
        mean, variance = self.shifts()
        use = self.fold != fold
        weight = use / (1.0 + variance)
        weight /= weight.sum() / use.sum()
        middle = np.average(self.basis, axis=0, weights=weight)
        scale = self.basis[use].std(axis=0)
        live = scale > 1e-6
        z = (self.basis[:, live] - middle[live]) / scale[live]
        level = np.average(mean, weights=weight)
        inner = z.T @ (z * weight[:, None]) + ridge * np.eye(z.shape[1])
        out = np.zeros(self.basis.shape[1])
        out[live] = np.linalg.solve(inner, z.T @ (weight * (mean - level))) / scale[live]
        return np.append(level - middle @ out, out)

    def likelihood(self, predicted: np.ndarray, spread: float) -> float:
        """Log-likelihood of all known links if shifts lie around what was predicted."""
        prior = np.exp(-0.5 * ((GRID[None, :] - predicted[:, None]) / spread) ** 2)
        top = self.told.max(axis=1)
        total = (np.exp(self.told - top[:, None]) * prior / prior.sum(axis=1, keepdims=True)).sum(axis=1)
        return float((np.log(total + 1e-300) + top).sum())

    def crossed(self, ridge: float) -> np.ndarray:
        """The shift predicted for each cascade by the folds that it is not in."""
        out = np.zeros(len(self.fold))
        for fold in np.unique(self.fold):
            weight = self.without(fold, ridge)
            out[self.fold == fold] = (weight[0] + self.basis @ weight[1:])[self.fold == fold]
        return out


def whole_of(forest: Forest, fit: Fit, features: np.ndarray, own: np.ndarray, names: pd.Index) -> Whole:
    """What is known of each cascade beside ``own``, the log-odds of its posts from their own features."""
    from core.analysis.cascades.loops import likelihoods

    first = np.clip(features[forest.offset[:-1]], fit.least, fit.most)[:, OF_CASCADE]
    columns = [
        part
        for column, knots in zip(first.T, fit.knots[OF_CASCADE], strict=True)
        for part in (column, *(np.maximum(column - knot, 0.0) for knot in knots))
    ]
    told = likelihoods(forest.offset, forest.known, own, GRID)
    return Whole(np.column_stack(columns), told, np.array([fold(name) % 3 for name in names]))


def fit_whole(forest: Forest, fit: Fit, features: np.ndarray, names: pd.Index) -> tuple[Fit, np.ndarray]:
    """The part of the root's log-odds that is common to a cascade, fitted anew with every cascade counted as one.

    Thousands of posts share each of these features, so a fit by posts takes the accidents of 1,500 cascades for rules.
    Ridge and spread are those that make left-out folds likeliest. Returned is also what each cascade was predicted by
    the other folds less what the fit says: calibration needs errors as they will be.
    """
    step = fit.knots.shape[1] + 1
    places = 1 + (OF_CASCADE[:, None] * step + np.arange(step)[None, :]).ravel()
    root = fit.root.copy()
    root[places] = 0.0
    whole = whole_of(forest, fit, features, replace(fit, root=root).log_odds(features), names)
    scored = [(whole.likelihood(whole.crossed(ridge), spread), ridge, spread) for ridge in RIDGES for spread in SPREADS]
    _best, ridge, spread = max(scored)
    print("  ridge of cascades", ridge, "spread", spread)
    weight = whole.without(None, ridge)
    root[0] += weight[0]
    root[places] = weight[1:]
    off = whole.crossed(ridge) - (weight[0] + whole.basis @ weight[1:])
    return replace(fit, root=root, spread=spread), off


def fit_shape(forest: Forest, plain, mass) -> float:
    """Shape of the gamma distribution of hidden popularity: negative binomial counts of known children."""
    from math import lgamma

    children, rate = posterior.known_children(forest, Fit(TAU, SHARE[0], *[np.zeros(0)] * 3, 0, 0, 0), plain, mass)
    counts = pd.DataFrame({"k": children, "r": np.round(np.maximum(rate, 1e-4), 3)}).value_counts()
    k, r = (np.maximum(counts.index.get_level_values(i).to_numpy(), least) for i, least in ((0, 0), (1, 1e-4)))
    best = (-np.inf, 0.0)
    lg = np.vectorize(lgamma)
    for shape in (0.05, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.6, 1.0):
        value = lg(k + shape) - lgamma(shape) + shape * np.log(shape / (shape + r)) + k * np.log(r / (shape + r))
        best = max(best, (float((counts.to_numpy() * value).sum()), shape))
    return best[1]


SHARE = [np.zeros(0)]


def forgotten(pairs: Pairs, forest: Forest) -> Pairs:
    """The history without every second cascade: what is fitted must also serve where there is no history."""
    keep = forest.cascade % 2 == 0
    counts = np.where(keep, np.diff(pairs.at), 0)
    source = pairs.source[np.repeat(keep, np.diff(pairs.at))]
    arrays = [np.where(keep, v, 0.0) for v in (pairs.children, pairs.seen, pairs.rootish, pairs.root_pair)]
    return Pairs(*arrays, np.append(0, np.cumsum(counts)).astype(np.int64), source)


class Prepared(NamedTuple):
    """Everything about the posts that the fit of one mode needs."""

    forest: Forest
    names: pd.Index
    pairs: Pairs
    features: np.ndarray


def fit_mode(both: pd.DataFrame, texts: bool, again: Fit | None) -> tuple[Fit, np.ndarray]:
    forest, authors, names = forest_of(both)
    pairs = forgotten(look_up(forest, authors, history_links(both), names), forest)
    busy = near(forest)
    x = candidate_features(forest, busy, pairs)
    beta, share = (again.candidate, again.share) if again else fit_kernel(forest, x)
    plain = np.exp(x @ beta)
    SHARE[0] = share
    rough = Fit(TAU, share, beta, np.zeros((0, 0)), np.zeros(0), 0.2, 0.0, 0.0)
    mass = posterior.kernel_mass(forest, rough, plain)
    features = post_features(forest, busy, x, mass, pairs)
    ready = Prepared(forest, names, pairs, features)
    fit = again or fit_posts(ready, texts, rough)
    if not again:
        fit = replace(fit, shape=fit_shape(forest, plain, mass))
    ends = [np.round(np.quantile(features, q, axis=0), 6) for q in RANGE]
    fit, off = fit_whole(forest, replace(fit, least=ends[0], most=ends[1]), features, names)
    # In the fitted half of CasFlow two of three cascades are pure stars; CED holds only what was passed on widely.
    return replace(fit, stars=0.0 if texts else 0.6), off


def fit_posts(ready: Prepared, texts: bool, rough: Fit) -> Fit:
    """The root's log-odds from all features, post by post, and how often a pair of the history is right."""
    forest, pairs = ready.forest, ready.pairs
    place = np.arange(forest.t.size) - np.repeat(forest.offset[:-1], np.diff(forest.offset))
    inner = (forest.known != NONE) & (place >= 2)
    y = forest.is_root[np.maximum(forest.known, 0)].astype(float)
    # Each cascade counts alike where there are no texts: the few small ones must not drown.
    size = np.repeat(np.diff(forest.offset), np.diff(forest.offset))
    weight = np.ones(inner.sum()) if texts else (size.mean() / size)[inner]
    knots, root = fit_root(ready.features[inner], y[inner], weight)
    met = inner & (y == 0) & (np.diff(pairs.at) > 0)
    right = np.array([forest.known[i] in pairs.source[pairs.at[i] : pairs.at[i + 1]] for i in np.flatnonzero(met)])
    q = right.mean()
    print("  pairs right", round(q, 3), "of", len(right))
    return replace(rough, knots=knots, root=root, spread=0.5, pair=q / (1 - q))


def hidden(posts: pd.DataFrame, share: float, seed: int = 7) -> pd.DataFrame:
    """The posts with all but such a share of their parents hidden."""
    keep = np.random.default_rng(seed).random(len(posts)) < share
    return posts.assign(parent_post_id=posts["parent_post_id"].where(keep, None))


def truth_of(posts: pd.DataFrame) -> np.ndarray:
    forest, _authors, _names = forest_of(posts)
    root = np.repeat(forest.offset[:-1], np.diff(forest.offset))
    return samples.Scratch(forest).measure(np.where(forest.known == NONE, root, forest.known)).measures


def calibrate(posts: pd.DataFrame, fit: Fit, truth: np.ndarray, off: np.ndarray) -> Calibration:
    """Shift and stretch at each share of known links so that 5 % of the truths lie below and 5 % above."""
    rows = []
    for known in KNOWN:
        forest, _authors, _names = forest_of(hidden(posts, known))
        found = posterior.posterior(forest, fit)
        eta = found.eta + np.repeat(off[: forest.cascades], np.diff(forest.offset))
        centre = posterior.case_centre([posterior.shift_likelihoods(forest, fit, eta)], fit)
        found = posterior.moved(replace(found, eta=eta), centre)
        values = np.stack(samples.trees(found, 100, 3, lambda tree: tree.measures.copy()))
        logs = samples.log_measures(values)
        q05, mid, q95 = samples._ranks(logs, (0.05, 0.5, 0.95))
        target = np.log(truth + np.array([0, 0, 0, 0, 1.0, 1.0]))
        row = []
        for m in range(len(MEASURES)):
            ok = ~np.isnan(target[:, m]) & ~np.isnan(mid[:, m])
            error = target[ok, m] - mid[ok, m]
            # Where stars are frequent the middle stays at what the trees say; only the ends are moved.
            shift = 0.0 if fit.stars else float(np.median(error))
            down = (shift - error) / samples._reach(mid[ok, m] - q05[ok, m])
            up = (error - shift) / samples._reach(q95[ok, m] - mid[ok, m])
            row.append((shift, max(np.quantile(down, 0.95), 0.0), max(np.quantile(up, 0.95), 0.0)))
        rows.append(row)
        print("  known", known, [tuple(np.round(r, 2)) for r in row[:4]])
    table = np.round(np.array(rows), 4)
    return Calibration(np.array(KNOWN), table[:, :, 0], table[:, :, 1], table[:, :, 2])


def plain(fit, calibration) -> dict:
    def data(thing):
        return {k: np.round(v, 6).tolist() if isinstance(v, np.ndarray) else float(v) for k, v in vars(thing).items()}

    return {"fit": data(fit), "calibration": data(calibration)}


def main() -> None:
    folder = Path(sys.argv[1])
    ced, casflow = load(folder, "ced_dev"), load(folder, "casflow_sample")
    ced = ced[ced["cascade_id"].map(fold) != 0]
    casflow = casflow[casflow["cascade_id"].map(fold) < 2]
    told = {
        "about": "Fitted by benchmarks/fit_cascades.py on 3 of 4 Weibo CED cascades and half of 30 CasFlow cascades."
    }
    shipped = json.loads(MODEL.read_text(encoding="utf-8")) if "--again" in sys.argv else {}
    for name, texts in (("with texts", True), ("without texts", False)):
        print(name)
        posts = ced if texts else ced.assign(text=None)
        both = posts if texts else pd.concat([posts, casflow.assign(text=None)])
        fit, off = fit_mode(both, texts, fitted.fit_from(shipped[name]["fit"]) if shipped else None)
        told[name] = plain(fit, calibrate(posts, fit, truth_of(posts), off))
    MODEL.write_text(json.dumps(told), encoding="utf-8")
    fitted.fitted.cache_clear()


if __name__ == "__main__":
    main()
