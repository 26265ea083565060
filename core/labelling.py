"""Labels of a case as a file: for a colleague, for another case, for a table of one's own."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from core.errors import CaseError
from core.export.table import csv_bytes, disarmed
from core.i18n import _
from core.model import Case
from core.store import codebook, notebook, signoffs

COLUMNS = (
    "account_key", "kind", "group", "post_key", "evidence", "evidence_kind", "sha256", "confidence", "author", "at",
)  # fmt: skip
MOST_BYTES = 50_000_000


class Taken(NamedTuple):
    """What became of the rows of a file: new labels, labels that were there, and rows that are no label of a group."""

    new: int
    known: int
    left_out: int


def listed(case: Case) -> list[dict[str, Any]]:
    """The groups of the code book with the number of their accounts: name, accounts, definition, version."""
    counts = notebook.groups(case.notebook_path).set_index("name")["accounts"]
    codes = codebook.codes(case.notebook_path)
    return [
        {
            "name": row["name"], "accounts": int(counts.get(row["name"], 0)), "definition": row["definition"],
            "version": int(row["version"]),
        }
        for row in codes.to_dict("records")
    ]  # fmt: skip


def write_out(case: Case, path: Path) -> int:
    """Write every label and note as CSV or JSON; returns the rows. ``may_leave`` says which names two people let go."""
    frame = notebook.labels(case.notebook_path).rename(columns={"text": "group"})
    leaves = signoffs.may_leave_all(case.notebook_path, frame["account_key"].unique().tolist())
    frame = frame[list(COLUMNS)].assign(may_leave=[leaves[key].allowed for key in frame["account_key"]])
    if path.suffix == ".json":
        rows = json.loads(frame.to_json(orient="records", force_ascii=False))
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    elif path.suffix == ".csv":
        path.write_bytes(csv_bytes(frame, simulated=case.simulated))
    else:
        raise CaseError(_("Labels are written as .csv or .json."), file=path.name, remedy=_("Change the ending."))
    return len(frame)


def take_in(case: Case, path: Path, author: str = "") -> Taken:
    """Add the labels of a file to the notebook: all of them or, where a row is broken, none. One undo takes them back.

    The columns account_key, group and evidence are needed; author where none is given. Labels that are there already
    are left as they are.
    """
    rows = _read(path)
    missing = {"account_key", "group", "evidence"} - {key for row in rows for key in row}
    if rows and missing:
        raise CaseError(
            _("The file has no column {names}.").format(names=", ".join(sorted(missing))), file=path.name,
            remedy=_("It needs account_key, group and evidence."),
        )  # fmt: skip
    kept = [row for row in rows if (row.get("kind") or "group") in ("group", "post")]
    named = [{**row, "author": row.get("author") or author} for row in kept]
    new = notebook.add_groups(case.notebook_path, pd.DataFrame(named, dtype=object), by=author or path.name)
    return Taken(new, len(kept) - new, len(rows) - len(kept))


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CaseError(_("The file is larger than 50 MB."), file=path.name, remedy=_("Split it."))
        text = path.read_text(encoding="utf-8-sig")
        return _objects(text) if path.suffix == ".json" else _rows(text)
    except OSError as error:
        raise CaseError(_("The file cannot be read."), file=path.name, remedy=_("Check its name.")) from error
    except (ValueError, csv.Error) as error:
        raise CaseError(
            _("This is no table of labels: {error}.").format(error=str(error)[:200]), file=path.name,
            remedy=_("Save it as CSV in UTF-8, or as JSON: a list of objects."),
        ) from error  # fmt: skip


def _objects(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ValueError("not a list of objects")
    return found


def _rows(text: str) -> list[dict[str, Any]]:
    return [
        {key: armed(value) or None for key, value in row.items() if key and isinstance(value, str)}
        for row in csv.DictReader(text.splitlines(keepends=True))
    ]


def armed(text: str) -> str:
    """The text without the apostrophe that ``disarmed`` puts before what a spreadsheet would take for a formula.

    >>> armed("'=1+1"), armed("'quoted'")
    ('=1+1', "'quoted'")
    """
    bare = text.removeprefix("'")
    return bare if bare != text and disarmed(bare) == text else text
