"""What is said of a file after its import: flat facts for programs, sentences for people."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from core.i18n import _, number
from core.reasons import in_words

COUNTS = ("records", "accepted", "merged", "rejected", "posts", "accounts")
_FACTS = ("format", "why", "zone_rule", "sha256", "packed_in")


def flat(name: str, status: str, message: str, report: Mapping[str, Any] | None) -> dict[str, Any]:
    """One object with the same keys for every file; all counts are 0 where it was left out."""
    row = report or {}
    return {
        "file": name,
        "status": status,
        "message": message,
        **{fact: str(row.get(fact) or "") for fact in _FACTS},
        "bytes": int(row.get("bytes", 0)),
        "imported_at": _stamp(row.get("imported_at")),
        **{count: int(row.get(count) or 0) for count in COUNTS},
        **{counts: counted(row.get(counts)) for counts in ("kinds", "languages")},
        "first_posted_at": _stamp(row.get("first_posted_at")),
        "last_posted_at": _stamp(row.get("last_posted_at")),
        "degradations": counted(row.get("degradations")),
        "notes": notes(row),
    }


def _stamp(text: object) -> str | None:
    return text.replace("Z", "+00:00") if isinstance(text, str) else None


def counted(text: object) -> dict[str, int]:
    """Counts by name out of their JSON in the store; empty where there are none."""
    found: dict[str, int] = json.loads(text) if isinstance(text, str) and text else {}
    return found


def notes(row: Mapping[str, Any]) -> list[str]:
    """What a reporter should know of the times of a file, in sentences."""
    said = []
    step = row.get("time_step_s")
    if step is not None and not math.isnan(step) and step > 1:
        said.append(_("These times are to the minute.") if step == 60 else _("These times are to the hour."))
    if row.get("zone_rule"):
        said.append(_("Times without an offset were read in the zone {zone}.").format(zone=row["zone_rule"]))
    return said


def sentences(row: Mapping[str, Any]) -> list[str]:
    """The notes on a file and what was kept with a loss, each as one sentence."""
    return [*notes(row), *(f"{number(n)} × {in_words(name)}." for name, n in counted(row.get("degradations")).items())]
