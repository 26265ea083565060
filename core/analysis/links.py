"""Links between accounts as arrays: each pair once, directions and kinds taken together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Graph:
    """Undirected links between places in ``accounts``, each pair once; ``weight`` in posts."""

    accounts: Ints
    a: Ints
    b: Ints
    weight: Floats

    @property
    def strength(self) -> Floats:
        """Posts on all links of each account."""
        n = self.accounts.size
        return np.asarray(np.bincount(self.a, self.weight, n) + np.bincount(self.b, self.weight, n), dtype=np.float64)

    def matrix(self, weight: Floats) -> Any:  # noqa: ANN401 - scipy has no types
        """The symmetric adjacency matrix with these weights of the pairs, as sorted CSR."""
        from scipy.sparse import csr_matrix  # a third of a second and 25 MB, and only the map of a build needs it

        n = self.accounts.size
        ends = (np.concatenate([self.a, self.b]), np.concatenate([self.b, self.a]))
        found = csr_matrix((np.concatenate([weight, weight]), ends), shape=(n, n))
        found.sort_indices()
        return found

    def among(self, chosen: Ints) -> Graph:
        """The links among these places; places are renumbered in the order given."""
        row = np.full(self.accounts.size, -1)
        row[chosen] = np.arange(chosen.size)
        inside = (row[self.a] >= 0) & (row[self.b] >= 0)
        return Graph(self.accounts[chosen], row[self.a[inside]], row[self.b[inside]], self.weight[inside])


def undirected(links: pd.DataFrame) -> Graph:
    """The graph of ``source_no``, ``target_no``, ``n``: pairs added up, links of an account to itself left out."""
    source, target = links["source_no"].to_numpy(np.int64), links["target_no"].to_numpy(np.int64)
    real = source != target
    low, high = np.minimum(source, target)[real], np.maximum(source, target)[real]
    accounts, place = np.unique(np.concatenate([low, high]), return_inverse=True)
    n = max(accounts.size, 1)
    pair, where = np.unique(place[: low.size] * n + place[low.size :], return_inverse=True)
    weight = np.asarray(np.bincount(where, links["n"].to_numpy(float)[real], pair.size), dtype=np.float64)
    return Graph(accounts, pair // n, pair % n, weight)
