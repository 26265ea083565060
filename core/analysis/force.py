"""The loops of the map: ForceAtlas2 with a quadtree, and core numbers. Import only inside functions."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .cascades.jit import compiled

Array = npt.NDArray[Any]

#: A cell is taken as one body where it is so much smaller than it is far (Barnes and Hut 1986).
THETA = 1.2
#: Accounts in the same place would divide a cell for ever.
DEEPEST = 40


@compiled
def quadtree(
    xy: Array, mass: Array, child: Array, centre: Array, weight: Array, side: float, left: float, top: float
) -> int:
    """Fills the cells of a quadtree over all places and returns their number.

    ``child`` (cells, 4): -1 nothing, -2 - i the account i, else a cell.
    """
    cells = 1
    child[0, :] = -1
    centre[0, 0] = centre[0, 1] = weight[0] = 0.0
    for i in range(xy.shape[0]):
        cell, half, x0, y0, depth = 0, side / 2, left, top, 0
        while True:
            weight[cell] += mass[i]
            centre[cell, 0] += mass[i] * xy[i, 0]
            centre[cell, 1] += mass[i] * xy[i, 1]
            right, down = xy[i, 0] >= x0 + half, xy[i, 1] >= y0 + half
            q = (1 if right else 0) + (2 if down else 0)
            there = child[cell, q]
            depth += 1
            if there == -1:
                child[cell, q] = -2 - i
                break
            if depth > DEEPEST:
                break  # counted in the cell's weight, which is all that its neighbours see
            if there < -1:
                child[cell, q] = cells
                child[cells, :] = -1
                j = -2 - there
                weight[cells] = mass[j]
                centre[cells, 0] = mass[j] * xy[j, 0]
                centre[cells, 1] = mass[j] * xy[j, 1]
                cx, cy = x0 + (half if right else 0.0), y0 + (half if down else 0.0)
                inner = (1 if xy[j, 0] >= cx + half / 2 else 0) + (2 if xy[j, 1] >= cy + half / 2 else 0)
                child[cells, inner] = there
                there = cells
                cells += 1
            x0 += half if right else 0.0
            y0 += half if down else 0.0
            half /= 2
            cell = there
    for cell in range(cells):
        centre[cell, 0] /= weight[cell]
        centre[cell, 1] /= weight[cell]
    return cells


@compiled
def repulsion(
    xy: Array, mass: Array, child: Array, centre: Array, weight: Array, side: float, scaling: float, force: Array
) -> None:
    """Adds to ``force`` what pushes every account away from all others."""
    stack, sides = np.empty(4 * DEEPEST + 8, np.int64), np.empty(4 * DEEPEST + 8)
    for i in range(xy.shape[0]):
        top = 1
        stack[0], sides[0] = 0, side
        while top:
            top -= 1
            cell, wide = stack[top], sides[top]
            dx, dy = xy[i, 0] - centre[cell, 0], xy[i, 1] - centre[cell, 1]
            d2 = dx * dx + dy * dy
            if wide * wide < THETA * THETA * d2:
                push = scaling * mass[i] * weight[cell] / d2
                force[i, 0] += dx * push
                force[i, 1] += dy * push
                continue
            for q in range(4):
                there = child[cell, q]
                if there >= 0:
                    stack[top], sides[top] = there, wide / 2
                    top += 1
                elif there < -1 and there != -2 - i:
                    j = -2 - there
                    ex, ey = xy[i, 0] - xy[j, 0], xy[i, 1] - xy[j, 1]
                    e2 = ex * ex + ey * ey + 1e-4
                    push = scaling * mass[i] * mass[j] / e2
                    force[i, 0] += ex * push
                    force[i, 1] += ey * push


@compiled
def force_atlas(
    start: Array, a: Array, b: Array, pull: Array, mass: Array, rounds: int, scaling: float, gravity: float
) -> Array:
    """Places after so many rounds of ForceAtlas2 (Jacomy et al. 2014), its own choice of speed included."""
    n = start.shape[0]
    xy, old, force = start.copy(), np.zeros((n, 2)), np.zeros((n, 2))
    child, centre, weight = np.empty((8 * n + 64, 4), np.int64), np.empty((8 * n + 64, 2)), np.empty(8 * n + 64)
    speed, efficiency = 1.0, 1.0
    for _round in range(rounds):
        left, top = xy[:, 0].min(), xy[:, 1].min()
        side = max(xy[:, 0].max() - left, xy[:, 1].max() - top) * 1.0001 + 1e-9
        force[:, :] = 0.0
        quadtree(xy, mass, child, centre, weight, side, left, top)
        repulsion(xy, mass, child, centre, weight, side, scaling, force)
        for k in range(a.size):
            dx, dy = xy[a[k], 0] - xy[b[k], 0], xy[a[k], 1] - xy[b[k], 1]
            force[a[k], 0] -= pull[k] * dx
            force[a[k], 1] -= pull[k] * dy
            force[b[k], 0] += pull[k] * dx
            force[b[k], 1] += pull[k] * dy
        swing_all, traction = 1e-12, 1e-12
        for i in range(n):
            far = np.hypot(xy[i, 0], xy[i, 1]) + 1e-9
            force[i, 0] -= gravity * mass[i] * xy[i, 0] / far
            force[i, 1] -= gravity * mass[i] * xy[i, 1] / far
            swing_all += mass[i] * np.hypot(old[i, 0] - force[i, 0], old[i, 1] - force[i, 1])
            traction += 0.5 * mass[i] * np.hypot(old[i, 0] + force[i, 0], old[i, 1] + force[i, 1])
        speed, efficiency = paced(speed, efficiency, swing_all, traction, n)
        for i in range(n):
            swing = mass[i] * np.hypot(old[i, 0] - force[i, 0], old[i, 1] - force[i, 1])
            step = speed / (1.0 + np.sqrt(speed * swing))
            xy[i, 0] += force[i, 0] * step
            xy[i, 1] += force[i, 1] * step
            old[i, 0], old[i, 1] = force[i, 0], force[i, 1]
    return xy


@compiled
def paced(speed: float, efficiency: float, swing: float, traction: float, n: int) -> tuple[float, float]:
    """Speed and its efficiency for the next step: fast while accounts travel, slow while they swing to and fro."""
    least = np.sqrt(0.05 * np.sqrt(n))
    tolerance = max(least, min(10.0, 0.05 * np.sqrt(n) * traction / (n * n)))
    if swing / traction > 2.0:
        if efficiency > 0.05:
            efficiency *= 0.5
        tolerance = max(tolerance, 1.0)
    target = tolerance * efficiency * traction / swing
    if swing > tolerance * traction:
        if efficiency > 0.05:
            efficiency *= 0.7
    elif speed < 1000.0:
        efficiency *= 1.3
    return speed + min(target - speed, 0.5 * speed), efficiency


@compiled
def core_numbers(first: Array, other: Array) -> Array:
    """The core number of each account (Batagelj and Zaversnik 2003); neighbours: ``other[first[i]:first[i + 1]]``."""
    n = first.size - 1
    degree = first[1:] - first[:-1]
    most = degree.max() if n else 0
    start = np.zeros(most + 2, np.int64)
    for i in range(n):
        start[degree[i] + 1] += 1
    for d in range(1, most + 2):
        start[d] += start[d - 1]
    order, place, at = np.empty(n, np.int64), np.empty(n, np.int64), start[:-1].copy()
    for i in range(n):
        place[i] = at[degree[i]]
        order[place[i]] = i
        at[degree[i]] += 1
    begin = start[:-1].copy()
    for k in range(n):
        i = order[k]
        for m in range(first[i], first[i + 1]):
            j = other[m]
            if degree[j] > degree[i]:
                d, p, q = degree[j], place[j], begin[degree[j]]
                w = order[q]
                if w != j:
                    order[p], order[q] = w, j
                    place[j], place[w] = q, p
                begin[d] += 1
                degree[j] -= 1
    return degree
