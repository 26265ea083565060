"""The loops that draw trees. Import this module only inside functions: Numba takes a second to load.

Posts lie as in ``loops``. Earlier posts are sorted into bins by how long ago they were: each begins where the kernel
has fallen by half. A parent is drawn in three steps: a bin by its summed weights times the kernel at its near end, a
post in the bin by running sums with an index into them (Chen and Asau 1974), and a coin for the kernel within the
bin. So one parent costs about the same in a cascade of a hundred posts and of a million, and the probabilities are
exact. The steps are walked for some posts together: what is read at random then comes from memory side by side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .jit import compiled, inlined

Array = npt.NDArray[Any]

#: Posts whose parents are drawn together.
BATCH = 32
#: So often a parent is drawn anew at most; after that it is the post before.
TRIES = 200
#: Cells of the index that hold more posts than this are halved instead of walked through.
WALK = 8


@compiled
def windows(t: Array, offset: Array, edges: Array) -> Array:
    """For each post and bin the earliest post that is not longer ago than the far end of the bin (posts x bins)."""
    out = np.zeros((t.size, edges.size), np.int32)
    for c in range(offset.size - 1):
        first = offset[c] + 1
        low = np.full(edges.size, first)
        for i in range(first, offset[c + 1]):
            for b in range(edges.size):
                while low[b] < i and t[i] - t[low[b]] > edges[b]:
                    low[b] += 1
                out[i, b] = low[b]
    return out


@inlined
def stepped(x: np.uint64) -> np.uint64:
    """The next state of a seeded stream (xorshift64*)."""
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    return x


@inlined
def unit(x: np.uint64) -> float:
    """The number between 0 and 1 that a state of the stream stands for."""
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * 1.1102230246251565e-16


@inlined
def uniform(state: Array) -> float:
    """The next number of a seeded stream between 0 and 1."""
    state[0] = stepped(state[0])
    return unit(state[0])


@compiled
def redrawn(
    offset: Array, plain: Array, shape: float, children: Array, rate: Array, table: Array, state: Array, run: Array
) -> None:
    """Running sums (first column of ``run``) of weights times a hidden popularity: gamma distributed, sharpened where
    children are known.
    """
    for c in range(offset.size - 1):
        total = 0.0
        for i in range(offset[c] + 1, offset[c + 1]):
            value = table[int(uniform(state) * table.size)]
            if children[i] > 30:
                value += children[i]
            else:
                for _ in range(int(children[i])):
                    value -= np.log(1.0 - uniform(state))
            total += plain[i] * value / (shape + rate[i]) + 1e-12
            run[i, 0] = total


@compiled
def indexed(offset: Array, run: Array, index: Array) -> None:
    """For every cell of equal width between 0 and the last sum of a cascade, the first post that ends beyond it."""
    for c in range(offset.size - 1):
        first, end = offset[c] + 1, offset[c + 1]
        j = first
        for cell in range(first, end):
            wanted = run[end - 1, 0] * (cell - first) / (end - first)
            while j < end - 1 and run[j, 0] <= wanted:
                j += 1
            index[cell] = j


@inlined
def binned(i: int, first: int, low: Array, height: Array, run: Array, parts: Array) -> int:
    """Running mass of the bins of post ``i``, each at the height of its near end; returns how many bins there are."""
    total, b, high = 0.0, 0, run[i - 1, 0]
    while b < low.shape[1]:
        at = low[i, b]
        below = run[at - 1, 0] if at > first else 0.0
        total += height[b] * (high - below)
        parts[b] = total
        high = below
        b += 1
        if at == first:
            break
    return b


@compiled
def aimed(
    n: int, first: int, end: int, low: Array, height: Array, run: Array, masses: Array, state: Array, todo: Array,
    aim: Array,
) -> None:  # fmt: skip
    """Step one for ``n`` posts to do: a bin, the sum that is looked for in it, and the cell of the index for that."""
    scale, x = (end - first) / run[end - 1, 0], state[0]
    for q in range(n):
        x = stepped(x)
        i, row, bins = todo[q, 0], todo[q, 2], todo[q, 3]
        wanted, b = unit(x) * masses[row, bins - 1], 0
        while b < bins - 1 and masses[row, b] <= wanted:
            b += 1
        before = low[i, b]
        base = run[before - 1, 0] if before > first else 0.0
        passed = masses[row, b - 1] if b > 0 else 0.0
        aim[q] = base + (wanted - passed) / height[b] if height[b] > 0.0 else run[i - 1, 0]
        todo[q, 4] = b
        todo[q, 5] = min(first + int(aim[q] * scale), end - 1)
        todo[q, 6] = before
        todo[q, 7] = max(i - 1 if b == 0 else low[i, b - 1] - 1, before)
    state[0] = x


@inlined
def found_at(target: float, low: int, high: int, run: Array) -> int:
    """The post from ``low`` to ``high`` (inclusive) at which the running sum passes the target."""
    while high - low > WALK:
        middle = (low + high) // 2
        if run[middle, 0] > target:
            high = middle
        else:
            low = middle + 1
    while low < high and run[low, 0] <= target:
        low += 1
    return low


@inlined
def accepted(lag: float, b: int, coin: float, edge: Array, height: Array, slope: Array, kernel: Array) -> bool:
    """Whether the coin lies under the kernel; being convex it lies above its tangents and below its chords."""
    if coin <= height[b + 1]:
        return True
    near, far = lag - edge[b], edge[b + 1] - lag
    if coin <= max(height[b + 1] - slope[b + 1] * far, height[b] + slope[b] * near):
        return True
    if coin > height[b + 1] + (height[b] - height[b + 1]) * far / (near + far):
        return False
    value = 0.0
    for m in range(kernel.shape[1]):
        value += kernel[0, m] * np.exp(-lag / kernel[1, m])
    return bool(coin <= value)


@compiled
def settled(
    n: int, end: int, edge: Array, height: Array, slope: Array, kernel: Array, run: Array, index: Array, state: Array,
    todo: Array, aim: Array, parent: Array,
) -> int:  # fmt: skip
    """Steps two and three: parents found and tossed for; those that fail stay to do, and are counted."""
    for q in range(n):
        cell = todo[q, 5]
        todo[q, 6] = max(todo[q, 6], index[cell])
        if cell < end - 1:
            todo[q, 7] = min(todo[q, 7], index[cell + 1])
    left, x = 0, state[0]
    for q in range(n):
        x = stepped(x)
        i, g, b = todo[q, 0], todo[q, 1], todo[q, 4]
        j = found_at(aim[q], todo[q, 6], todo[q, 7], run)
        parent[g, i] = j
        if not accepted(run[i, 1] - run[j, 1], b, unit(x) * height[b], edge, height, slope, kernel):
            todo[left, :4] = todo[q, :4]
            left += 1
    state[0] = x
    return left


@compiled
def drawn(
    offset: Array, known: Array, odds: Array, lift: Array, low: Array, edge: Array, height: Array, slope: Array,
    kernel: Array, run: Array, index: Array, boost: float, extra_at: Array, extra_from: Array, state: Array,
    parent: Array,
) -> None:  # fmt: skip
    """Trees of every cascade (trees x posts): the known links, and a parent drawn for each other post.

    ``lift`` moves the odds of the root (trees x cascades), the history adds ``boost`` for each post it knows. The bins
    have their ends at ``edge``, with kernel ``height`` and ``slope`` there; ``kernel`` holds shares and time constants,
    ``run`` running sums of weights and times.
    """
    masses = np.zeros((BATCH, low.shape[1]))
    todo, aim = np.zeros((BATCH * parent.shape[0], 8), np.int32), np.zeros(BATCH * parent.shape[0])
    for c in range(offset.size - 1):
        root, end = offset[c], offset[c + 1]
        parent[:, root] = -1
        for start in range(root + 1, end, BATCH):
            n = 0
            for i in range(start, min(start + BATCH, end)):
                before = n
                for g in range(parent.shape[0]):
                    parent[g, i] = known[i] if known[i] >= 0 else root
                    chance, extras = odds[i] * lift[g, c], extra_at[i + 1] - extra_at[i]
                    if known[i] >= 0 or i == root + 1 or uniform(state) * (1.0 + chance) <= chance:
                        continue
                    if extras > 0 and uniform(state) * (1.0 + boost * extras) > 1.0:
                        parent[g, i] = extra_from[extra_at[i] + int(uniform(state) * extras)]
                        continue
                    todo[n, 0], todo[n, 1], todo[n, 2] = i, g, i - start
                    n += 1
                if n > before:
                    todo[before:n, 3] = binned(i, root + 1, low, height, run, masses[i - start])
            tries = 0
            while n > 0 and tries < TRIES:
                aimed(n, root + 1, end, low, height, run, masses, state, todo, aim)
                n = settled(n, end, edge, height, slope, kernel, run, index, state, todo, aim, parent)
                tries += 1
