"""Compiles the loops over posts where Numba is installed; without it they run as plain Python, slowly but alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Loop = TypeVar("Loop", bound=Callable[..., Any])

try:
    import numba

    COMPILED = True
except ImportError:  # an interpreter for which there is no wheel
    COMPILED = False


def compiled(loop: Loop, within: bool = False) -> Loop:
    """The loop as machine code, kept on the disk so that only the first run of a machine compiles it."""
    if not COMPILED:
        return loop
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "forceinline": within}
    try:
        return numba.njit(cache=True, **options)(loop)  # type: ignore[no-any-return,return-value,unused-ignore]
    except RuntimeError:  # neither the package nor the home of the user can be written to
        return numba.njit(**options)(loop)  # type: ignore[no-any-return,return-value,unused-ignore]


def inlined(step: Loop) -> Loop:
    """A step of a loop as machine code within the loop: a call that passes arrays costs more than the step."""
    return compiled(step, within=True)
