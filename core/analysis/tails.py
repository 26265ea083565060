"""Tail probabilities of counts, from SciPy's special functions: importing scipy.stats costs 56 MB and a second."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, pdtr


def at_least(n: NDArray[Any], of: NDArray[Any], p: NDArray[Any]) -> NDArray[Any]:
    """The probability of ``n`` successes or more among ``of`` trials (binomial).

    >>> at_least(np.array([0.0, 2.0]), np.array([2.0, 2.0]), np.array([0.5, 0.5])).tolist()
    [1.0, 0.25]
    """
    some = np.maximum(n, 1)
    return np.where(n < 1, 1.0, betainc(some, np.maximum(of - some, 0) + 1, p))


def at_most(n: float, expected: float) -> float:
    """The probability of ``n`` events or fewer where ``expected`` are expected (Poisson).

    >>> round(at_most(0, 1.0), 4)
    0.3679
    """
    return float(pdtr(n, expected))


def adjusted(p: NDArray[Any]) -> NDArray[Any]:
    """The probabilities of many tests corrected together, by Benjamini and Hochberg (1995).

    >>> adjusted(np.array([0.01, 0.02, 0.9])).round(2).tolist()
    [0.03, 0.03, 0.9]
    """
    order = np.argsort(p)
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    out = np.empty_like(scaled)
    out[order] = np.minimum.accumulate(scaled[::-1])[::-1].clip(0, 1)
    return out
