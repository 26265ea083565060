"""Shares that say more than was counted: "at least", too few, and one of accounts beside one of posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.analysis.claims.amounts import ACCOUNTS, POSTS, Share, amounts, shares, units
from core.analysis.claims.model import CaseFacts, Slip
from core.analysis.claims.passages import Passage
from core.analysis.intervals import wilson
from core.i18n import _, number, percent

#: No share is stated of fewer than this.
LEAST_N = 30
_AT_LEAST = re.compile(
    r"(?:\bat (?:the very )?least|\bno (?:less|fewer) than|\bnot less than|\ba minimum of|\bне менее(?: чем)?|"
    r"\bне меньше(?: чем)?|"
    r"\bкак минимум|\bминимум|\bпо меньшей мере|\bпо крайней мере|\bкем(?:інде| дегенде)|\bаз дегенде)\s+(?:about |"
    r"around )?$",
    re.I,
)
_INTERVAL = re.compile(
    r"[\[(]\s*(?:95\s?%|\d[\d.,]*\s?%?\s?[–—-]\s?\d)|confidence|interval|margin of error|погрешност\w+|"
    r"доверительн\w+|интервал|±|аралығ\w+", re.I,
)  # fmt: skip
_BOTS = re.compile(r"\bbots?\b|\bautomat\w+|\bбот(?:ы|ов|ам|ами|тар\w*)?\b|автоматиз\w+|автоматт\w+", re.I)
_N_IS = re.compile(r"\bn\s?=\s?(\d[\d,.\u00a0 ]*)", re.I)
_X_OF_Y = re.compile(
    rf"(?P<k>\d[\d,\u00a0]*)\s+(?:{ACCOUNTS}\s+)?(?:(?:out )?of|из)\s+(?:the |these |"
    rf"all )?(?P<n>\d[\d,\u00a0]*)\s+(?:\w+\s+)?(?P<unit>{ACCOUNTS}|{POSTS})\b",
    re.I,
)
_ACCOUNTS_OF_POSTS = re.compile(
    rf"\d[\d,\u00a0]*\s+{ACCOUNTS}\s+(?:(?:out )?of|из)\s+(?:the |all )?\d[\d,\u00a0]*\s+(?:\w+\s+)?{POSTS}\b"
    rf"|\d[\d,\u00a0]*\s+{POSTS}\s+(?:(?:out )?of|из)\s+(?:the |all )?\d[\d,\u00a0]*\s+(?:\w+\s+)?{ACCOUNTS}\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A share of the text, where its sentence stands, and whether it speaks of automation."""

    share: Share
    passage: Passage
    bots: bool

    @property
    def place(self) -> tuple[int, int, str]:
        start, end = self.share.start, self.share.end
        return self.passage.start + start, self.passage.start + end, self.passage.text[start:end]


def _claims(found: list[Passage]) -> list[_Claim]:
    return [
        _Claim(s, p, bool(_BOTS.search(p.text))) for p in found if not _INTERVAL.search(p.text) for s in shares(p.text)
    ]


def at_least(found: list[Passage], facts: CaseFacts) -> Iterator[Slip]:
    """A slip for "at least" before a share whose interval reaches below it, or that rests on no number."""
    for claim in _claims(found):
        words = _AT_LEAST.search(claim.passage.text[: claim.share.start])
        if not words or not claim.share.unit:
            continue
        start, end = claim.passage.start + words.start(), claim.place[1]
        said = _too_much(claim, found, facts)
        if said:
            yield Slip("at_least", start, end, claim.passage.text[words.start() : claim.share.end], said)


def _too_much(claim: _Claim, found: list[Passage], facts: CaseFacts) -> str:
    of = claim.share.of or _stated_n(claim, found)
    if of:
        return _counted(claim.share, of)
    known = claim.bots and claim.share.unit == "accounts" and facts.scored
    if known and facts.low is not None and facts.high is not None:
        if claim.share.value <= facts.low:
            return ""
        return _(
            "“At least” is more than the case says: {k} of {n} scored accounts, 95 % interval {low} to {high}."
        ).format(
            k=number(facts.above), n=number(facts.scored), low=percent(facts.low, 1), high=percent(facts.high, 1)
        )  # fmt: skip
    unit = _("posts") if claim.share.unit == "posts" else _("accounts")
    return _(
        "The text does not say how many {unit} were looked at, so nothing holds up “at least”: "
        "give the number and the interval."
    ).format(unit=unit)


def _counted(share: Share, of: int) -> str:
    k = round(share.value * of)
    low, high = wilson(k, of)
    unit = _("posts") if share.unit == "posts" else _("accounts")
    return _(
        "{k} of {n} {unit} is {share}, with a 95 % interval of {low} to {high}: “at least” claims more than that."
    ).format(
        k=number(k), n=number(of), unit=unit, share=percent(k / of), low=percent(low, 1), high=percent(high, 1)
    )  # fmt: skip


