"""``python -m core``: the command line."""

import gc

from core.cli import app

# A command makes millions of small objects that live until their batch is written: looking for garbage among them at
# Python's usual pace costs a fifth of the time of an import.
gc.freeze()
gc.set_threshold(100_000, 20, 50)
try:
    app(prog_name="python -m core")
finally:
    gc.unfreeze()  # else DuckDB complains about leaks when Python ends
