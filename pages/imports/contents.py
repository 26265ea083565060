"""What the case is made of: its files, and the records that could not be read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.i18n import _, number
from core.reasons import in_words
from pages.imports import words
from pages.shared import filters
from pages.shared.cached_imports import RejectParams, file_report, reject_reasons, rejects_of
from pages.shared.context import Context
from pages.shared.explain import method
from pages.shared.export import table_block
from pages.shared.frames import frame_of


def draw(context: Context) -> None:
    """The accounting of every file, and the rejects to browse."""
    title = filters.plain(context.case.title)
    st.header(_("What “{title}” is made of").format(title=title), anchor=False)
    report = file_report(context.case_id)
    reports = report.to_dict("records")
    st.markdown(filters.plain(words.sum_sentence(reports)))
    frame = frame_of(context, _("Files of the case"), "", method="records")
    table = words.report_table(reports, context.filters.zone)
    table_block("import-files", table, frame, report, column_config=words.column_config())
    words.draw_losses(reports)
    method(words.accounting_words(), "records")
    _draw_rejects(context)


def _draw_rejects(context: Context) -> None:
    reasons = reject_reasons(context.case_id)
    st.header(_("What could not be read"), anchor=False)
    if reasons.empty:
        st.caption(_("Every record of every file could be read."))
        return
    build = f"{context.case.slug}-{context.case.build}"  # options of another build have other meanings
    params = _draw_choice(reasons, f"import-reason-{build}")
    rejects = rejects_of(context.case_id, params)
    rejects["reason"] = [in_words(str(reason)) for reason in rejects["reason"]]
    columns = {"file": _("File"), "line": _("Line"), "reason": _("Reason"), "raw": _("Record as it came")}
    about = frame_of(context, _("Rejected records"), "", method="records")
    whole = RejectParams(params.file_no, params.reason, None)
    event = table_block(
        "import-rejects", rejects, about, lambda: rejects_of(context.case_id, whole), column_config=columns,
        on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    if event.selection.rows:
        st.code(str(rejects["raw"].iloc[event.selection.rows[0]]), language=None, wrap_lines=True)
    else:
        st.caption(_("Select a row to read the whole record."))


def _draw_choice(reasons: pd.DataFrame, key: str) -> RejectParams:
    rows = list(reasons.itertuples(index=False))
    total = int(reasons["n"].sum())

    def name(place: int) -> str:
        if place < 0:
            return _("All of them ({n})").format(n=number(total))
        row = rows[place]
        return f"{in_words(str(row.reason))} – {row.file} ({number(int(row.n))})"

    place = st.selectbox(_("Reason and file"), [-1, *range(len(rows))], key=key, format_func=name)
    if place is None or place < 0:
        return RejectParams()
    return RejectParams(int(rows[place].file_no), str(rows[place].reason))
