"""The method box: prose that an editor can print, made of what was really done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.analysis import bursts, cascades, spreaders
from core.analysis.findings import duration
from core.export.batch import asked_of
from core.export.catalogue import FIGURES
from core.export.filter_words import filter_text
from core.export.frame import simulated_words
from core.export.framing import SECTIONS
from core.export.numbers.model import Answer
from core.export.package import dossier
from core.export.package.recipe import Chosen, Recipe
from core.export.text import clean
from core.i18n import _, exact, moment, ngettext, number, percent
from core.model import Case, Filters
from core.params import describe
from core.store.db import Store
from core.store.files import file_report
from core.store.queries import scores, view
from core.store.queries.provenance import provenance

#: Files beyond this are counted in the prose; sources.csv names every one.
MOST_FILES = 8
#: Which methods stand behind a number; figures name theirs by the section of docs/METHODS.md.
_BEHIND_NUMBERS = {
    "longest_silence": "bursts", "accounts_with_signs": "botscore", "posts_with_signs": "botscore",
    "accounts_without_score": "botscore", "potential_reach": "reach", "views": "views", "most_seen": "views",
    "largest_cascade": "cascades", "documented_share": "cascades", "most_passed_on": "passed on",
}  # fmt: skip
#: The same for figures, by the page that they stand on.
_BEHIND_PAGES = {"timeline": "bursts", "cascades": "cascades", "spreaders": "spreaders", "bot_scores": "botscore"}


@dataclass(frozen=True)
class Made:
    """What the box tells of: the case, its store, the choices, the numbers, and the figures with their methods."""

    case: Case
    store: Store
    recipe: Recipe
    answers: tuple[Answer, ...]
    figures: tuple[tuple[Chosen, str, str], ...]  # with title and "n of N"
    replies: tuple[dict[str, Any], ...] = ()  # rows of the dossier


def method_box(made: Made) -> str:
    """The method box in the language in force, a paragraph per matter."""
    said = (_data, _coverage, _views, _methods, _names, _replies, _limits, _parameters, _again)
    title = _("How the numbers and charts were made")
    mark = [f"{simulated_words()}: {_('invented accounts and posts')}"] if made.case.simulated else []
    paragraphs = [" ".join(sentence for sentence in part(made) if sentence) for part in said]
    return "\n\n".join([title, *mark, *filter(None, map(clean, paragraphs))]) + "\n"


def files_of(store: Store) -> list[dict[str, Any]]:
    """The imported files with their accounting."""
    return [{str(k): v for k, v in row.items()} for row in file_report(store).to_dict("records")]


def _data(made: Made) -> Iterator[str]:
    files = files_of(made.store)
    sums = {key: sum(int(row[key]) for row in files) for key in ("records", "accepted", "merged", "rejected")}
    counted = ngettext("{n} file", "{n} files", len(files)).format(n=number(len(files)))
    yield _("The case “{title}” rests on {files} with {n} records.").format(
        title=made.case.title, files=counted, n=number(sums["records"])
    )
    yield _(
        "Of these, {accepted} were taken in, {merged} were met before and merged, and {rejected} could not be read: "
        "together {n}."
    ).format(**{key: number(value) for key, value in sums.items()}, n=number(sums["records"]))
    for row in files[:MOST_FILES]:
        yield _file(row)
    if len(files) > MOST_FILES:
        yield _("Every file with its hash stands in sources.csv.")


def _file(row: dict[str, Any]) -> str:
    name, query, day = (clean(row.get(key) or "") for key in ("name", "query", "collected_on"))
    text = _("“{name}” (SHA-256 {hash}) gave {n} records").format(
        name=name, hash=row["sha256"], n=number(int(row["records"]))
    )
    collected = _("collected on {day}").format(day=day) if day else _("the day of its collection is not known")
    searched = _("searched for “{query}”").format(query=query) if query else _("what was searched for is not known")
    return f"{text}; {collected}; {searched}."


def _coverage(made: Made) -> Iterator[str]:
    whole, zone = view.totals(made.store), made.recipe.zone
    first, last = whole["first_posted_at"], whole["last_posted_at"]
    yield _("They hold {posts} posts by {accounts} accounts.").format(
        posts=number(whole["posts"]), accounts=number(whole["accounts"])
    )
    if first and last:
        label = Filters(zone=zone).zone_label(first)
        yield _("The earliest is from {first}, the latest from {last}; clock times are those of {zone}.").format(
            first=moment(first, zone), last=moment(last, zone), zone=label
        )


def _views(made: Made) -> Iterator[str]:
    for place, (chosen, title, n_text) in enumerate(made.figures, 1):
        shown = _shown(asked_of(chosen.query, made.case)[0])
        yield _("Figure {n}, “{title}”: {counted}; shown: {filter}.").format(
            n=number(place), title=title, counted=n_text, filter=shown
        )
    queries = dict.fromkeys(_shown(asked_of(_rest(a.query), made.case)[0]) for a in made.answers)
    if queries:
        yield _("The numbers of the text were counted in: {filters}.").format(filters="; ".join(queries))


def _shown(filters: Filters) -> str:
    return _("everything that was collected") if filters.is_empty else filter_text(filters)


def _rest(query: str) -> str:
    return "&".join(word for word in query.partition("?")[2].split("&") if not word.startswith("cut="))


def _methods(made: Made) -> Iterator[str]:
    used = _used(made)
    told = {
        "botscore": _botscore, "bursts": _bursts, "cascades": _cascades, "spreaders": _spreaders,
        "reach": _reach, "views": _views_method, "passed on": _passed_on,
    }  # fmt: skip
    for key, tell in told.items():
        if key in used:
            yield from tell(made)
    if any(answer.low is not None for answer in made.answers):
        yield _(
            "Shares carry Wilson's 95 % interval: how far chance alone may move them. It holds neither the errors of "
            "the score nor those of the collection."
        )
    yield _("A number without an interval is a count of what was collected.")


def _used(made: Made) -> set[str]:
    """The methods behind the numbers and figures."""
    used = {_BEHIND_NUMBERS.get(answer.number_id, "") for answer in made.answers}
    return used | {_BEHIND_PAGES.get(FIGURES[chosen.figure].page, "") for chosen, *_others in made.figures}


_PARAMS: dict[str, tuple[object, ...]] = {
    "bursts": (bursts.SilenceParams(), bursts.BurstParams()),
    "cascades": (cascades.Params(),),
    "spreaders": (spreaders.Params(),),
}


def _parameters(made: Made) -> Iterator[str]:
    """Every parameter of the methods used, with unit; the seeds are among them."""
    used = _used(made)
    told = [
        f"{_(SECTIONS[key])}: {_params(params)}" for key, listed in _PARAMS.items() if key in used for params in listed
    ]
    if told:
        yield _("Parameters: {listed}.").format(listed="; ".join(told))
    if "cascades" in used:
        yield _("Random steps of the cascades start from 0.")


def _botscore(made: Made) -> Iterator[str]:
    models = ", ".join(scores.models(made.store)) or _("none")
    yield _(
        "Bot scores (model {model}) say how much a profile resembles profiles that were labelled as automated, "
        "from 0 to 5; they show signs of automation and prove nothing about one account."
    ).format(model=models)
    cuts = sorted({word.partition("=")[2] for a in made.answers for word in _words(a.query) if word.startswith("cut=")})
    if cuts:
        yield _("An account counts from a score of {cuts} on.").format(cuts=", ".join(number(float(c)) for c in cuts))


def _words(query: str) -> Iterable[str]:
    return query.partition("?")[2].split("&")


def _bursts(made: Made) -> Iterator[str]:
    quiet, loud = bursts.SilenceParams(), bursts.BurstParams()
    yield _(
        "A silence is a stretch with less than {share} of the rate of the hours around it; a burst has at least "
        "{n} posts in {length} and {times} times the rate before. Both are claimed only where chance hardly makes them."
    ).format(
        share=percent(quiet.quiet_share),
        n=number(loud.fewest_posts),
        length=duration(loud.bin_s),
        times=number(loud.smallest_ratio),
    )


def _cascades(made: Made) -> Iterator[str]:
    yield _(
        "Cascades hang each post under the post that it states as its source; shares that name only the root hang "
        "under the root."
    )


def _spreaders(made: Made) -> Iterator[str]:
    yield _(
        "The map of spreaders is drawn by their links (ForceAtlas2; {params}); closeness proves no contact."
    ).format(params=_params(spreaders.Params()))


def _params(params: object) -> str:
    """Parameters in force: ``bin_s = 60 (s)``; no language inflects a unit in brackets after its number."""
    told = ((p.name, exact(p.default), f" ({_(p.unit)})" if p.unit else "") for p in describe(params))
    return ", ".join(f"{name} = {value}{unit}" for name, value, unit in told)


def _reach(made: Made) -> Iterator[str]:
    yield _("Potential reach adds up the followers of distinct authors: possible deliveries, not readers.")


def _views_method(made: Made) -> Iterator[str]:
    yield _("Views are the newest count that the platform states for each post, shares left out.")


def _passed_on(made: Made) -> Iterator[str]:
    yield _("Who was passed on is what platforms state: mostly the root, not the account where a post was seen.")


def _names(made: Made) -> Iterator[str]:
    if made.recipe.masked:
        yield _("Names of accounts are replaced by pseudonyms, the same in every chart of this case.")
    else:
        yield _(
            "Accounts that the newsroom decided to name, each with its reason, are shown by name; all others by "
            "pseudonyms, the same in every chart of this case."
        )


def _replies(made: Made) -> Iterator[str]:
    yield from dossier.told(made.replies)


def _limits(made: Made) -> Iterator[str]:
    yield _(
        "What was deleted before it was collected, what no search found, and what people saw without passing it on "
        "is not in the data: “earliest” means earliest in the collected data."
    )


def _again(made: Made) -> Iterator[str]:
    yield _(
        "Made with Whence {version} from build {build} of the case (hash of its sources {hash}). Everything here can "
        "be computed again from the case: python -m core verify."
    ).format(version=made.recipe.whence, build=made.case.build, hash=provenance(made.store).fingerprint)
