"""How a process is set that imports: the command line and the worker of the app, which end when their work is done.

Imported before anything large, it loads nothing large itself.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: OpenBLAS keeps threads that look for work without rest: .2 s of each command, and our matrices are small.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}


@contextmanager
def for_imports() -> Iterator[None]:
    """Garbage collected rarely, memory given back at once, one thread for matrices where NumPy is loaded within this.

    An import makes millions of small objects that live until their batch is written: looking for garbage among them at
    Python's usual pace costs a fifth of its time. Of 200,000 posts, Arrow's pool keeps 80 MB that the system's frees.
    """
    os.environ.update(ONE_THREAD)
    gc.set_threshold(1_000_000, 20, 50)
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()  # else DuckDB complains about leaks when Python ends


def end(code: int) -> None:
    """End this process at once, with what was registered for its end, but without taking every object apart.

    The system takes its memory back anyhow; Python spends .2 to .4 s of each command on it. mypy ends the same way.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # the disk is full, or nobody reads any more: as Python says it
            code = code or 120
    os._exit(code)


def give_back() -> None:
    """Give free memory back to the system. Linux' C library keeps what large arrays leave between smaller ones: 100 MB
    after the cascades of 200,000 posts.
    """
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError, TypeError):  # another system, or another C library
        ctypes.CDLL(None).malloc_trim(0)
