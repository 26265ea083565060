"""Begin an import, or the demo case, in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from core import build
from core.build import ImportResult, Incoming, Progress
from core.errors import CaseError
from core.i18n import _
from core.model import Case
from core.store import cases
from pages.imports import staging
from pages.imports.jobs import Job, registry
from pages.shared import filters


def draw_demo(folder: Path) -> None:
    """The way in for whoever has no file yet."""
    st.header(_("No file at hand?"), anchor=False)
    st.markdown(_("Look around in the simulated case “Kordai”: 40,000 invented posts about a rumour of 2020."))
    if st.button(_("Make the demo case"), key="import-demo"):
        case = Case(cases.slug_of("Kordai"), "Kordai", "", "UTC", 0, folder / "kordai", simulated=True)
        start(case, [], lambda tell: ImportResult(build.build_demo(folder, progress=tell), ()))


def start(case: Case, names: Sequence[str], work: Callable[[Progress], ImportResult]) -> None:
    """Read in the background, and show how it goes."""
    job = Job(case.folder, case.title, tuple(names), _("Beginning"))
    try:
        filters.remember("import_job", registry().start(job, work))
    except CaseError as error:
        st.error(filters.plain(str(error)))
        return
    st.rerun()


def read(case: Case, files: Sequence[Incoming], tell: Progress) -> ImportResult:
    """What became of the files; the copies of those that are in the case now are deleted."""
    result = build.import_files(case, files, tell)
    staging.forget({f.name for f in result.files if f.status == "refused"}, files, case.folder.parent)
    return result
