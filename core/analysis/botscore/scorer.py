"""The score of each account from its profile alone, with its reasons, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.botscore.artefact import Artefact, shipped
from core.analysis.botscore.features import COUNTS, FLAGS, TEXTS, TIMES, age_days, feature_matrix, typed
from core.analysis.botscore.reasons import gap_reasons, score_reasons
from core.params import param

SCORED, TOO_LITTLE, NOT_SCORED = "scored", "not enough data", "not scored"
#: The score is the calibrated probability on a scale from 0 to 5.
TOP_SCORE = 5.0
_NEEDED_COUNTS = ("statuses", "followers", "following", "likes")


@dataclass(frozen=True, slots=True)
class Params:
    """How much of each account's score is explained."""

    reasons_each_way: int = param(
        3,
        unit="reasons",
        low=0,
        high=19,
        help="How many features that raise the score, and how many that lower it, are kept for each account.",
        source="A reader takes in about three.",
    )


def score(profiles: pd.DataFrame, params: Params = Params()) -> pd.DataFrame:  # noqa: B008 - frozen
    """The signs of automation in each profile, on a scale from 0 to 5, in the order of the rows.

    Parameters
    ----------
    profiles : shape (n, …) with the columns account_key, platform, handle, name, description (text), created_at,
        captured_at (UTC), followers, following, statuses, likes, listed (counts), verified, default_profile (flags);
        null is unknown.
    params : how many reasons are kept.

    Returns
    -------
    pd.DataFrame
        Shape (n, 6): account_key; score, 0 to 5; probability, calibrated, as if half of all accounts were automated;
        status, one of "scored", "not enough data", "not scored"; reasons, JSON text for ``reason_sentences``;
        model, its name and version. Score and probability are null unless the status is "scored".

    Raises
    ------
    KeyError
        A column is missing.

    References
    ----------
    Yang, Varol, Hui, Menczer: Scalable and generalizable social bot detection through data selection, AAAI 2020.

    Examples
    --------
    >>> from core.analysis.botscore.scorer import COLUMNS
    >>> unknown = pd.DataFrame([{"account_key": "telegram:7", "platform": "telegram"}], columns=list(COLUMNS))
    >>> score(unknown)["status"].tolist()
    ['not scored']
    """
    return score_with(shipped(), profiles, params)


#: The columns that ``score`` reads.
COLUMNS = ("account_key", *TEXTS, *TIMES, *COUNTS, *FLAGS)


#: Accounts scored in one go: keeps the working memory near 100 MB however large the case is.
_STEP = 65_536


def score_with(artefact: Artefact, profiles: pd.DataFrame, params: Params) -> pd.DataFrame:
    """What ``score`` returns, from a given artefact."""
    starts = range(0, max(len(profiles), 1), _STEP)
    parts = [_score_some(artefact, profiles.iloc[start : start + _STEP], params) for start in starts]
    return pd.concat(parts, ignore_index=True)


def _score_some(artefact: Artefact, profiles: pd.DataFrame, params: Params) -> pd.DataFrame:
    known = typed(profiles)
    gaps = find_gaps(known)
    scored = ~gaps.any(axis=1)
    matrix = feature_matrix(known[scored], artefact.bigrams)
    effects = artefact.effects(matrix)
    probability = np.full(len(profiles), np.nan)
    probability[scored] = 1 / (1 + np.exp(-(artefact.base + effects.sum(axis=1))))
    reasons = _gap_texts(gaps)
    reasons[scored] = score_reasons(matrix, effects, artefact.people, params.reasons_each_way)
    status = np.where(gaps[:, 0], NOT_SCORED, np.where(scored, SCORED, TOO_LITTLE))
    return pd.DataFrame(
        {
            "account_key": profiles["account_key"].to_numpy(),
            "score": TOP_SCORE * probability,
            "probability": probability,
            "status": status,
            "reasons": reasons,
            "model": artefact.name,
        }
    )


GAP_NAMES = ("platform", "captured_at", "created_at", "age", *_NEEDED_COUNTS, "posts")


def find_gaps(profiles: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """What keeps each of the typed profiles from a score, shape (n, 9), in the order of ``GAP_NAMES``."""
    columns = [(profiles["platform"] != "x").fillna(True).to_numpy(dtype=bool)]
    columns += [profiles[name].isna().to_numpy() for name in ("captured_at", "created_at")]
    columns.append(age_days(profiles) < 0)
    columns += [profiles[name].isna().to_numpy() for name in _NEEDED_COUNTS]
    columns.append((profiles["statuses"] == 0).to_numpy(dtype=bool))
    gaps = np.column_stack(columns)
    gaps[gaps[:, 0], 1:] = False  # on another platform nothing else matters
    return gaps


def _gap_texts(gaps: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """The JSON text of what is missing, one row per account; each combination is written once."""
    kinds, which = np.unique(gaps, axis=0, return_inverse=True)
    texts = [gap_reasons([n for n, is_gap in zip(GAP_NAMES, kind, strict=True) if is_gap]) for kind in kinds]
    return np.array(texts, dtype=object)[which.ravel()]


def at_prior(probability: float, prior: float) -> float:
    """The probability if not half but a share ``prior`` of all accounts were automated.

    Parameters
    ----------
    probability : calibrated at a prior of one half, 0 to 1.
    prior : the assumed share of automated accounts, 0 to 1.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        One of the two is outside of 0 to 1.

    References
    ----------
    Bayes' theorem; Saerens, Latinne, Decaestecker: Adjusting the outputs of a classifier to new a priori
    probabilities, 2002.

    Examples
    --------
    >>> round(at_prior(0.8, 0.5), 3), round(at_prior(0.8, 0.15), 3)
    (0.8, 0.414)
    """
    if not (0 <= probability <= 1 and 0 <= prior <= 1):
        raise ValueError("a probability and a prior lie between 0 and 1")
    automated, run_by_people = probability * prior, (1 - probability) * (1 - prior)
    total = automated + run_by_people
    return automated / total if total else prior
