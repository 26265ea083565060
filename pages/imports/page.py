"""Which files is this case made of?"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.export.context import Context
from core.i18n import _, ngettext, number
from core.store import cases
from pages.imports import begin, choose, contents, hand, staging, target, watch
from pages.imports.jobs import RUNNING, Job
from pages.shared import filters


def show(context: Context | None) -> None:
    """Drop files, check how they are read, read them; then what the case is made of."""
    folder = staging.cases_dir(context)
    watch.draw(folder, context.filters.zone if context else "UTC")
    job: Job | None = filters.recall("import_job")
    is_busy = job is not None and job.state == RUNNING
    if not is_busy:
        draw_new_files(context, folder)
    if context:
        contents.draw(context)
        hand.draw_kept(context)
    elif not is_busy and not cases.list_cases(folder):
        begin.draw_demo(folder)


def draw_new_files(context: Context | None, folder: Path) -> None:
    """From dropped files to the button that reads them."""
    st.header(_("Add files"), anchor=False)
    staging.draw_drop(folder)
    staging.draw_paths(folder)
    if context:
        staging.draw_inbox(context.case)
        hand.draw(context, folder)
    if not staging.waiting():
        return
    ready = choose.draw(context.case.event_zone if context else "UTC")
    st.button(_("Take all of them off the list"), key="import-drop-all", on_click=staging.drop_all, type="tertiary")
    case, missing = target.draw(context, folder)
    problem = missing if ready else _("None of these files can be read as things stand.")
    label = ngettext("Read {n} file", "Read {n} files", len(ready)).format(n=number(len(ready)))
    label = label if ready else _("Read files")
    if st.button(label, key="import-read", type="primary", disabled=bool(problem)) and case:
        begin.start(case, ready)
    left_out = len(staging.waiting()) - len(ready)
    if problem or left_out:
        note = ngettext("{n} file stays out.", "{n} files stay out.", left_out).format(n=number(left_out))
        st.caption(filters.plain(problem or note))
