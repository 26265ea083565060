"""How a process is set that imports: the command line and the worker of the app, which end when their work is done."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pyarrow as pa


@contextmanager
def for_imports() -> Iterator[None]:
    """Garbage collected rarely, and memory given back at once.

    An import makes millions of small objects that live until their batch is written: looking for garbage among them at
    Python's usual pace costs a fifth of its time. Of 200,000 posts, Arrow's pool keeps 80 MB that the system's frees.
    """
    gc.freeze()
    gc.set_threshold(1_000_000, 20, 50)
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        gc.unfreeze()  # else DuckDB complains about leaks when Python ends


def give_back() -> None:
    """Give free memory back to the system. Linux' C library keeps what large arrays leave between smaller ones: 100 MB
    after the cascades of 200,000 posts.
    """
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError, TypeError):  # another system, or another C library
        ctypes.CDLL(None).malloc_trim(0)
