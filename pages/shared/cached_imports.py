"""Reads of the Import page that are kept between runs: what a file is, and what the case is made of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core import importers
from core.errors import CaseError, NotPostsError
from core.i18n import _
from core.importers import ColumnsPreview, Mapping, packed
from core.importers.zone_evidence import ZoneEvidence, weigh
from core.model import CaseId
from core.store import files as file_reads
from core.store.queries import coverage as coverage_reads
from core.store.queries import imports as reject_reads
from pages.shared.cached import store
from pages.shared.keep import keep


@dataclass(frozen=True)
class RejectParams:
    """Which rejected records are listed; None is all of them."""

    file_no: int | None = None
    reason: str | None = None
    most: int | None = 500


@dataclass(frozen=True)
class Recognised:
    """What a file is: the importer that reads it and why, or the sentence that refuses it; columns of a table."""

    importer: str = ""
    why: str = ""
    refusal: str = ""
    table: ColumnsPreview | None = None


@keep(most=512)
def recognised(path: str, name: str, changed_ns: int, language: str) -> Recognised:
    """What the file is; ``changed_ns`` and ``language`` (of the sentences) are there for the key."""
    table = None
    try:
        if packed.packing_of(Path(path)):
            return Recognised("packed", _("A packed file: each file inside is recognised and accounted for by itself."))
        table = _columns(Path(path), name)
        match = importers.detect(Path(path), name)
    except CaseError as error:
        return Recognised(refusal=_without_name(error), table=table)
    except OSError:
        return Recognised(refusal=_("The file cannot be opened. Check that it is there and may be read."))
    return Recognised(match.importer, match.why, table=table)


def _without_name(error: CaseError) -> str:
    return f"{error.what} {error.remedy}".strip()


def _columns(path: Path, name: str) -> ColumnsPreview | None:
    try:
        return importers.preview_columns(path, name)
    except NotPostsError:
        return None


@keep(most=256)
def zone_evidence(path: str, name: str, changed_ns: int, importer: str, mapping: str) -> ZoneEvidence:
    """What a file that is read by ``importer`` says of the zone of its clock times; ``changed_ns`` is for the key."""
    chosen = Mapping.from_dict(json.loads(mapping)) if mapping else None
    try:
        return weigh(importers.read(Path(path), name, importer, chosen))
    except (CaseError, OSError):  # the import itself says what is wrong
        return ZoneEvidence()


@keep(most=16)
def covered_hours(case_id: CaseId) -> dict[str, Any]:
    """Hours with posts, hours in all, and posts added by hand."""
    return coverage_reads.hours(store(case_id))


@keep(most=16)
def exhibits(case_id: CaseId) -> pd.DataFrame:
    """Posts added by hand."""
    return coverage_reads.exhibits(store(case_id))


@keep(most=16)
def longest_gaps(case_id: CaseId) -> pd.DataFrame:
    """The longest stretches without any post."""
    return coverage_reads.gaps(store(case_id))


@keep(most=16)
def file_report(case_id: CaseId) -> pd.DataFrame:
    """The accounting of every file."""
    return file_reads.file_report(store(case_id))


@keep(most=16)
def reject_reasons(case_id: CaseId) -> pd.DataFrame:
    """Rejected records by file and reason."""
    return reject_reads.reject_reasons(store(case_id))


@keep(most=32)
def rejects_of(case_id: CaseId, params: RejectParams) -> pd.DataFrame:
    """Rejected records, line by line."""
    return reject_reads.rejects_of(store(case_id), params.file_no, params.reason, params.most)
