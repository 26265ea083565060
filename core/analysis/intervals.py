"""Intervals around shares that were counted."""

from __future__ import annotations

from math import sqrt


def wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson interval of a share: where it plausibly lies when ``k`` of ``n`` were counted.

    Parameters
    ----------
    k : how many have the property, 0 to ``n``.
    n : how many were looked at; with none the share can be anything.
    z : how many standard errors; 1.96 gives 95 %.

    Returns
    -------
    (float, float)
        Lower and upper bound, each a share between 0 and 1.

    Raises
    ------
    ValueError
        ``k`` is below 0 or above ``n``, or ``z`` is below 0.

    References
    ----------
    Wilson: Probable inference, the law of succession, and statistical inference, 1927.

    Examples
    --------
    >>> low, high = wilson(33, 100)
    >>> round(low, 3), round(high, 3)
    (0.246, 0.427)
    """
    if not 0 <= k <= n or z < 0:
        raise ValueError("a count lies between 0 and the number looked at, and z is not below 0")
    if n == 0:
        return 0.0, 1.0
    share, spread = k / n, z * z / n
    middle = share + spread / 2
    margin = z * sqrt(share * (1 - share) / n + spread / (4 * n))
    return max((middle - margin) / (1 + spread), 0.0), min((middle + margin) / (1 + spread), 1.0)
