"""The accounting of files in sentences and readable tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.build import FileResult
from core.i18n import _, moment, ngettext, number
from core.reasons import in_words
from pages.imports.choose import format_title


def losses_text(degradations: str | None) -> str:
    """What was kept with a loss, e.g. ``12 × no post id``."""
    counts: dict[str, int] = json.loads(degradations or "{}")
    return "; ".join(f"{number(n)} × {in_words(name)}" for name, n in sorted(counts.items(), key=lambda item: -item[1]))


def report_table(reports: Iterable[dict[str, Any]], zone: str) -> pd.DataFrame:
    """One row per file: records = accepted + merged + rejected, first and last post, format and why."""
    rows = [_report_row(report, zone) for report in reports]
    return pd.DataFrame(rows, columns=list(report_columns()))


def _report_row(report: dict[str, Any], zone: str) -> dict[str, Any]:
    numbers = {name: int(report[name]) for name in ("records", "accepted", "merged", "rejected", "accounts")}
    return {
        "name": report["name"],
        **numbers,
        "first": clock(report["first_posted_at"], zone),
        "last": clock(report["last_posted_at"], zone),
        "format": format_title(report["format"]),
        "why": report["why"],
    }


def clock(stamp: object, zone: str) -> str:
    """A time of the store (ISO 8601 text, UTC) on the clock of a zone."""
    return moment(datetime.fromisoformat(stamp), zone, "d MMM y, HH:mm:ss") if isinstance(stamp, str) else "–"


def report_columns() -> dict[str, str]:
    """The headings of ``report_table``."""
    return {
        "name": _("File"),
        "records": _("Records"),
        "accepted": _("Accepted"),
        "merged": _("Merged"),
        "rejected": _("Rejected"),
        "accounts": _("Accounts"),
        "first": _("First post"),
        "last": _("Last post"),
        "format": _("Format"),
        "why": _("Recognised by"),
    }


def column_config() -> dict[str, Any]:
    """The headings with numbers in the reporter's manner."""
    counts = ("records", "accepted", "merged", "rejected", "accounts")
    localized = {name: st.column_config.NumberColumn(report_columns()[name], format="localized") for name in counts}
    return {**report_columns(), **localized}


def draw_losses(reports: Iterable[dict[str, Any]]) -> None:
    """What each file lost on the way in, as a list; nothing where nothing was lost."""
    texts = {str(report["name"]): losses_text(report["degradations"]) for report in reports}
    rows = "".join(f"<li><strong>{escape(name)}</strong>: {escape(text)}</li>" for name, text in texts.items() if text)
    title = escape(_("Kept, but with something missing or assumed:"))
    if rows:
        st.html(f'<div class="wh-post"><p class="wh-meta">{title}</p><ul class="wh-meta">{rows}</ul></div>')


def sum_sentence(reports: Iterable[dict[str, Any]]) -> str:
    """``3 files, 1,000 records = 900 accepted + 60 merged + 40 rejected.``"""
    rows = list(reports)
    total = {name: sum(int(row[name]) for row in rows) for name in ("records", "accepted", "merged", "rejected")}
    files = ngettext("{n} file", "{n} files", len(rows)).format(n=number(len(rows)))
    text = _("{files}, {records} records = {accepted} accepted + {merged} merged + {rejected} rejected.")
    return text.format(files=files, **{name: number(n) for name, n in total.items()})


def accounting_words() -> str:
    """What the words of the accounting mean."""
    return _(
        "Accepted: a post that was not in the case yet. Merged: a post that was, its facts united. "
        "Rejected: a record that could not be read, kept below with its line and the reason."
    )


def left_out_sentences(files: Iterable[FileResult]) -> list[tuple[str, str]]:
    """Name and reason of each file that added nothing."""
    return [(file.name, file.message) for file in files if file.status != "imported"]
