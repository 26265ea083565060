"""``python -m core``: the command line."""

from core.cli import app
from core.process import for_imports

with for_imports():
    app(prog_name="python -m core")
