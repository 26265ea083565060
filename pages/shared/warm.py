"""What the server loads before it answers, so that the first reader does not wait for it."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from core.errors import CaseError
from core.i18n import load_catalogues
from core.model import Filters
from core.store import cases

PAGES_DIR = Path(__file__).resolve().parents[1]
#: How long the script may keep the interpreter while the loop waits to send: 5 ms, the default, are added at each turn.
SWITCH_S = 0.0005
SLOW_IMPORTS = ("pandas", "plotly.graph_objects", "duckdb", "networkx", "pyarrow", "babel.dates", "pyvis.network")


def load_ahead(cases_dir: Path) -> None:
    """Modules and the first case in memory, and kept out of the garbage collector."""
    for name in SLOW_IMPORTS:
        import_module(name)
    for page in sorted(PAGES_DIR.glob("*/page.py")):
        import_module(f"pages.{page.parent.name}.page")
    load_catalogues()
    with suppress(CaseError):  # a damaged case is reported on its page, and must not stop the server
        read_first_case(cases_dir)
    gc.collect()
    gc.freeze()  # Streamlit collects after every run: 52 ms without, 15 ms with the modules frozen
    sys.setswitchinterval(SWITCH_S)


def read_first_case(cases_dir: Path) -> None:
    """The case that opens first, with what every page asks of it, in the cache."""
    from pages.shared import cached  # imported before Streamlit's runtime runs, its caches complain

    for case in cases.list_cases(cases_dir)[:1]:
        if case.build:
            case_id = cases.case_id(case)
            opened = cached.store(case_id)
            _read = opened.cube, opened.languages
            cached.facets(case_id)
            cached.totals(case_id)
            cached.counts(case_id, Filters(zone=case.event_zone))
