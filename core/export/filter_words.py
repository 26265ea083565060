"""The active filter in words, and the words of a link as a filter."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from babel import Locale

from core.errors import ExportError
from core.export import address as link
from core.export.words import band_label, kind_label, language_label, platform_label
from core.i18n import LANGUAGES, _, moment
from core.importers.languages import NO_LANGUAGE
from core.model import BANDS, KINDS, PLATFORMS, Filters
from core.store.cases import check_zone

_SAME = {"since": "from", "until": "to", "zone": "tz", "words": "q"}
_FIELDS = {"lang": "languages", "platform": "platforms", "kind": "kinds", "band": "bands"}
#: A plus sign that the query string has turned into a blank: ``2020-02-08T04:00 06:00``.
_OFFSET_CUT = re.compile(r"T\S+ \d\d:?\d\d$")


def _spoken() -> list[str]:
    return sorted({code for language in LANGUAGES for code in Locale.parse(language).languages})


_LISTS: dict[str, Callable[[], link.Named]] = {
    "lang": lambda: ([*_spoken(), "und"], language_label),
    "platform": lambda: (list(PLATFORMS), platform_label),
    "kind": lambda: (list(KINDS), kind_label),
    "band": lambda: (list(BANDS), band_label),
}


def chips(filters: Filters) -> list[tuple[str, str, str | None]]:
    """What is chosen, chip by chip: its text, its key and, of a list, its value."""
    named = (
        ("lang", filters.languages, language_label),
        ("platform", filters.platforms, platform_label),
        ("kind", filters.kinds, kind_label),
        ("band", filters.bands, band_label),
        ("group", filters.groups, str),
    )
    found: list[tuple[str, str, str | None]] = [(name(v), key, v) for key, values, name in named for v in values]
    if filters.start or filters.end:
        found.append((period_text(filters), "from", None))
    if filters.hours:
        found.append((hours_text(filters.hours), "hours", None))
    if filters.words:
        found.append((f"“{filters.words}”", "q", None))
    return found


def period_text(filters: Filters) -> str:
    """The chosen period on the clock of the view, e.g. ``8 Feb 2020, 04:00 – 8 Feb 2020, 06:00``."""
    start, end = (moment(at, filters.zone, "d MMM y, HH:mm") for at in (filters.start, filters.end))
    if filters.start and filters.end:
        return f"{start} – {end}"
    return _("from {time}").format(time=start) if filters.start else _("until {time}").format(time=end)


def hours_text(hours: tuple[int, int]) -> str:
    """``22:00–04:59`` for the hours 22 to 4."""
    return f"{hours[0]:02d}:00–{hours[1]:02d}:59"


def filter_text(filters: Filters) -> str:
    """The active filter in one line, for every chart."""
    texts = [text for text, _key, _value in chips(filters)]
    return " · ".join(texts) if texts else _("No filter")


def read_query(
    query: str, zone: str, settings: Collection[str] = (), spoken: Callable[[], Collection[str]] = tuple
) -> tuple[Filters, dict[str, str]]:
    """The filter that a link such as ``lang=fr&since=2020-02-08T04:00&tz=Asia/Almaty`` stands for, and its settings.

    The words are those of the address bar, codes or names in any language of the screen; ``since`` and ``until`` may
    stand for ``from`` and ``to``. Clock times without an offset are read on the clock of ``tz`` (or ``zone``).
    ``settings`` are further words that mean something to a figure; ``spoken`` gives the languages of the case, asked
    only for a code that nobody knows. Raises ExportError for a word that nobody
    understands: a filter must not be lost silently.
    """
    words: dict[str, list[str]] = {}
    for key, word in parse_qsl(query.lstrip("?"), keep_blank_values=False):
        words.setdefault(_SAME.get(key, key), []).append(word)
    asked = words.pop("tz", [zone])[-1]
    check_zone(asked)
    first, last = (moment_of(words.pop(key, []), asked) for key in ("from", "to"))
    chosen = {field: _codes_of(key, words.pop(key, []), spoken) for key, field in _FIELDS.items()}
    hours = _hours_of(words.pop("hours", []), words.pop("outside", []) == ["true"])
    groups, text = tuple(sorted(words.pop("group", []))), ",".join(words.pop("q", []))
    words.pop("case", None)
    if unknown := {key: word for key, word in words.items() if key not in settings}:
        raise _not_understood("&".join(f"{key}={word[0]}" for key, word in unknown.items()))
    found = Filters(zone=asked, groups=groups, start=first, end=last, hours=hours, words=text, **chosen)
    return found, {key: ",".join(word) for key, word in words.items()}


def _not_understood(words: str) -> ExportError:
    return ExportError(
        _("The filter “{words}” is not understood.").format(words=words),
        remedy=_("Use lang, platform, kind, band, group, from, to, hours, q and tz, as in the address bar."),
    )


def _codes_of(key: str, words: list[str], spoken: Callable[[], Collection[str]]) -> tuple[str, ...]:
    codes, unknown = link.codes([part for word in words for part in word.split(",")], _LISTS[key]())
    if unknown and key == "lang":
        more, unknown = link.codes(unknown, (list(dict.fromkeys([*spoken(), *sorted(NO_LANGUAGE)])), language_label))
        codes += more
    if key == "lang":  # platforms have codes of their own, such as X's “qme”: they were read as “not known”
        codes = ["und" if code in NO_LANGUAGE else code for code in codes]
    if unknown:
        raise _not_understood("&".join(f"{key}={word}" for word in unknown))
    return tuple(sorted(set(codes)))


def moment_of(words: list[str], zone: str) -> datetime | None:
    """The last of the times of a link, in UTC, read on the clock of ``zone``; ExportError where it is no time."""
    if not words:
        return None
    try:
        at = datetime.fromisoformat(words[-1].replace(" ", "+", 1) if _OFFSET_CUT.search(words[-1]) else words[-1])
    except ValueError as error:
        raise _not_understood(words[-1]) from error
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _hours_of(words: list[str], outside: bool) -> tuple[int, int] | None:
    if not words:
        return None
    found = link.hours(words)
    if found is None:
        raise _not_understood(f"hours={','.join(words)}")
    (first, last), crossed = found
    return ((last + 1) % 24, (first - 1) % 24) if outside or crossed else (first, last)
