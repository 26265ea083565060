"""How ordinary a handle looks: the likelihood of its pairs of neighbouring characters."""

from __future__ import annotations

import string

import numpy as np
import numpy.typing as npt
import pandas as pd

#: The characters a handle can hold, in the order of the table's rows and columns.
ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "_"
#: The class of every other character: only a hostile or foreign handle has one.
OTHER = len(ALPHABET)
_GAP = 0  # byte between two handles when they are laid end to end

Floats = npt.NDArray[np.float64]


def _classes() -> npt.NDArray[np.int64]:
    classes = np.full(256, OTHER)
    classes[[ord(c) for c in ALPHABET]] = np.arange(OTHER)
    return classes


_CLASS_OF_BYTE = _classes()


def _pairs(handles: pd.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(first * 64 + second) of every neighbouring pair, and the row each pair belongs to."""
    texts = handles.astype("string").fillna("").str.replace("\0", "?", regex=False).tolist()
    flat = np.frombuffer("\0".join(texts).encode("utf-8", "replace"), dtype=np.uint8)
    row = np.cumsum(flat == _GAP)
    inside = (flat[:-1] != _GAP) & (flat[1:] != _GAP) if len(flat) > 1 else np.zeros(0, dtype=bool)
    classes = _CLASS_OF_BYTE[flat]
    return (classes[:-1] * (OTHER + 1) + classes[1:])[inside], row[:-1][inside]


def log_likelihoods(handles: pd.Series) -> Floats:
    """The natural logarithm of each pair's share of all pairs, 63 x 63, one added to every count.

    Parameters
    ----------
    handles : the handles to count, text, shape (n,).

    Returns
    -------
    Floats
        Shape (63, 63): row is the first character, column the second, in the order of ``ALPHABET``.

    References
    ----------
    Yang, Varol, Hui, Menczer: Scalable and generalizable social bot detection through data selection, AAAI 2020.

    Examples
    --------
    >>> table = log_likelihoods(pd.Series(["anna", "annika"]))
    >>> bool(table[ALPHABET.index("n"), ALPHABET.index("n")] > table[0, 0])
    True
    """
    pairs, _ = _pairs(handles)
    counts = np.bincount(pairs, minlength=(OTHER + 1) ** 2).reshape(OTHER + 1, OTHER + 1)[:OTHER, :OTHER] + 1.0
    return np.asarray(np.log(counts / counts.sum()), dtype=np.float64)


def handle_likelihood(handles: pd.Series, table: Floats) -> Floats:
    """The geometric mean of the likelihoods of each handle's pairs; not a number below two characters.

    Parameters
    ----------
    handles : text, null where unknown, shape (n,).
    table : the result of ``log_likelihoods``; a character outside of it counts as the rarest pair.

    Returns
    -------
    Floats
        Shape (n,), between 0 and 1.

    References
    ----------
    Yang, Varol, Hui, Menczer: Scalable and generalizable social bot detection through data selection, AAAI 2020.

    Examples
    --------
    >>> table = log_likelihoods(pd.Series(["anna", "hanna", "annika"]))
    >>> usual, odd, short = handle_likelihood(pd.Series(["hannika", "x9Qz0", "a"]), table)
    >>> bool(usual > odd), bool(np.isnan(short))
    (True, True)
    """
    pairs, rows = _pairs(handles)
    wide = np.full((OTHER + 1, OTHER + 1), table.min())
    wide[:OTHER, :OTHER] = table
    total = np.bincount(rows, weights=wide.ravel()[pairs], minlength=len(handles))
    n = np.bincount(rows, minlength=len(handles))
    return np.asarray(np.exp(np.where(n > 0, total / np.maximum(n, 1), np.nan)), dtype=np.float64)
