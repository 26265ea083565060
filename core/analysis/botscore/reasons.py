"""Why an account has its score: the strongest features for and against, as JSON and as sentences."""

from __future__ import annotations

import json

import msgspec
import numpy as np
import numpy.typing as npt

from core.analysis.botscore.artefact import PERCENTILES
from core.analysis.botscore.features import FEATURES, NAMES, Feature
from core.analysis.botscore.handles import Floats
from core.i18n import N_, _, number, percent

#: A weaker effect, in log-odds, is no reason worth reading.
LEAST_EFFECT = 0.02
_LARGEST_SHARE = 0.99  # percentiles are stored in whole steps, so "more than 100 %" must never be said
_PAIR_SCALE = 1_000
_BY_NAME = {feature.name: feature for feature in FEATURES}

#: Why an account has no score, by the name that stands in its reasons.
GAPS: dict[str, str] = {
    "platform": N_("Only accounts on X are scored: the model has seen no other platform."),
    "captured_at": N_("It is not known when the profile was captured, so nothing can be counted per day."),
    "created_at": N_("It is not known when the account was created, so nothing can be counted per day."),
    "age": N_("The profile was captured before the account was created: one of the two times is wrong."),
    "statuses": N_("It is not known how many posts the account has published."),
    "posts": N_("The profile shows no posts."),
    "followers": N_("It is not known how many followers the account has."),
    "following": N_("It is not known how many accounts it follows."),
    "likes": N_("It is not known how many posts the account has liked."),
    "range": N_("A figure of the profile is far above everything that the model has seen."),
}


#: What a person answered beats the score; it stands in the reasons under this name, 1 for automated and 0 for a person.
ANSWER = "answer"
_ANSWERED = {1.0: N_("A person looked at this account and called it automated."),
             0.0: N_("A person looked at this account and called it a person's.")}  # fmt: skip


class Reason(msgspec.Struct, frozen=True):
    """One feature of one account; shares are those of accounts labelled human.

    ``percentile`` is the share (0-100) that lies below the value, ``above`` the share above it, ``effect`` the
    log-odds it adds. A gap has a feature name and nothing else.
    """

    feature: str
    value: float | None = None
    percentile: float | None = None
    above: float | None = None
    effect: float | None = None


def gap_reasons(gaps: list[str]) -> str:
    """The JSON text of what is missing."""
    return json.dumps([{"feature": g, "value": None, "percentile": None, "above": None, "effect": None} for g in gaps])


def answer_reason(automated: bool) -> str:
    """The JSON text of a human answer."""
    answer = {"feature": ANSWER, "value": float(automated), "percentile": None, "above": None, "effect": None}
    return json.dumps([answer])


def people_shares(matrix: Floats, people: Floats) -> tuple[Floats, Floats]:
    """How many per cent of accounts labelled human lie below and above each value, each (n, 36), rounded down.

    Parameters
    ----------
    matrix : features, shape (n, 36); not a number where unknown.
    people : percentiles 0, 1 … 100 of accounts labelled human, shape (101, 36).

    Returns
    -------
    tuple of Floats
        Shares below and above, 0 to 100, each of shape (n, 36).

    References
    ----------
    Percentiles as values of the inverted distribution function: Hyndman and Fan, Sample quantiles, 1996, type 1.

    Examples
    --------
    >>> people = np.repeat(np.arange(101.0)[:, None], 1, axis=1)
    >>> [share.tolist() for share in people_shares(np.array([[98.5], [0.0]]), people)]
    [[[98.0], [0.0]], [[1.0], [99.0]]]
    """
    below, above = np.zeros_like(matrix), np.zeros_like(matrix)
    for column in range(matrix.shape[1]):
        steps = people[:, column]
        below[:, column] = np.searchsorted(steps, matrix[:, column], side="left") - 1
        above[:, column] = PERCENTILES - 1 - np.searchsorted(steps, matrix[:, column], side="right")
    return below.clip(0, 100), above.clip(0, 100)


