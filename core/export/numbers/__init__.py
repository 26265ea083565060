"""The numbers that a case can answer: each has an id, its query is a filter, and each can be computed again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from core.errors import ExportError
from core.export.filter_words import filter_text, read_query
from core.export.numbers import questions as ask
from core.export.numbers.model import SIGNS_FROM, Answer, Asked, Told
from core.i18n import _
from core.model import Case, Filters
from core.store import notebook
from core.store.db import Store
from core.store.queries import view
from core.store.queries.view import View

__all__ = ["NUMBERS", "SIGNS_FROM", "Answer", "all_answers", "answer", "name_of", "number_query", "query_of"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a case can answer; ``whole_case`` says that a filter does not change it."""

    number_id: str
    ask: Callable[[Asked], Told]
    whole_case: bool = False


NUMBERS = (
    Number("posts", ask.posts),
    Number("accounts", ask.account_count),
    Number("first_post", ask.first),
    Number("last_post", ask.last),
    Number("busiest_hour", ask.busiest),
    Number("longest_silence", ask.silence),
    Number("accounts_with_signs", ask.signs),
    Number("posts_with_signs", ask.signs_posts),
    Number("accounts_without_score", ask.unscored),
    Number("potential_reach", ask.reach),
    Number("views", ask.views),
    Number("most_seen", ask.most_seen),
    Number("largest_cascade", ask.largest),
    Number("documented_share", ask.documented, whole_case=True),
    Number("most_passed_on", ask.passed_on),
    Number("deleted", ask.deleted, whole_case=True),
)
_BY_ID = {wanted.number_id: wanted for wanted in NUMBERS}
_LISTS = {"lang": "languages", "platform": "platforms", "kind": "kinds", "band": "bands", "group": "groups"}
_WITH_CUT = ("accounts_with_signs", "posts_with_signs")


def name_of(number_id: str) -> str:
    """What a number is called on screen."""
    names = {
        "posts": _("Posts"),
        "accounts": _("Accounts"),
        "first_post": _("Earliest post"),
        "last_post": _("Latest post"),
        "busiest_hour": _("Busiest hour"),
        "longest_silence": _("Longest silence"),
        "accounts_with_signs": _("Accounts with signs of automation"),
        "posts_with_signs": _("Posts by accounts with signs of automation"),
        "accounts_without_score": _("Accounts without a score"),
        "potential_reach": _("Potential reach"),
        "views": _("Views"),
        "most_seen": _("Most seen post"),
        "largest_cascade": _("Largest cascade"),
        "documented_share": _("Documented share"),
        "most_passed_on": _("Most passed-on accounts"),
        "deleted": _("Deleted posts"),
    }
    return names[number_id]


def query_of(filters: Filters) -> str:
    """The filter as the words of a link, in a fixed order; ``read_query`` reads it back."""
    words: list[tuple[str, str]] = [("tz", filters.zone)]
    words += [(key, value) for key, field in _LISTS.items() for value in getattr(filters, field)]
    words += [(key, at.isoformat()) for key, at in (("from", filters.start), ("to", filters.end)) if at]
    words += [("hours", f"{filters.hours[0]}-{filters.hours[1]}")] if filters.hours else []
    words += [("q", filters.words)] if filters.words else []
    return urlencode(words)


def number_query(number_id: str, filters: Filters, cut: float = SIGNS_FROM) -> str:
    """How a number is asked for again: ``accounts_with_signs?cut=3.0&tz=Asia%2FAlmaty&lang=fr``."""
    own = f"cut={cut}&" if number_id in _WITH_CUT else ""
    shown = Filters(zone=filters.zone) if _number(number_id).whole_case else filters
    return f"{number_id}?{own}{query_of(shown)}"


def _number(number_id: str) -> Number:
    if number_id not in _BY_ID:
        raise ExportError(
            _("There is no number “{name}”.").format(name=number_id),
            remedy=_("Choose one of: {all}.").format(all=", ".join(_BY_ID)),
        )
    return _BY_ID[number_id]


def answer(case: Case, store: Store, query: str) -> Answer:
    """The number of a query as the case gives it now; raises ExportError where the query is not understood."""
    number_id, _mark, rest = query.partition("?")
    wanted = _number(number_id)
    settings = ("cut",) if number_id in _WITH_CUT else ()
    filters, own = read_query(rest, case.event_zone, settings, lambda: view.languages(store))
    asked = Asked(case, store, view_of(case, store, filters), _cut_of(own.get("cut")))
    told = wanted.ask(asked)
    if not filters.is_empty and not wanted.whole_case:
        text = _("{sentence} (Only posts that match: {filter}.)")
        told["sentence"] = text.format(sentence=told["sentence"], filter=filter_text(filters))
    return Answer(number_id, number_query(number_id, filters, asked.cut), **told)


def view_of(case: Case, store: Store, filters: Filters) -> View:
    """The filter with its groups resolved by the labels of the case."""
    return view.resolve(store, filters, notebook.labels(case.notebook_path))


def _cut_of(word: str | None) -> float:
    try:
        cut = SIGNS_FROM if word is None else float(word)
    except ValueError:
        cut = -1.0
    if not 0 <= cut <= 5:
        raise ExportError(_("The cut-off “{word}” is no score.").format(word=word), remedy=_("Use 0 to 5."))
    return round(cut * 4) / 4


def all_answers(case: Case, store: Store, filters: Filters, cut: float = SIGNS_FROM) -> list[Answer]:
    """Every number of a view, in the order of NUMBERS."""
    return [answer(case, store, number_query(wanted.number_id, filters, cut)) for wanted in NUMBERS]
