"""Sentences about files that hold no posts: what the file is, and what would help."""

from __future__ import annotations

import re
from typing import Any

from core.errors import NotPostsError
from core.i18n import _
from core.importers.base import Sample
from core.importers.mapping import guess_mapping, is_account_table, is_edge_list
from core.importers.nonposts import known_kind
from core.importers.records import record_columns
from core.reasons import in_words

_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)


def refusal(sample: Sample) -> NotPostsError:
    """The error for a file that no importer recognises."""
    what, remedy = (
        _empty(sample) or _by_first_bytes(sample.head) or _by_objects(sample) or _by_table(sample) or _unknown(sample)
    )
    return NotPostsError(what, remedy=remedy, file=sample.name)


def _empty(sample: Sample) -> tuple[str, str] | None:
    if sample.size and sample.head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return None
    return _("The file is empty."), _("Export it again and check that the program found any posts.")


def _by_first_bytes(head: bytes) -> tuple[str, str] | None:
    export = _("Ask the collection tool for CSV, JSON or JSONL.")
    signs = {
        b"%PDF": (_("This is a PDF document."), export),
        b"\x89PNG": (_("This is a picture (PNG)."), export),
        b"\xff\xd8\xff": (_("This is a picture (JPEG)."), export),
        b"GIF8": (_("This is a picture (GIF)."), export),
        b"\x1f\x8b": (_("This file is packed with gzip."), _("Unpack it and import what is inside.")),
        b"7z\xbc\xaf": (_("This file is packed with 7-Zip."), _("Unpack it and import what is inside.")),
        b"Rar!": (_("This file is packed with RAR."), _("Unpack it and import what is inside.")),
        b"\xd0\xcf\x11\xe0": (_("This is an old Office document."), _("Save the sheet as CSV (UTF-8).")),
        b"SQLite format": (_("This is an SQLite database."), _("Export the table of posts as CSV.")),
        b"window.YTD": (_("This is a part of an X account archive."), _("Whence cannot read account archives yet.")),
    }
    found = next((sentences for sign, sentences in signs.items() if head.startswith(sign)), None)
    if found:
        return found
    if head.startswith(b"PK"):
        return _by_zip(head)
    if _HTML.match(head):
        return _("This is a web page (HTML)."), _("In Telegram Desktop choose the format JSON; elsewhere ask for CSV.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"{" in head[:4]:
        return _("This is JSON in UTF-16."), _("Save it as UTF-8.")
    return None


def _by_zip(head: bytes) -> tuple[str, str]:
    if b"xl/" in head[:8_000] or b"[Content_Types].xml" in head[:200]:
        return _("This is an Office document, such as an Excel workbook."), _("Save the sheet as CSV (UTF-8).")
    return _("This is a zip archive."), _("Unpack it and import the files inside.")


def _by_objects(sample: Sample) -> tuple[str, str] | None:
    if not sample.objects:
        return _by_bare_values(sample)
    return known_kind(sample) or _by_records(sample)


def _by_records(sample: Sample) -> tuple[str, str]:
    columns, rows = record_columns(sample.objects)
    simple = [key for key, cell in sample.objects[0].items() if isinstance(cell, str | int | float | None)]
    if len(columns) < 3 or len(simple) < 3:
        return _("This is JSON, but not of posts: its keys are {keys}.").format(
            keys=_keys(sample.objects[0])
        ), _formats()
    remedy = _("Choose the columns yourself if one of them holds the dates, or export it with dates and ids.")
    if guess_mapping(columns, rows).posted_at:
        what = _("These are JSON records with the day of each post, but with no time of day and no id: {keys}.")
        remedy = _("Export it with times or ids, or choose the columns yourself: the hours will be missing.")
    else:
        what = _("This is a table written as JSON, and none of its columns holds the dates of posts: {keys}.")
    return what.format(keys=", ".join(columns[:10])), remedy


def _by_bare_values(sample: Sample) -> tuple[str, str] | None:
    opening = sample.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb'\[\s*"', opening):
        return _("These are bare texts: no ids, no times, no authors."), _(
            "Export the messages with their dates and ids."
        )
    if re.match(rb"\[\s*-?\d", opening):
        return _("These are bare numbers: no texts, no authors."), _("Collect the posts that belong to the ids.")
    if re.match(rb"[\[{]\s*[\]}]?\s*$", opening[:100]):
        return _("The file holds no records."), _("Export it again and check that the program found any posts.")
    if opening[:1] in (b"[", b"{"):
        return _("This looks like JSON, but no record in it can be read."), _("Export it again; it may be cut off.")
    return None


def _by_table(sample: Sample) -> tuple[str, str] | None:
    if sample.problem and sample.layout == "parquet":
        return _("This Parquet file is damaged: {problem}.").format(problem=sample.problem), _("Export it again.")
    if not sample.columns:
        return None
    if is_edge_list(sample.columns):
        what = _("This is a table of links between accounts, as Hoaxy and Gephi write it: its rows are not posts.")
        return what, _("Import the posts themselves, from the tool that collected them.")
    if is_account_table(sample.columns, sample.rows):
        what = _("This is a table of accounts, not of posts: it has no texts, no dates and no addresses of posts.")
        return what, _("Import the posts of these accounts, from the tool that collected them.")
    names = ", ".join(sample.columns[:12])
    if not sample.rows:
        return _("The table has a header but no rows."), _(
            "Export it again and check that the program found any posts."
        )
    what = _("No column of this table holds the dates of posts. Its columns are: {names}.").format(names=names)
    return what, _("Export it with dates, or choose the column yourself.")


def _unknown(sample: Sample) -> tuple[str, str]:
    if sample.problem:
        what = _("This file cannot be read as a table: {problem}.").format(problem=in_words(sample.problem))
        return what, _formats()
    return _("This file is neither JSON nor a table."), _formats()


def _formats() -> str:
    return _(
        "Whence reads exports of X, Telegram, YouTube, TikTok, Instagram, Facebook, Bluesky, Mastodon and Weibo, "
        "and any CSV, Parquet or JSON table with dates."
    )


def _keys(value: dict[str, Any]) -> str:
    return ", ".join(str(key) for key in list(value)[:10])
