"""Whether a sentence states its number, and what the check of an article asks of a case."""

from __future__ import annotations

from datetime import datetime

from core.analysis.claims import CaseFacts
from core.analysis.claims.amounts import amounts
from core.analysis.intervals import wilson
from core.export.numbers import view_of
from core.export.numbers.model import Answer, Asked
from core.export.numbers.questions import above
from core.model import Case, Filters
from core.store.db import Store
from core.store.queries import accounts, timeline


def states(sentence: str, told: Answer) -> bool:
    """Whether a sentence states the number, its part or, of a share, its percentage, as exactly as it says.

    A time, a length and a number that the data do not tell are not looked for.
    """
    if told.unit in ("time", "s") or not isinstance(told.value, int | float):
        return True
    is_share = told.part is not None and 0 <= told.value <= 1 and told.value != told.part
    wanted = [told.value * 100 if is_share or told.unit == "links" else told.value]
    wanted += [float(told.part)] if told.part is not None else []
    said = [(a.value, sentence[a.start : a.end]) for a in amounts(sentence)]
    return any(_rounds_to(value, words, right) for value, words in said for right in wanted)


def _rounds_to(value: float, words: str, right: float) -> bool:
    """Whether ``value``, written with the digits of ``words``, is ``right`` rounded."""
    if value >= 1000:
        digits = len(str(int(value)).rstrip("0"))
        unit = 10 ** (len(str(int(value))) - digits)
        return abs(value - right) <= unit / 2 and (unit == 1 or digits >= 1)
    decimals = len(words.replace(",", ".").rpartition(".")[2]) if "." in words.replace(",", ".") else 0
    return bool(abs(value - right) <= 0.5 * 10**-decimals + 1e-9)


def facts_of(case: Case, store: Store, filters: Filters) -> CaseFacts:
    """What the check of an article asks of a view of the case."""
    seen = view_of(case, store, filters)
    extent = timeline.exact_extent(store, seen)
    ends = [datetime.fromisoformat(extent[k]) for k in ("first", "last") if extent.get(k)]
    first = ends[0] if ends else None
    counted = above(Asked(case, store, seen))
    low, high = wilson(counted["above"], counted["scored"]) if counted["scored"] else (None, None)
    reach, seen_views = accounts.reach(store, seen), accounts.views(store, seen)
    return CaseFacts(
        zone_label=filters.zone_label(first),
        years=tuple(range(ends[0].year, ends[-1].year + 1)) if ends else (),
        scored=counted["scored"],
        above=counted["above"],
        low=low,
        high=high,
        reach=reach["reach"],
        views=seen_views["views"],
        most_views=seen_views["most"],
    )
