"""Numbers, shares and what they count, as English, Russian and Kazakh articles write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100,
    "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "двадцать": 20, "тридцать": 30,
    "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "сто": 100,
    "ста": 100, "двести": 200, "двухсот": 200, "триста": 300, "трёхсот": 300, "трехсот": 300, "четыреста": 400,
    "пятьсот": 500, "шестьсот": 600, "семьсот": 700, "восемьсот": 800, "девятьсот": 900, "пяти": 5, "десяти": 10,
    "двадцати": 20, "тридцати": 30, "пятидесяти": 50, "шестидесяти": 60, "семидесяти": 70, "восьмидесяти": 80,
    "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9, "он": 10,
    "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80, "тоқсан": 90,
    "жүз": 100,
}  # fmt: skip
_TIMES = r"thousand|million|billion|тыс(?:\.|яч\w*)?|млн\.?|миллион\w*|мың\w*"
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f,.’']\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![\w.,])(?:(?P<digits>{_DIGITS})(?:[ \u00a0-]?(?P<times>{_TIMES}|[km](?![\w.])))?"
    rf"|(?:a |one )?(?P<words>(?:(?:{_WORD})\b(?:[ -]and[ -]|[ -])?)+)(?P<wtimes>(?:{_TIMES}))?"
    rf"|(?:a |one )?(?P<alone>{_TIMES}))(?!\w)",
    re.IGNORECASE,
)
ACCOUNTS = (
    r"(?:accounts?|profiles?|users?|аккаунт\w*|профил\w*|уч[её]тн\w+ запис\w+|пользовател\w*|парақша\w*|қолданушы\w*)"
)
POSTS = (
    r"(?:re-?tweets?|tweets?|posts?|messages?|ретвит\w*|твит\w*|пост(?:ы|ов|ам|ами|ах|а|тар\w*|тың|тан)?|"
    r"публикаци\w*|сообщени\w*|запис(?:и|ей|ь|ям|ями|ях)|жазба\w*|хабарлама\w*)"
)
_UNITS = {"accounts": re.compile(rf"\b{ACCOUNTS}\b", re.I), "posts": re.compile(rf"\b{POSTS}\b", re.I)}
_PERCENT = r"(?P<percent>\d{1,3}(?:[.,]\d+)?)(?:\s?%|\s(?:percent|per cent)\b|\s(?:процент|пайыз)\w*)"
_FRACTIONS = (
    (r"two[ -]thirds|две трети|двух третей|үштен екі\w*", 2 / 3),
    (r"three[ -]quarters|три четверти|төрттен үш\w*", 3 / 4),
    (r"(?:a|one)[ -]third|треть|трети|третья часть|үштен бір\w*", 1 / 3),
    (r"(?:a|one)[ -]quarter|четверть|четверти|төрттен бір\w*", 1 / 4),
    (r"(?:a |one )?half|половин\w+|(?:тең )?жарты\w+", 1 / 2),
)
_SHARE = re.compile(rf"(?<![\w.,]){_PERCENT}|\b(?:{'|'.join(pattern for pattern, _value in _FRACTIONS)})\b", re.I)
# "half an hour" and "половина дня" are no shares of anything that is counted here.
_NO_SHARE = re.compile(r"\s*(?:an? (?:hour|day|year|century|mile)|of the (?:day|night|year)|час|дня|года|сағат)", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the text."""

    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the text: its value, what it is a share of ("accounts", "posts" or ""), and of how many (0: not said).

    ``stated`` says that the words beside it name what it is a share of.
    """

    start: int
    end: int
    value: float
    unit: str
    of: int
    stated: bool


def amounts(text: str) -> list[Amount]:
    """Every number, also in words, from left to right.

    >>> [a.value for a in amounts("205,000 users, one hundred and sixty thousand views, 3,4 тыс. твитов, елу мың")]
    [205000.0, 160000.0, 3400.0, 50000.0]
    """
    return [Amount(f.start(), f.start() + len(f[0].rstrip(" -")), _value(f)) for f in _NUMBER.finditer(text)]


def _value(found: re.Match[str]) -> float:
    if found["digits"]:
        return _digits(found["digits"]) * _times(found["times"])
    if found["words"]:
        return _spelt(found["words"]) * _times(found["wtimes"])
    return _times(found["alone"])


def _digits(text: str) -> float:
    if re.fullmatch(r"[1-9]\d{0,2}(?:[^\d]\d{3})+", text):
        return float(re.sub(r"\D", "", text))
    return float(re.sub(r"[^\d.]", "", text.replace(",", ".")))


def _times(word: str | None) -> float:
    if not word:
        return 1
    begins = word.lower()[:2]
    return {"th": 1e3, "ты": 1e3, "мы": 1e3, "k": 1e3, "bi": 1e9}.get(begins, 1e6)


def _spelt(text: str) -> float:
    total = 0.0
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        value = _WORDS.get(word, 0)
        total = max(total, 1) * 100 if word in ("hundred", "жүз") else total + value
    return total


def units(text: str) -> list[tuple[int, int, str]]:
    """Where the text names accounts or posts, in order: start, end, "accounts" or "posts"."""
    found = [(m.start(), m.end(), unit) for unit, pattern in _UNITS.items() for m in pattern.finditer(text)]
    taken = [(start, end) for start, end, unit in found if unit == "accounts"]
    # the "запись" of "учётная запись" is no post
    own = [f for f in found if f[2] == "accounts" or not any(start <= f[0] < end for start, end in taken)]
    return sorted(own)


def shares(text: str) -> list[Share]:
    """Every share of a sentence, with what it is a share of.

    >>> [(round(s.value, 2), s.unit, s.of) for s in shares("a third of the 12 accounts and 40 % of posts")]
    [(0.33, 'accounts', 12), (0.4, 'posts', 0)]
    """
    found = []
    for match in _SHARE.finditer(text):
        if not _NO_SHARE.match(text, match.end()):
            unit, of, stated = _of_what(text, match.start(), match.end())
            found.append(Share(match.start(), match.end(), _share_value(match), unit, of, stated))
    return [share for share in found if 0 < share.value < 1]


def _share_value(match: re.Match[str]) -> float:
    if match["percent"]:
        return float(match["percent"].replace(",", ".")) / 100
    return next(value for pattern, value in _FRACTIONS if re.fullmatch(pattern, match[0], re.I))


_OF = re.compile(r"(?:-\w+)?\s+(?:of|from|из|от)\s+|(?:-\w+)?\s+(?=[а-яё]+(?:ов|ей|ий|ых|х)\b)", re.I)


def _of_what(text: str, start: int, end: int) -> tuple[str, int, bool]:
    """Unit, number and whether the words beside the share name the unit; else the last unit named before it."""
    named = units(text)
    of = _OF.match(text, end)
    if of:
        after = next((u for u in named if 0 <= u[0] - of.end() <= 45), None)
        between = text[of.end() : after[0]] if after else ""
        if after and not re.search(r"[,;:.()]|\b(?:by|были|was|were|are)\b", re.sub(r"\d[,.]\d", "", between)):
            return after[2], _count_in(between), True
    before = [u for u in named if u[1] <= start]
    if not before:
        return "", 0, False
    last = before[-1]
    close = not text[last[1] : start].strip(" ,:(–-")
    return last[2], _count_before(text, last[0]) if close else 0, close


def _count_in(text: str) -> int:
    numbers = amounts(text)
    return int(numbers[-1].value) if numbers else 0


def _count_before(text: str, unit_start: int) -> int:
    """The number right before a unit: the 12 of "12 аккаунттың үштен бірі"."""
    numbers = [a for a in amounts(text[:unit_start]) if not text[a.end : unit_start].strip()]
    return int(numbers[-1].value) if numbers else 0
