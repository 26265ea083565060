"""An import under way, and its report when it is over."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from core.i18n import _, number
from pages.imports import staging, words
from pages.imports.jobs import CANCELLED, DONE, FAILED, RUNNING, Job, registry
from pages.shared import filters
from pages.shared.table import draw_table


def draw(folder: Path, zone: str) -> None:
    """Every import under way in this folder of cases, and the report of the one that this session started."""
    mine: Job | None = filters.recall("import_job")
    for place, job in enumerate(registry().running()):
        if job.folder.parent == folder and job is not mine:
            with st.container(key=f"import-other-{place}"):
                _draw_progress(job, f"other-{place}")
    if mine is None:
        return
    if mine.state == RUNNING:
        follow()
        return
    if filters.recall("import_settled") is not mine:
        settle(mine)
    _draw_end(mine, zone)


@st.fragment(run_every=0.5)
def follow() -> None:
    """The progress of this session's import; when it is over, the page is drawn anew with the new build."""
    job: Job = filters.recall("import_job")
    if job.state == RUNNING:
        _draw_progress(job, "mine")
        return
    st.rerun()


def settle(job: Job) -> None:
    """Once an import is over: open its case, and take what is in off the list."""
    filters.remember("import_settled", job)
    if job.state != DONE or job.result is None:
        return
    if job.result.case.build:
        filters.remember("open_case", job.result.case.slug)
    refused = {file.name for file in job.result.files if file.status == "refused"}
    staging.take_off(set(job.names) - refused)
    st.rerun()


def _draw_progress(job: Job, key: str) -> None:
    st.header(_("Reading into “{title}”").format(title=filters.plain(job.title)), anchor=False)
    share = f' value="{job.share:.3f}"' if job.share is not None else ""
    percent = f" – {number(job.share * 100, 0)} %" if job.share is not None else ""
    step = _("Stopping …") if job.is_stopping else job.step + percent
    amount = f'<p class="wh-meta">{escape(job.pace.words())}</p>'
    st.html(
        f'<progress max="1"{share} aria-label="{escape(job.step, quote=True)}" '
        'style="width:100%;height:0.75rem"></progress>'
        f'<p role="status">{escape(step)}</p>{amount}'
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Cancel"), key=f"import-cancel-{key}", on_click=job.cancel, disabled=job.is_stopping)
        st.caption(
            _("{n} s so far. The case stays as it was until everything is in; you can use the other pages.").format(
                n=number(int(job.seconds))
            )
        )


def _draw_end(job: Job, zone: str) -> None:
    with st.container(border=True, key="import-report"):
        if job.state == FAILED:
            st.error(filters.plain(job.problem))
            st.caption(_("The case is as it was before."))
        elif job.state == CANCELLED:
            st.info(_("Cancelled. The case is as it was before; your files still wait below."))
        elif job.state == DONE:
            _draw_report(job, zone)
        _draw_ways_on(job)


def _draw_ways_on(job: Job) -> None:
    menu = filters.recall("menu") or {}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if "timeline" in menu and job.result and job.result.case.build:
            st.page_link(menu["timeline"], label=_("Open the timeline"), query_params=filters.address())
        st.button(
            _("Close this report"), key="import-close", on_click=filters.remember, args=("import_job", None),
            type="tertiary",
        )  # fmt: skip


def _draw_report(job: Job, zone: str) -> None:
    files = job.result.files if job.result else ()
    reports = [file.report for file in files if file.report]
    if not files:
        st.success(_("The demo case is ready."))
    if reports:
        seconds = _("Read in {n} s.").format(n=number(job.seconds, 1))
        st.success(filters.plain(f"{words.sum_sentence(reports)} {seconds}"))
        table = words.report_table(reports, zone)
        draw_table(table, column_config=words.column_config(), key="import-reports")
        words.draw_losses(reports)
    for name, reason in words.left_out_sentences(files):
        st.html(f'<div class="wh-post"><strong>{escape(name)}</strong><p class="wh-meta">{escape(reason)}</p></div>')
