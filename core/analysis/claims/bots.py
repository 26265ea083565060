"""The word "bot" stated as a fact about accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.analysis.claims.model import Slip
from core.analysis.claims.passages import Passage
from core.i18n import _

# Apparatus, not accounts: chat bots, bot scores, the study of bots.
_BOT = re.compile(
    r"(?:(?<![\w-])|(?<=аккаунт-)|(?<=аккаунта-)|(?<=аккаунтов-)|(?<=аккаунты-)|"
    r"(?<=твиттер-))(?P<adj>[\w’'-]+\s+)?(?P<bot>bots?|бот(?:ы|ов|ам|ами|ах|а|у|ом|е)?|бот(?:тар|қа|тың|пен|"
    r"ты)\w*)(?![\w-])"
    r"(?P<what>\s+(?:accounts?|profiles?|farms?|networks?|аккаунт\w*))?", re.I,
)  # fmt: skip
_OTHER_BOTS = re.compile(
    r"(?:chat|telegram|search|crawler|spam-filter|moderation|чат|телеграм\w*|поисков\w+|anti|using a|of a|my|our|"
    r"your)\s*-?\s*$",
    re.I,
)
_NOT_ACCOUNTS = re.compile(
    r"\s+(?:scores?|detect\w*|checks?|checker|sentinel|measure\w*|research\w*|stud(?:y|ies)|label\w*|software|"
    r"that (?:answers|replies)|"
    r"to \w+|is (?:a|an) (?:program|software|script)|are (?:programs|scripts)|– это программ\w+|"
    r"это программ\w+)\b", re.I,
)  # fmt: skip
_HEDGE = re.compile(
    r"signs? of|appear|seem|look(?:s|ed)? like|resembl|suspect|alleg|likely|probab|possib|perhaps|presum|\bmay\b|"
    r"\bmight\b|\bcould\b|"
    r"whether|\bif\b|score|not (?:a |necessarily |all )?bots?|nor bots?|no bots?|n.t (?:a )?bots?|self-declared|"
    r"call themselves|labell?ed|"
    r"признак|похож|возможн|вероятн|предполож|видимо|может|могут|ли бот|не бот|не явля|подозр|балл|считают|называют|"
    r"белгі|ұқса|мүмкін|ықтимал|күдік|емес", re.I,
)  # fmt: skip
_QUOTED = re.compile(r"[\"“«'‘„]\s*$")


def bots(found: list[Passage]) -> Iterator[Slip]:
    """A slip for every sentence that calls accounts bots without doubt; a line that is repeated counts once."""
    seen: set[str] = set()
    for passage in found:
        if passage.text in seen or passage.text.rstrip().endswith("?") or _HEDGE.search(passage.text):
            continue
        seen.add(passage.text)
        match = next((m for m in _BOT.finditer(passage.text) if _is_of_accounts(passage.text, m)), None)
        if match:
            start, end = _from_word(match), match.end()
            yield Slip("bot", passage.start + start, passage.start + end, passage.text[start:end], _sentence())


def _from_word(match: re.Match[str]) -> int:
    adjective = (match["adj"] or "").strip()
    return match.start() if adjective[:1].isupper() else match.start("bot")


def _is_of_accounts(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start("bot")]
    is_other = _OTHER_BOTS.search(before) or _QUOTED.search(before)
    return not is_other and not _NOT_ACCOUNTS.match(text, match.end())


def _sentence() -> str:
    return _(
        "Nobody can see from outside that an account is a bot. Write “shows signs of automation”, with the score, "
        "its date and its interval."
    )
