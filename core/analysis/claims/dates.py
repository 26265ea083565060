"""A weekday that does not fit its date, and a clock time without a zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date, get_day_names

from core.analysis.claims.model import CaseFacts, Slip
from core.analysis.claims.passages import Passage
from core.i18n import _, current_language

_MONTHS = (
    r"january|jan\b|январ\w*|қаңтар\w*", r"february|feb\b|феврал\w*|ақпан\w*", r"march|mar\b|март\w*|наурыз\w*",
    r"april|apr\b|апрел\w*|сәуір\w*", r"may|ма[йяе]|мамыр\w*", r"june|jun\b|июн\w*|маусым\w*",
    r"july|jul\b|июл\w*|шілде\w*", r"august|aug\b|август\w*|тамыз\w*",
    r"september|sept?\b|сентябр\w*|қыркүйек\w*|қыркүйег\w*", r"october|oct\b|октябр\w*|қазан\w*",
    r"november|nov\b|ноябр\w*|қараша\w*", r"december|dec\b|декабр\w*|желтоқсан\w*",
)  # fmt: skip
# Monday first; a bare "sat" or "среда" without a date beside it is never looked at.
_DAYS = (
    r"monday|mon|понедельник\w*|пн|дүйсенбі\w*", r"tuesday|tues?|вторник\w*|вт|сейсенбі\w*",
    r"wednesday|wed|сред[аыуе]|средой|ср|сәрсенбі\w*", r"thursday|thu(?:rs?)?|четверг\w*|чт|бейсенбі\w*",
    r"friday|fri|пятниц\w+|пт|жұма\w*", r"saturday|sat|суббот\w+|сб|сенбі\w*",
    r"sunday|sun|воскресень\w+|вс|жексенбі\w*",
)  # fmt: skip
_MONTH, _DAY_NAME = "|".join(_MONTHS), "|".join(_DAYS)
_YEAR = r"(?:(?:19|20)\d\d)"
_FILLER = (
    r"(?:[\s,.()–—-]|\b(?:the|of|on|in|early|late|morning|afternoon|evening|night|day|an?|was|is|"
    r"утром|днём|днем|вечером|ночью|утро|вечер|ночь|день|в|во|на|это|была?|было|"
    r"күні|таң\w*|кеш\w*|түн\w*|түсте)\b)"
)
_DATES = (
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|-го|-е|-ші|-шы)?[ -](?:of )?(?P<m1>{_MONTH})(?:,? (?:of )?(?P<y1>{_YEAR}))?",
    rf"(?:(?P<y5>{_YEAR})(?: ж\.?| жыл\w*),? )(?P<d5>\d{{1,2}})[ -](?P<m5>{_MONTH})",
    rf"(?P<m2>{_MONTH})\.? (?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y2>{_YEAR}))?",
    rf"(?P<y3>{_YEAR})-(?P<n3>\d\d)-(?P<d3>\d\d)",
    rf"(?P<d4>\d{{1,2}})\.(?P<n4>\d{{1,2}})\.(?P<y4>{_YEAR})",
)
_ANY_DATE = re.compile(rf"(?<![\w.:])(?:{_DATES[1]}|{'|'.join((_DATES[0], *_DATES[2:]))})(?!\w)", re.I)
_BEFORE = re.compile(rf"\b(?P<day>{_DAY_NAME})\.?{_FILLER}{{0,8}}$", re.I)
_AFTER = re.compile(rf"(?: г\.?| года| year)?{_FILLER}{{0,6}}\b(?P<day>{_DAY_NAME})(?!\w)", re.I)
_X_ID = re.compile(r"status(?:es)?/(\d{15,20})")
_STAMP = re.compile(rf"(?<!\d)({_YEAR})-[01]\d-[0-3]\d")
_X_EPOCH_MS = 1_288_834_974_657


def weekdays(text: str, found: list[Passage], facts: CaseFacts) -> Iterator[Slip]:
    """A slip for every weekday that fits its date in none of the years that the text may mean."""
    likely = years_of(text, facts)
    for passage in found:
        for match in _ANY_DATE.finditer(passage.text):
            named = _named_day(passage.text, match.start(), match.end())
            day, month, year = _parts(match)
            if named is None or (year is None and not likely):
                continue
            start, end, weekday = named
            dates = [_date(y, month, day) for y in ((year,) if year else likely)]
            true = [d for d in dates if d is not None]
            if any(d.weekday() == weekday for d in true):
                continue
            words = passage.text[start:end]
            yield Slip("weekday", passage.start + start, passage.start + end, words, _wrong_day(true, weekday))


def years_of(text: str, facts: CaseFacts) -> tuple[int, ...]:
    """The years that a date without one may mean: of the case, else of the ids of X posts and ISO dates in the text.

    >>> years_of("https://x.com/a/status/1225916162137038848", CaseFacts())
    (2020,)
    """
    if facts.years:
        return facts.years
    by_id = {_year_of_id(int(digits)) for digits in _X_ID.findall(text)}
    return tuple(sorted({*by_id, *map(int, _STAMP.findall(text))}))


def _year_of_id(post_id: int) -> int:
    return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=(post_id >> 22) + _X_EPOCH_MS)).year


def _named_day(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """Start, end and weekday (0 = Monday) of a date with the weekday beside it."""
    before = _BEFORE.search(text[:start])
    if before:
        return before.start("day"), end, _index(_DAYS, before["day"])
    after = _AFTER.match(text, end)
    return (start, after.end(), _index(_DAYS, after["day"])) if after else None


def _index(patterns: tuple[str, ...], word: str) -> int:
    return next(place for place, pattern in enumerate(patterns) if re.fullmatch(pattern, word, re.I))


def _parts(match: re.Match[str]) -> tuple[int, int, int | None]:
    """Day, month and year (None where the text has none) of a match of any of the forms."""
    got = {name[0]: value for name, value in match.groupdict().items() if value}
    month = _index(_MONTHS, got["m"]) + 1 if "m" in got else int(got["n"])
    return int(got["d"]), month, int(got["y"]) if "y" in got else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _wrong_day(dates: list[date], weekday: int) -> str:
    if not dates:
        return _("There is no such day in the calendar.")
    said = get_day_names(locale=current_language())[weekday]
    told = "; ".join(format_date(d, "full", locale=current_language()) for d in dates)
    return _("The weekday does not fit: the calendar says {dates}, not {weekday}.").format(dates=told, weekday=said)


_CLOCKS = re.compile(
    r"(?<![\d.:/+−\w‘'\"“])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:]|\.\d)(?:\s?(?:hours|hrs|[ap]\.?m\b\.?))?"
    r"|(?<![\d.:])(?:1[0-2]|[1-9])(?:[.:][0-5]\d)?\s?(?:[ap]\.m\.|[ap]m\b)"
    r"|\b(?:at|around|about|by|until|from)\s+(?:around |about )?(?P<h>\d{1,2}|"
    r"[a-z]+)(?: o.clock)? (?:in the (?:early )?(?:morning|afternoon|evening)|at night)"
    r"|\b(?:\d{1,2}|[a-z]+) o.clock\b"
    r"|\b(?:в|около|к|с|до|после)\s+(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d.%]|\s?%)"
    r"|(?<![\d.,])(?:[01]?\d|2[0-3]) час(?:ов|а|ам)?(?: (?:[0-5]?\d минут\w*|утра|вечера|ночи|дня))"
    r"|\b(?:в|около|к|после)\s+(?:[01]?\d|2[0-3])(?:-ти)? час(?:ов|ам|а)?\b"
    r"|(?<![\d.,])\d{1,2} (?:утра|вечера|ночи)\b"
    r"|\bсағат\w*\s+(?:таңғы |кешкі |түнгі |түскі )?(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?(?!\d)"
    r"|\b(?:таңғы|кешкі|түнгі|түскі)\s+(?:сағат\s+)?(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?(?!\d)",
    re.IGNORECASE,
)
_NO_PLACE = (
    r"(?!(?:This|That|First|Last|Some|Any|Every|Same|Full|Real|Next|Each|One|Long|Prime|Part|The|Second|Which|At)\b)"
)
_ZONE = re.compile(
    r"\b(?:UTC|GMT|CES?T|EES?T|WES?T|BST|MSK|[ECMP][SD]T|IST|JST|Zulu)\b|\bМСК\b|\b(?i:local|your own) time\b"
    rf"|\b{_NO_PLACE}[A-Z]\w+[ -](?i:(?:local |standard |summer )?time)\b|(?i:\btime ?zone|часов\w+ пояс|"
    rf"сағаттық белдеу)"
    r"|(?i:по(?:\s[\w-]+){0,2}\s+времени|времени\s[А-ЯҚҒӨҰҮ]|[\w-]+\s+уақыты|уақыт\w*\s+бойынша)|[+−-]\d\d:?\d\d\b|"
    r"\d\dZ\b"
    r"|\d(?:\s?[apAP]\.?[mM]\.?)?\s(?:[A-Z]{2,4}T|[ECMP]T)\b|\b(?:Eastern|Pacific|Central|Mountain)\b"
    r"|\b(?:Asia|Europe|America|Africa|Australia|Pacific)/[A-Z]",
)
_FOR_ALL = re.compile(
    r"\b(?:all|the) times (?:are|in|below|here)|всё время|время (?:везде|всюду|указано|дано)|барлық уақыт", re.I
)
_DURATION = re.compile(
    r"(?:\blast(?:s|ed|ing)?|\blong|\blength(?: of)?|\bduration(?: of)?|длит\w+|длился|длилось|ұзақтығы)\W{0,3}$", re.I
)
_HOURS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())


@dataclass(frozen=True, slots=True)
class _Clock:
    start: int
    end: int


def clocks(found: list[Passage], facts: CaseFacts) -> Iterator[Slip]:
    """A slip for every clock time in a sentence that names no zone, unless the text names one for all its times."""
    if any(_FOR_ALL.search(p.text) and _ZONE.search(p.text) for p in found):
        return
    zoned = {p.paragraph for p in found if _ZONE.search(p.text) and _clock_times(p.text)}
    for passage in found:
        if _ZONE.search(passage.text):
            continue
        for clock in _clock_times(passage.text):
            start, end = clock.start + passage.start, clock.end + passage.start
            words = passage.text[clock.start : clock.end]
            yield Slip("zone", start, end, words, _no_zone(words, facts, passage.paragraph in zoned))


def _clock_times(text: str) -> list[_Clock]:
    """The clock times of a sentence; of a range only its beginning."""
    kept: list[_Clock] = []
    last_end = -100
    for match in _CLOCKS.finditer(text):
        spelt = match["h"]
        is_word = bool(spelt) and not spelt.isdigit() and spelt.lower() not in _HOURS
        in_range = re.fullmatch(r"\s*(?:[–—-]|to|and|until|till|до|и|по)?\s*", text[last_end : match.start()] or "x")
        last_end = match.end()
        if is_word or (in_range and kept) or _DURATION.search(text[: match.start()]):
            continue
        kept.append(_Clock(match.start(), match.end()))
    return kept


def _no_zone(words: str, facts: CaseFacts, zoned_nearby: bool) -> str:
    if zoned_nearby:
        return _("On which clock? Another time in this paragraph names its zone; say here, too, which one is meant.")
    if facts.zone_label:
        return _("On which clock? Name the zone; this case shows times in {zone}.").format(zone=facts.zone_label)
    return _("On which clock? Readers sit in many time zones: name the zone, with its offset from UTC.")
