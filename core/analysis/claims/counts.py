"""Numbers that are called something else than what was counted: reach, and the largest for the sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.analysis.claims.amounts import Amount, amounts
from core.analysis.claims.model import CaseFacts, Slip
from core.analysis.claims.passages import Passage
from core.i18n import _, number

LEAST_REACH = 1000
#: A number of the text is one of the case where it is off by no more than this share: texts round.
ROUNDED = 0.03
_SPREAD = re.compile(
    r"\b(?:tweets?|posts?|posting|stor(?:y|ies)|hashtags?|videos?|reach\w*|audience|impressions?|views?|viral\w*|"
    r"твит\w*|пост(?:ы|ов|а|ам)?|публикаци\w+|хештег\w*|хэштег\w*|видео\w*|охват\w*|аудитори\w+|ролик\w*|"
    r"жазба\w*|бейне\w*|қамт\w+|аудитория\w*)\b", re.I,
)  # fmt: skip
_USERS = re.compile(
    r"\s+(?:of\s+)?(?:(?!of\b|and\b|or\b|и\b|и\b)[\w-]+\s+){0,2}?"
    r"(?P<users>users?|пользовател\w+|қолданушы\w*|пайдаланушы\w*)\b", re.I,
)  # fmt: skip
_PEOPLE = re.compile(
    r"\s+(?:(?!of\b|and\b|or\b)[\w-]+\s+){0,1}?(?P<people>people|persons|readers|viewers|followers and readers|"
    r"человек\w*|людей|читател\w+|зрител\w+|"
    r"адам\w*|оқырман\w*|көрермен\w*)\b", re.I,
)  # fmt: skip
_SAW_BEFORE = re.compile(
    r"(?:reach(?:ed|ing|es)?|seen by|viewed by|read by|watched by|shown to|охвати\w+|увидели|посмотрели|прочитали|"
    r"просмотрели|дошл[аио] до)\W+(?:\w+\W+){0,4}$", re.I,
)  # fmt: skip
_SAW_AFTER = re.compile(
    r"\W+(?:\w+\W+){0,2}?(?:saw|have seen|had seen|viewed|watched|read|were reached|увидел\w*|посмотрел\w*|прочитал\w*|"
    r"просмотрел\w*|көрді|көрген|оқыды|оқыған)\b", re.I,
)  # fmt: skip
_ACTED = re.compile(
    r"\W+(?:who |that |had |have |которые )?(?:shared|posted|wrote|re-?tweeted|published|поделил\w+|опубликовал\w*|"
    r"написал\w*|"
    r"бөлісті|жазды|жариялады)\b", re.I,
)  # fmt: skip


def reaches(found: list[Passage], facts: CaseFacts) -> Iterator[Slip]:
    """A slip where followers or views are called users or people."""
    for passage in found:
        for amount in amounts(passage.text):
            counted = _called(passage.text, amount)
            if amount.value >= LEAST_REACH and counted:
                start = amount.start
                words = passage.text[start:counted]
                said = _what_it_is(amount.value, facts)
                yield Slip("reach", passage.start + start, passage.start + counted, words, said)


def _called(text: str, amount: Amount) -> int:
    """Where the words end that call a number of deliveries users or people; 0 where they do not."""
    users = _USERS.match(text, amount.end)
    if users and _SPREAD.search(text) and not _ACTED.match(text, users.end()):
        return users.end()
    people = _PEOPLE.match(text, amount.end)
    seen = people and (_SAW_BEFORE.search(text[: amount.start]) or _SAW_AFTER.match(text, people.end()))
    return people.end() if people and seen and _SPREAD.search(text) else 0


def _is_about(value: float, known: int | None) -> bool:
    return bool(known) and abs(value - (known or 0)) <= ROUNDED * (known or 0)


def _what_it_is(value: float, facts: CaseFacts) -> str:
    if _is_about(value, facts.reach):
        return _(
            "In this case {n} is the potential reach: followers of the authors added up, possible deliveries. "
            "How many people saw a post is not known; write “potential reach”."
        ).format(n=number(facts.reach))
    if _is_about(value, facts.views) or _is_about(value, facts.most_views):
        return _("In this case that is a number of views, and one person may view a post many times. Write “views”.")
    return _(
        "Reach counts possible deliveries, and views count showings: neither counts people. "
        "Write “potential reach” or “views”, or say how many accounts posted."
    )


_METRIC = (
    r"(?:views?|impressions?|re-?tweets?|shares?|likes?|comments?|просмотр\w*|репост\w*|ретвит\w*|лайк\w*|"
    r"қаралым\w*|бөлісу\w*|лайк\w*|ретвит\w*)"
)
_UP_TO = re.compile(
    r"(?:\bup to|\bas many as|\bat most|\ba maximum of|\bmax\.?|(?<!от )\bдо|\bмаксимум)\s+(?:\w+\s+)?$", re.I
)
_KK_UP_TO = re.compile(rf"\s*(?:\w+\s+)?(?:{_METRIC}\s*)?дейін|(?:-?[ғқгк][ае])\s+дейін", re.I)
_METRIC_AFTER = re.compile(rf"\s*(?:\w+\s+){{0,2}}?{_METRIC}\b", re.I)
_TOTAL = re.compile(
    r"\b(?:in total|altogether|in all|all together|combined|overall|taken together|a total of|"
    r"в общей сложности|в сумме|суммарно|всего|в целом|барлығы|жалпы саны|жиынтығы)\b", re.I,
)  # fmt: skip
_LARGEST = re.compile(
    r"\b(?:most[- ](?:seen|viewed|watched)|a single|one (?:post|tweet|video)|один (?:пост|твит)|ең көп)\b", re.I
)


def maxima(found: list[Passage], facts: CaseFacts) -> Iterator[Slip]:
    """A slip where the largest number of one post stands beside, or for, the sum over all posts."""
    for passage in found:
        total, text = _TOTAL.search(passage.text), passage.text
        for amount in amounts(text):
            metric = _METRIC_AFTER.match(text, amount.end)
            if not metric:
                continue
            up_to = _UP_TO.search(text[: amount.start])
            start = up_to.start() if up_to else amount.start
            said = _mixed_up(amount.value, bool(up_to or _KK_UP_TO.match(text, amount.end)), bool(total), text, facts)
            if said:
                yield Slip(
                    "maximum", passage.start + start, passage.start + metric.end(), text[start : metric.end()], said
                )


def _mixed_up(value: float, is_maximum: bool, is_total: bool, text: str, facts: CaseFacts) -> str:
    apart = facts.views and facts.most_views and not _is_about(facts.views, facts.most_views)
    if apart and is_total and not is_maximum and _is_about(value, facts.most_views):
        return _("In this case {n} are the views of the most seen post alone; all posts together have {sum}.").format(
            n=number(facts.most_views), sum=number(facts.views)
        )
    if apart and (is_maximum or _LARGEST.search(text)) and _is_about(value, facts.views):
        return _("In this case {n} are the views of all posts together; the most seen post has {most}.").format(
            n=number(facts.views), most=number(facts.most_views)
        )
    if is_maximum and is_total:
        return _(
            "“Up to” is the number of one post, “in total” the sum over all: beside each other they read as if both "
            "were sums. Say which post has the most, and what the sum is."
        )
    return ""
