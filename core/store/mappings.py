"""What reporters said of the columns of a table, kept for the next file with the same columns.

It lies in the folder of cases, not in one case: the next export of the same tool may belong to another story.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "mappings.json"
MOST_KEPT = 500


@dataclass(frozen=True)
class KeptMapping:
    """The mapping of a table as plain data, and the file and moment at which a reporter chose it."""

    mapping: dict[str, Any]
    file: str
    chosen_at: str


def shape_of(columns: Iterable[str]) -> str:
    """The name of a set of columns, whatever their order and the size of their letters.

    >>> shape_of(["Text", "date "]) == shape_of(["date", "text"]) != shape_of(["date"])
    True
    """
    names = sorted({name.strip().casefold() for name in columns})
    return hashlib.sha256("\x1f".join(names).encode("utf-8", "replace")).hexdigest()[:16]


def remember(cases_dir: Path, columns: Iterable[str], mapping: dict[str, Any], file: str) -> None:
    """Keep a mapping for the next file with these columns; the newest word stays."""
    kept = _read(cases_dir)
    shape = shape_of(columns)
    kept.pop(shape, None)
    kept[shape] = {
        "mapping": mapping,
        "file": file,
        "chosen_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "columns": sorted(columns),
    }
    newest = dict(list(kept.items())[-MOST_KEPT:])
    cases_dir.mkdir(parents=True, exist_ok=True)
    draft = cases_dir / (FILE + ".new")
    draft.write_text(json.dumps(newest, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, cases_dir / FILE)


def recall(cases_dir: Path, columns: Iterable[str]) -> KeptMapping | None:
    """The mapping that was chosen for a table with these columns, or None."""
    entry = _read(cases_dir).get(shape_of(columns))
    if not isinstance(entry, dict) or not isinstance(entry.get("mapping"), dict):
        return None
    return KeptMapping(entry["mapping"], str(entry.get("file", "")), str(entry.get("chosen_at", "")))


def forget(cases_dir: Path, columns: Iterable[str]) -> None:
    """Drop what was kept for a table with these columns."""
    kept = _read(cases_dir)
    if kept.pop(shape_of(columns), None) is not None:
        (cases_dir / FILE).write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def _read(cases_dir: Path) -> dict[str, Any]:
    """Everything kept; a file that is damaged counts as empty, because it only saves work."""
    try:
        kept = json.loads((cases_dir / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
