"""Which files is this case made of?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from core import build
from core.build import ImportResult, Incoming, Progress
from core.errors import CaseError
from core.i18n import _, ngettext, number
from core.model import Case
from core.store import cases
from pages.imports import choose, contents, staging, target, watch
from pages.imports.jobs import RUNNING, Job, registry
from pages.shared import filters
from pages.shared.context import Context


def show(context: Context | None) -> None:
    """Drop files, check how they are read, read them; then what the case is made of."""
    folder = staging.cases_dir(context)
    watch.draw(folder, context.filters.zone if context else "UTC")
    job: Job | None = filters.recall("import_job")
    if job is None or job.state != RUNNING:
        draw_new_files(context, folder)
    if context:
        contents.draw(context)
    elif not cases.list_cases(folder):
        draw_demo(folder)


def draw_new_files(context: Context | None, folder: Path) -> None:
    """From dropped files to the button that reads them."""
    st.subheader(_("Add files"), anchor=False)
    staging.draw_drop(folder)
    staging.draw_paths(folder)
    if not staging.waiting():
        return
    ready = choose.draw(context.case.event_zone if context else "UTC")
    st.button(_("Take all of them off the list"), key="import-drop-all", on_click=staging.drop_all, type="tertiary")
    case, missing = target.draw(context, folder)
    problem = missing if ready else _("None of these files can be read as things stand.")
    label = (
        _("Read files")
        if not ready
        else ngettext("Read {n} file", "Read {n} files", len(ready)).format(n=number(len(ready)))
    )
    if st.button(label, key="import-read", type="primary", disabled=bool(problem)) and case:
        start(case, [incoming.title for incoming in ready], lambda tell: read(case, ready, tell))
    left_out = len(staging.waiting()) - len(ready)
    if problem or left_out:
        note = ngettext("{n} file stays out.", "{n} files stay out.", left_out).format(n=number(left_out))
        st.caption(filters.plain(problem or note))


def draw_demo(folder: Path) -> None:
    """The way in for whoever has no file yet."""
    st.subheader(_("No file at hand?"), anchor=False)
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