def strongest(effects: Floats, known: npt.NDArray[np.bool_], each_way: int) -> npt.NDArray[np.int64]:
    """Column numbers of the strongest reasons, shape (n, 2 * each_way): raising first, -1 where there is none."""
    counted = np.where(known, effects, 0.0)
    order = np.argsort(counted, axis=1, kind="stable")
    picked = np.hstack([order[:, ::-1][:, :each_way], order[:, :each_way]])
    sign = np.repeat([1.0, -1.0], each_way)
    strong = np.take_along_axis(counted, picked, axis=1) * sign >= LEAST_EFFECT
    return np.where(strong, picked, -1)


def score_reasons(matrix: Floats, effects: Floats, people: Floats, each_way: int) -> list[str]:
    """The JSON text of the strongest reasons of each account, in the order of the rows."""
    picked = strongest(effects, ~np.isnan(matrix), each_way)
    columns = np.maximum(picked, 0)
    values, strengths = (np.take_along_axis(a, columns, axis=1) for a in (matrix, effects))
    below, above = _picked_shares(values, picked, people)
    cells = [a.tolist() for a in (values, below, above, strengths.round(3))]
    encode = msgspec.json.Encoder().encode
    return [
        encode(
            [Reason(NAMES[c], float(f"{v:.6g}"), b, a, e) for c, v, b, a, e in zip(*row, strict=True) if c >= 0]
        ).decode()
        for row in zip(picked.tolist(), *cells, strict=True)
    ]


def _picked_shares(values: Floats, picked: npt.NDArray[np.int64], people: Floats) -> tuple[Floats, Floats]:
    """``people_shares`` of the picked features alone: a sixth of the work."""
    below, above = np.zeros_like(values), np.zeros_like(values)
    for column in range(people.shape[1]):
        here = picked == column
        shares = people_shares(values[here][:, None], people[:, [column]])
        below[here], above[here] = shares[0][:, 0], shares[1][:, 0]
    return below, above


def reason_sentences(reasons_json: str) -> list[tuple[str, str]]:
    """The reasons in the reporter's language, each with ``raises``, ``lowers`` or, for what is not known, ``missing``.

    Parameters
    ----------
    reasons_json : the column ``reasons`` of ``score``.

    Returns
    -------
    list of (str, str)
        The direction and the sentence, strongest first in each direction.

    Raises
    ------
    msgspec.ValidationError
        The text is not what ``score`` writes.

    Examples
    --------
    >>> reason_sentences('[{"feature": "statuses_per_day", "value": 312, "percentile": 99, "above": 0, "effect": 1.5}]')
    [('raises', 'Posts 312 times a day: more than 99% of the accounts that people were found to run.')]
    """
    reasons = msgspec.json.decode(reasons_json, type=list[Reason])
    known = {*_BY_NAME, *GAPS, ANSWER}
    return [_sentence(reason) for reason in reasons if reason.feature in known]


def _sentence(reason: Reason) -> tuple[str, str]:
    if reason.feature == ANSWER:
        return ("raises" if reason.value else "lowers"), _(_ANSWERED[float(reason.value or 0)])
    if reason.value is None or reason.effect is None:
        return "missing", _(GAPS[reason.feature])
    return ("raises" if reason.effect > 0 else "lowers"), _comparison(reason, _BY_NAME[reason.feature])


def _comparison(reason: Reason, feature: Feature) -> str:
    value, below, above = reason.value or 0.0, (reason.percentile or 0) / 100, (reason.above or 0) / 100
    if feature.otherwise:
        fact, share = (feature.sentence, 1 - below) if value else (feature.otherwise, 1 - above)
        return _("{fact}, like {share} of the accounts that people were found to run.").format(
            fact=_(fact), share=percent(share)
        )
    fact = _(feature.sentence).format(value=_shown(value, feature))
    if max(below, above) < 0.5:
        return _("{fact}, as is usual for accounts that people were found to run.").format(fact=fact)
    text = _("{fact}: more than {share} of the accounts that people were found to run.")
    if above > below:
        text = _("{fact}: {share} of the accounts that people were found to run have a higher figure.")
    return text.format(fact=fact, share=percent(min(max(below, above), _LARGEST_SHARE)))


def _shown(value: float, feature: Feature) -> str:
    value = value * _PAIR_SCALE if feature.unit == "likelihood" else value
    digits = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 1 else 3
    return number(value, digits)
