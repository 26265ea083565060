"""The claims of an article against what the case answers now."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd

from core.errors import ExportError
from core.export.numbers import answer
from core.export.numbers.agreement import states
from core.export.numbers.model import Answer
from core.export.package.recipe import Claim
from core.i18n import _
from core.model import Case
from core.store.db import Store

#: Claims of these statuses follow the data; "withdrawn" is a person's word.
_FOLLOWING = ("open", "holds", "differs")
FIGURE = "figure:"


def answered(case: Case, store: Store, claim: Claim) -> Answer | None:
    """The number behind a claim as the case gives it now; None where no number is behind it."""
    if not claim.basis or claim.basis.startswith(FIGURE):
        return None
    return answer(case, store, claim.basis)


def settled(claim: Claim, told: Answer | None) -> Claim:
    """The claim with the status that its number gives it; a claim without a number keeps its own."""
    if told is None or claim.status not in _FOLLOWING:
        return claim
    return replace(claim, status="holds" if not differences(claim, told) else "differs")


def differences(claim: Claim, told: Answer) -> list[str]:
    """The fields of the recorded number that are another now, and "sentence" where the words state another number."""
    was = recorded(claim)
    found = [name for name, value in told.facts().items() if name in was and was[name] != value]
    return found if states(claim.sentence, told) else [*found, "sentence"]


def recorded(claim: Claim) -> dict[str, Any]:
    """What the number was when the sentence was written; empty where it was not kept."""
    try:
        was = json.loads(claim.recorded or "{}")
    except ValueError as error:
        raise ExportError(_("A claim holds a number that cannot be read.")) from error
    return was if isinstance(was, dict) else {}


def from_ledger(frame: pd.DataFrame) -> tuple[Claim, ...]:
    """The claims of a ledger as a package carries them: without author and note, with the day."""
    return tuple(
        Claim(row.sentence, row.basis, row.status, row.answer, str(row.at)[:10])
        for row in frame.itertuples(index=False)
    )


def table(claims: tuple[Claim, ...], told: list[Answer | None]) -> pd.DataFrame:
    """The ledger as a table: no, sentence, status, basis, value, part, whole, unit, low, high, recorded_value, on."""
    rows = []
    for place, (claim, now) in enumerate(zip(claims, told, strict=True), 1):
        facts = now.facts() if now else dict.fromkeys(("value", "part", "whole", "unit", "low", "high"))
        rows.append({
            "no": place, "sentence": claim.sentence, "status": settled(claim, now).status, "basis": claim.basis,
            **{key: written(facts[key]) for key in ("value", "part", "whole", "unit", "low", "high")},
            "recorded_value": written(recorded(claim).get("value")), "on": claim.on,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


COLUMNS = [
    "no", "sentence", "status", "basis", "value", "part", "whole", "unit", "low", "high", "recorded_value", "on",
]  # fmt: skip


def written(value: object) -> str:
    """A value of a mixed column as text: whole numbers without a point, a null as nothing."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)
