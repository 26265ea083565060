"""Small decision trees, evaluated with the exact share of every feature in the result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from math import factorial

import numpy as np
import numpy.typing as npt

from core.analysis.botscore.handles import Floats

#: The splits of one tree are packed into one byte.
MOST_SPLITS = 8
#: Rows per step: a step's matrices stay in the processor's cache.
_ROWS = 8_192


@dataclass(frozen=True)
class Tree:
    """One tree: a row goes left at a split where its feature is at most the threshold; ``~leaf`` names a leaf.

    ``counts`` are the training rows of each leaf, which weigh the branches that a feature leaves open.
    """

    features: list[int]
    thresholds: list[float]
    left: list[int]
    right: list[int]
    values: list[float]
    counts: list[int]

    @cached_property
    def used(self) -> list[int]:
        """The features that the tree looks at, each once."""
        return sorted(set(self.features))

    def rows_below(self, node: int) -> int:
        """How many training rows came through a node."""
        if node < 0:
            return self.counts[~node]
        return self.rows_below(self.left[node]) + self.rows_below(self.right[node])

    def expected(self, node: int, goes_left: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_]) -> Floats:
        """The mean result below a node per pattern of answers and set of known features, shape (patterns, sets)."""
        if node < 0:
            return np.full((len(goes_left), known.shape[1]), self.values[~node])
        left = self.expected(self.left[node], goes_left, known)
        right = self.expected(self.right[node], goes_left, known)
        share = self.rows_below(self.left[node]) / max(self.rows_below(node), 1)
        chosen = np.where(goes_left[:, [node]], left, right)
        seen = known[self.used.index(self.features[node])]
        return np.where(seen[None, :], chosen, share * left + (1 - share) * right)

    def shares(self, width: int) -> tuple[Floats, float]:
        """Each feature's share in the result for each pattern of answers, (2 ** splits, width), and the mean result."""
        splits, used = len(self.features), len(self.used)
        goes_left = _bits(splits)
        expected = self.expected(0 if splits else -1, goes_left, _bits(used).T)
        table = np.zeros((len(goes_left), width))
        table[:, self.used] = expected @ _shapley_weights(used)
        return table, float(expected[0, 0])


@cache
def _bits(n: int) -> npt.NDArray[np.bool_]:
    """Every pattern of ``n`` answers, shape (2 ** n, n); the first answer is the lowest bit."""
    return (np.arange(2**n)[:, None] >> np.arange(n)[None, :] & 1).astype(bool)


@cache
def _shapley_weights(n: int) -> Floats:
    """The weights by which the expected results of all subsets become Shapley values, shape (2 ** n, n)."""
    weights = np.zeros((2**n, n))
    for player in range(n):
        others = [p for p in range(n) if p != player]
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for subset in combinations(others, size):
                without = sum(2**p for p in subset)
                weights[without, player] -= weight
                weights[without + 2**player, player] += weight
    return weights


@dataclass(frozen=True)
class Forest:
    """The sum of many small trees over the same features.

    Parameters
    ----------
    trees : trees of at most ``MOST_SPLITS`` splits each.
    width : the number of features.

    References
    ----------
    Lundberg et al.: From local explanations to global understanding with explainable AI for trees, 2020
    (path-dependent Shapley values). Trees this small have at most 256 patterns of answers, so the values are looked up.
    """

    trees: tuple[Tree, ...]
    width: int

    @cached_property
    def _tables(self) -> tuple[list[Floats], float]:
        tables = [tree.shares(self.width) for tree in self.trees]
        return [np.ascontiguousarray(table.T) for table, _ in tables], sum(mean for _, mean in tables)

    @property
    def base(self) -> float:
        """The mean result, in log-odds: what is known before any feature is looked at."""
        return self._tables[1]

    def contributions(self, matrix: Floats) -> Floats:
        """The log-odds that each feature adds to ``base``, shape (n, width).

        Parameters
        ----------
        matrix : features without gaps, shape (n, width).

        Returns
        -------
        Floats
            Shape (n, width); a row's sum plus ``base`` is the result of the trees.

        Examples
        --------
        >>> stump = Tree([0], [1.5], [~0], [~1], [-1.0, 3.0], [30, 10])
        >>> forest = Forest((stump,), 2)
        >>> forest.base
        0.0
        >>> forest.contributions(np.array([[1.0, 7.0], [2.0, 7.0]])).tolist()
        [[-1.0, 0.0], [3.0, 0.0]]
        """
        out = np.zeros((len(matrix), self.width))
        for start in range(0, len(matrix), _ROWS):
            rows = np.zeros((self.width, len(matrix[start : start + _ROWS])))
            self._add(np.ascontiguousarray(matrix[start : start + _ROWS].T), rows)
            out[start : start + _ROWS] = rows.T
        return out

    def _add(self, columns: Floats, out: Floats) -> None:
        """Add each tree's shares to ``out`` (width, n); feature by feature, as most trees look at few of them."""
        shares = np.empty(columns.shape[1])
        for tree, table in zip(self.trees, self._tables[0], strict=True):
            if not tree.features:
                continue
            answers = np.zeros(columns.shape[1], dtype=np.uint8)
            for place, (feature, threshold) in enumerate(zip(tree.features, tree.thresholds, strict=True)):
                answers |= (columns[feature] <= threshold).view(np.uint8) << np.uint8(place)
            pattern = answers.astype(np.intp)  # the type that take wants: no copy per feature
            for feature in tree.used:
                out[feature] += table[feature].take(pattern, out=shares, mode="clip")


def read_lightgbm(text: str, width: int) -> Forest:
    """The forest of a LightGBM text model with numeric features and no gaps.

    Raises
    ------
    ValueError
        A tree has more than ``MOST_SPLITS`` splits.
    """
    return Forest(tuple(_read_tree(block) for block in text.split("\nTree=")[1:]), width)


def _read_tree(block: str) -> Tree:
    lines = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
    whole = {
        name: [int(v) for v in lines.get(name, "").split()] for name in ("split_feature", "left_child", "right_child")
    }
    if len(whole["split_feature"]) > MOST_SPLITS:
        raise ValueError(f"a tree has more than {MOST_SPLITS} splits")
    return Tree(
        features=whole["split_feature"],
        thresholds=[float(f"{float(v):.9g}") for v in lines.get("threshold", "").split()],
        left=whole["left_child"],
        right=whole["right_child"],
        values=[round(float(v), 6) for v in lines["leaf_value"].split()],
        counts=[int(v) for v in lines.get("leaf_count", "1").split()],
    )
