"""A number that a case can answer, and what it is asked of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from core.model import BANDS, SCORE_BINS, Case, Filters
from core.store.db import Store
from core.store.queries import view
from core.store.queries.view import View

#: From this score on an account shows signs of automation: the lower edge of that band.
SIGNS_FROM = (BANDS["signs"] or (SCORE_BINS, 0))[0] / 4
#: What a question tells of its number, by the fields of Answer.
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One number: how it is asked for again, its value, its interval, and the sentence that states it.

    ``value`` is a count, a share between 0 and 1, seconds, or an ISO time in UTC; null where the data do not tell.
    ``part`` of ``whole`` are the counts behind a share, ``unit`` what they count. ``low`` and ``high`` are a 95 %
    interval, null where the number is a count of what was collected.
    """

    number_id: str
    query: str
    value: float | str | None
    unit: str
    sentence: str
    part: int | None = None
    whole: int | None = None
    low: float | None = None
    high: float | None = None

    def facts(self) -> dict[str, Any]:
        """Everything but the sentence: what must come out again."""
        return {name: value for name, value in asdict(self).items() if name not in ("sentence", "query", "number_id")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a number is asked of: a view of a case, and a parameter of its own (a cut-off)."""

    case: Case
    store: Store
    view: View
    cut: float = SIGNS_FROM

    @property
    def filters(self) -> Filters:
        """The filter of the view."""
        return self.view.filters

    @property
    def all_posts(self) -> int:
        """Posts of the whole case."""
        return int(view.totals(self.store)["posts"])
