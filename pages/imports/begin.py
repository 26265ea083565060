"""Begin an import, or the demo case, in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from core import worker
from core.build import ImportResult, Incoming
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
        start(Case(cases.slug_of("Kordai"), "Kordai", "", "UTC", 0, folder / "kordai", simulated=True), [])


def start(case: Case, files: Sequence[Incoming]) -> None:
    """Read in the background, and show how it goes; without files, the demo case is made."""
    job = Job(case.folder, case.title, tuple(f.title for f in files), _("Beginning"))

    def tidy(result: ImportResult) -> None:
        """Delete the copies of those files that are in the case now."""
        refused = {f.name for f in result.files if f.status == "refused"}
        staging.forget(refused, files, case.folder.parent)

    try:
        filters.remember("import_job", registry().start(job, worker.plan_of(case, files), tidy))
    except CaseError as error:
        st.error(filters.plain(str(error)))
        return
    st.rerun()
