"""The loops over all posts of all cascades. Import this module only inside functions: Numba takes a second to load.

Posts lie in one flat list: those of cascade ``c`` at ``offset[c]:offset[c + 1]``, the root first, then by time.
A parent therefore always stands before its child, and every pass is one walk forwards or backwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .drawing import uniform
from .jit import compiled

Array = npt.NDArray[Any]

#: Posts at this depth and deeper are counted together.
DEEPEST = 20


@compiled
def around(t: Array, offset: Array, within_s: float) -> tuple[Array, Array]:
    """How many posts of the cascade lie at most so many seconds before and after each post."""
    before, after = np.zeros(t.size), np.zeros(t.size)
    for c in range(offset.size - 1):
        low = high = offset[c]
        for i in range(offset[c], offset[c + 1]):
            while t[low] < t[i] - within_s:
                low += 1
            while high < offset[c + 1] and t[high] <= t[i] + within_s:
                high += 1
            before[i], after[i] = i - low, high - i - 1
    return before, after


@compiled
def piecewise(features: Array, knots: Array, weight: Array, least: Array, most: Array) -> Array:
    """A constant plus a piecewise linear function of every feature, level beyond its ends: slope, then its changes."""
    out, step = np.zeros(features.shape[0]), knots.shape[1] + 1
    for i in range(out.size):
        total = weight[0]
        for k in range(knots.shape[0]):
            value = min(max(features[i, k], least[k]), most[k])
            total += weight[1 + k * step] * value
            for m in range(knots.shape[1]):
                total += weight[2 + k * step + m] * max(value - knots[k, m], 0.0)
        out[i] = total
    return out


@compiled
def decayed(t: Array, offset: Array, weight: Array, share: Array, tau: Array) -> Array:
    """Weight times kernel, summed over all earlier posts but the root, as each post sees it."""
    out, left = np.zeros(t.size), np.zeros(tau.size)
    for c in range(offset.size - 1):
        left[:] = 0.0
        for i in range(offset[c] + 2, offset[c + 1]):
            for m in range(tau.size):
                left[m] = (left[m] + weight[i - 1]) * np.exp((t[i - 1] - t[i]) / tau[m])
                out[i] += share[m] * left[m]
    return out


@compiled
def kernel_value(
    i: int,
    j: np.int64,
    t: Array,
    weight: Array,
    share: Array,
    tau: Array,
    extra_at: Array,
    extra_from: Array,
    extra: Array,
) -> float:
    """Weight times kernel of post ``j`` as the parent of post ``i``, with what the history adds."""
    value = 0.0
    for m in range(tau.size):
        value += share[m] * np.exp((t[j] - t[i]) / tau[m])
    value *= weight[j]
    for e in range(extra_at[i], extra_at[i + 1]):
        if extra_from[e] == j:
            value += extra[e]
    return float(value)


@compiled
def ranked(i: int, j: np.int64, p: float, first: Array, p_first: Array, second: Array, p_second: Array) -> None:
    """Enter a candidate among the two likeliest."""
    if j == first[i] or j == second[i]:
        return
    if p > p_first[i]:
        second[i], p_second[i] = first[i], p_first[i]
        first[i], p_first[i] = j, p
    elif p > p_second[i]:
        second[i], p_second[i] = j, p


@compiled
def most_likely(
    t: Array, offset: Array, weight: Array, share: Array, tau: Array, mass: Array, root_p: Array,
    extra_at: Array, extra_from: Array, extra: Array,
) -> tuple[Array, Array, Array, Array]:  # fmt: skip
    """The likeliest parent of every post and the runner-up, each with its probability.

    Tried are the root, the post just before, the leader of each part of the kernel and the pairs of the history.
    """
    first, second = np.full(t.size, -1), np.full(t.size, -1)
    p_first, p_second = np.zeros(t.size), np.zeros(t.size)
    leader = np.zeros(tau.size + 1, np.int64)
    for c in range(offset.size - 1):
        root = offset[c]
        leader[:] = root + 1
        for i in range(root + 1, offset[c + 1]):
            first[i], p_first[i] = root, root_p[i]
            if i == root + 1 or mass[i] <= 0.0:
                continue
            for m in range(tau.size):
                old = leader[m]
                if weight[i - 1] >= weight[old] * np.exp((t[old] - t[i - 1]) / tau[m]):
                    leader[m] = i - 1
            leader[-1] = i - 1
            rest = (1.0 - root_p[i]) / mass[i]
            for j in leader:
                value = kernel_value(i, j, t, weight, share, tau, extra_at, extra_from, extra)
                ranked(i, j, rest * value, first, p_first, second, p_second)
            for j in extra_from[extra_at[i] : extra_at[i + 1]]:
                value = kernel_value(i, j, t, weight, share, tau, extra_at, extra_from, extra)
                ranked(i, j, rest * value, first, p_first, second, p_second)
    return first, p_first, second, p_second


@compiled
def expected_descendants(
    t: Array, offset: Array, weight: Array, share: Array, tau: Array, mass: Array, root_p: Array, known: Array,
    extra_at: Array, extra_from: Array, extra: Array,
) -> Array:  # fmt: skip
    """Posts that hang below each post on average over all trees, exact in one walk backwards."""
    below, left = np.zeros(t.size), np.zeros(tau.size)
    for c in range(offset.size - 1):
        root, end = offset[c], offset[c + 1]
        left[:] = 0.0
        below[root] = end - root - 1
        for i in range(end - 1, root, -1):
            if i < end - 1:
                for m in range(tau.size):
                    left[m] *= np.exp((t[i] - t[i + 1]) / tau[m])
            total = 0.0
            for m in range(tau.size):
                total += share[m] * left[m]
            below[i] += weight[i] * total
            if known[i] > root:
                below[known[i]] += 1.0 + below[i]
            elif known[i] < 0 and mass[i] > 0.0:
                flow = (1.0 - root_p[i]) * (1.0 + below[i]) / mass[i]
                for m in range(tau.size):
                    left[m] += flow
                for e in range(extra_at[i], extra_at[i + 1]):
                    below[extra_from[e]] += flow * extra[e]
    return below


@compiled
def measured(
    t: Array, offset: Array, parent: Array, depth: Array, below: Array, levels: Array, breadth: Array, out: Array
) -> None:
    """Depth, mean depth, max breadth, structural virality and the times to depth 2 and 3 of every tree, in O(n).

    ``depth``, ``below`` (posts at and below) and ``levels`` are overwritten; ``breadth`` (cascades x DEEPEST + 1) takes
    the posts at each depth.
    """
    for c in range(offset.size - 1):
        root, end = offset[c], offset[c + 1]
        n, deepest, total = end - root, 0, 0
        depth[root], below[root] = 0, 1
        reached_2 = reached_3 = np.nan
        levels[0] = 1
        for i in range(root + 1, end):
            d = depth[parent[i]] + 1
            depth[i], below[i] = d, 1
            total += d
            if d > deepest:
                deepest, levels[d] = d, 0
                if d == 2:
                    reached_2 = t[i]
                elif d == 3:
                    reached_3 = t[i]
            levels[d] += 1
        crossing, broadest = 0.0, 0
        for i in range(end - 1, root, -1):
            below[parent[i]] += below[i]
            crossing += float(below[i]) * float(n - below[i])
        breadth[c, :] = 0
        for d in range(deepest + 1):
            broadest = max(broadest, levels[d]) if d else 0
            breadth[c, min(d, DEEPEST)] += levels[d]
        out[c, 0], out[c, 1], out[c, 2] = deepest, total / max(n - 1, 1), broadest
        out[c, 3] = 2.0 * crossing / (n * (n - 1.0)) if n > 1 else np.nan
        out[c, 4], out[c, 5] = reached_2, reached_3


@compiled
def likelihoods(offset: Array, known: Array, eta: Array, grid: Array) -> Array:
    """Log-likelihood of the known links of each cascade for every shift of its root share."""
    out = np.zeros((offset.size - 1, grid.size))
    for c in range(offset.size - 1):
        for i in range(offset[c] + 2, offset[c + 1]):
            if known[i] >= 0:
                sign = 1.0 if known[i] == offset[c] else -1.0
                for g in range(grid.size):
                    out[c, g] -= np.log1p(np.exp(-sign * (eta[i] + grid[g])))
    return out


@compiled
def averaged(offset: Array, eta: Array, grid: Array, chance: Array) -> Array:
    """Probability of the root for each post, averaged over the shifts of its cascade."""
    out = np.ones(eta.size)
    for c in range(offset.size - 1):
        for i in range(offset[c] + 2, offset[c + 1]):
            total = 0.0
            for g in range(grid.size):
                total += chance[c, g] / (1.0 + np.exp(-eta[i] - grid[g]))
            out[i] = total
    return out


@compiled
def flowing_back(t: Array, offset: Array, weight: Array, share: Array, tau: Array, flow: Array) -> Array:
    """What each post receives of the flow of all later posts of its cascade, by weight and kernel."""
    out, left = np.zeros(t.size), np.zeros(tau.size)
    for c in range(offset.size - 1):
        left[:] = 0.0
        for i in range(offset[c + 1] - 1, offset[c], -1):
            total = 0.0
            for m in range(tau.size):
                if i < offset[c + 1] - 1:
                    left[m] *= np.exp((t[i] - t[i + 1]) / tau[m])
                total += share[m] * left[m]
                left[m] += flow[i]
            out[i] = weight[i] * total
    return out


@compiled
def pair_weights(
    t: Array, root: int, i: int, followers: Array, power: bool, a: float, b: float, weights: Array
) -> float:
    """Weights of all posts before post ``i`` as its parent; returns their sum."""
    total_followers = total_time = 0.0
    for j in range(root, i):
        wait = t[i] - t[j] + 0.1
        if power:
            weights[j - root] = wait**-a
            total_time += weights[j - root]
            total_followers += followers[j]
        else:
            weights[j - root] = followers[j] ** b * np.exp(a * (t[i] - t[j])) + 1e-300
            total_time += weights[j - root]
    if not power:
        return total_time
    for j in range(root, i):
        weights[j - root] = b * followers[j] / total_followers + (1.0 - b) * weights[j - root] / total_time
    return 1.0


@compiled
def drawn_pairwise(
    t: Array, offset: Array, known: Array, followers: Array, power: bool, a: float, b: float, n: int, state: Array
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Trees drawn from weights of all pairs; the likeliest parents and the chance of the root."""
    parents = np.full((n, t.size), -1)
    first, second = np.full(t.size, -1), np.full(t.size, -1)
    p_first, p_second, root_p = np.zeros(t.size), np.zeros(t.size), np.zeros(t.size)
    weights = np.zeros(t.size)
    for c in range(offset.size - 1):
        root = offset[c]
        for i in range(root + 1, offset[c + 1]):
            if known[i] >= 0:
                parents[:, i], first[i], p_first[i], root_p[i] = known[i], known[i], 1.0, known[i] == root
                continue
            total = pair_weights(t, root, i, followers, power, a, b, weights)
            root_p[i] = weights[0] / total
            running = 0.0
            for j in range(i - root):
                p = weights[j] / total
                if p > p_first[i]:
                    second[i], p_second[i] = first[i], p_first[i]
                    first[i], p_first[i] = root + j, p
                elif p > p_second[i]:
                    second[i], p_second[i] = root + j, p
                running += p
                weights[j] = running
            for s in range(n):
                parents[s, i] = root + min(np.searchsorted(weights[: i - root], uniform(state) * running), i - root - 1)
    return parents, first, p_first, second, p_second, root_p