def _stated_n(claim: _Claim, found: list[Passage]) -> int:
    """The newest number of the same unit in the paragraph, up to the share: the 100 of "more than 100 accounts"."""
    best = 0
    for passage in found:
        if passage.paragraph != claim.passage.paragraph or passage.start > claim.passage.start:
            continue
        text = passage.text if passage is not claim.passage else passage.text[: claim.share.start]
        for start, _end, unit in units(text):
            before = [a for a in amounts(text[:start]) if not re.search(r"\w", text[a.end : start])]
            if unit == claim.share.unit and before and before[-1].value > 1:
                best = int(before[-1].value)
    return best


def small_n(found: list[Passage], facts: CaseFacts) -> Iterator[Slip]:
    """A slip for a share of fewer than 30."""
    for claim in _claims(found):
        of = claim.share.of or _n_beside(claim)
        if not of and claim.bots and claim.share.unit == "accounts" and facts.scored and facts.scored < LEAST_N:
            of = facts.scored
        if 0 < of < LEAST_N:
            low, high = wilson(min(round(claim.share.value * of), of), of)
            said = _(
                "A share of {n} says little: the 95 % interval runs from {low} to {high}. Below 30 give the numbers, "
                "not a share."
            ).format(n=number(of), low=percent(low), high=percent(high))
            yield Slip("small_n", *claim.place, said)


_OF_Y_X = re.compile(
    rf"\b(?:of|из)\s+(?:the |these |all )?(?P<n>\d[\d,\u00a0]*)\s+(?:\w+\s+)?(?P<unit>{ACCOUNTS}|"
    rf"{POSTS})\W+(?P<k>\d+)\b"
    rf"|(?P<n2>\d[\d,\u00a0]*)\s+(?P<unit2>{ACCOUNTS}|{POSTS})\s+(?P<k2>\d+)-[іы]\b",
    re.I,
)


def _n_beside(claim: _Claim) -> int:
    """n = 12 or "5 of 12 accounts" in the sentence of the share."""
    stated = _N_IS.search(claim.passage.text)
    if stated:
        return int(re.sub(r"\D", "", stated[1]))
    text = claim.passage.text
    for match in (*_X_OF_Y.finditer(text), *_OF_Y_X.finditer(text)):
        got = match.groupdict()
        k, n = (int(re.sub(r"\D", "", got[name] or got[f"{name}2"])) for name in ("k", "n"))
        if n and abs(k / n - claim.share.value) < 0.02:
            return n
    return 0


def denominators(found: list[Passage], facts: CaseFacts) -> Iterator[Slip]:
    """A slip where a share of posts is read beside a share of accounts, or one is counted out of the other."""
    for passage in found:
        for match in _ACCOUNTS_OF_POSTS.finditer(passage.text):
            start, end = match.span()
            said = _(
                "Accounts and posts are different things: one account may write many posts. Count both out of the same."
            )
            yield Slip("denominators", passage.start + start, passage.start + end, match[0], said)
    about_bots = [claim for claim in _claims(found) if claim.bots and claim.share.unit and _is_subject(claim)]
    for place, claim in enumerate(about_bots):
        other = next((c for c in about_bots[:place] if c.share.unit != claim.share.unit), None)
        if other and not _side_by_side(other, claim):
            yield Slip("denominators", *claim.place, _two_kinds(other, claim))
            return


def _is_subject(claim: _Claim) -> bool:
    """Whether bots are named after the share and before the next one: what it is a share of being bots."""
    text = claim.passage.text
    later = [s.start for s in shares(text) if s.start > claim.share.start]
    return bool(_BOTS.search(text[claim.share.end : later[0] if later else len(text)]))


def _side_by_side(one: _Claim, other: _Claim) -> bool:
    return one.passage is other.passage and one.share.stated and other.share.stated


def _two_kinds(one: _Claim, other: _Claim) -> str:
    accounts, posts = (one, other) if one.share.unit == "accounts" else (other, one)
    said = _("Here the share is of {this}, earlier (“{words}”) of {that}: readers will take them for the same.").format(
        this=_("posts") if other.share.unit == "posts" else _("accounts"),
        that=_("posts") if one.share.unit == "posts" else _("accounts"),
        words=one.place[2],
    )
    a, p = accounts.share.value, posts.share.value
    ratio = (p / (1 - p)) / (a / (1 - a))
    more = _("Taken together they mean that such an account wrote {n} times as many posts as another.")
    return f"{said} {more.format(n=number(ratio, 1))}"
