"""The score of each account from its profile alone, with its reasons, or why there is none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.botscore.artefact import Artefact, shipped
from core.analysis.botscore.calibration import Z_90
from core.analysis.botscore.features import NAMES, feature_matrix
from core.analysis.botscore.gaps import GAP_NAMES, find_gaps
from core.analysis.botscore.handles import Floats
from core.analysis.botscore.local import Layer, TeachParams, fit_layer
from core.analysis.botscore.measures import sigmoid
from core.analysis.botscore.profiles import COUNTS, FLAGS, TEXTS, TIMES, typed
from core.analysis.botscore.reasons import answer_reason, gap_reasons, score_reasons
from core.errors import CaseError
from core.params import param

SCORED, TOO_LITTLE, NOT_SCORED = "scored", "not enough data", "not scored"
#: The score is the calibrated probability on a scale from 0 to 5.
TOP_SCORE = 5.0
#: The share of automated accounts that a reporter assumes unless told otherwise.
USUAL_PRIOR = 0.15
#: The five type scores, by the pool that each expert learnt from most.
TYPES = ("hand_checked", "financial", "self_declared", "spam", "scam")
#: What is added to the name of the model where a layer was taught.
TAUGHT = " + local answers"
#: What ``score`` returns.
RESULT = ("account_key", "score", "probability", "low", "high", "status", "reasons", *TYPES, "model")


@dataclass(frozen=True, slots=True)
class Params:
    """How much of each account's score is explained."""

    reasons_each_way: int = param(
        3,
        unit="reasons",
        low=0,
        high=18,
        help="How many features that raise the score, and how many that lower it, are kept for each account.",
        source="A reader takes in about three.",
    )


def score(profiles: pd.DataFrame, params: Params = Params()) -> pd.DataFrame:  # noqa: B008 - frozen
    """The signs of automation in each profile, on a scale from 0 to 5, in the order of the rows.

    Parameters
    ----------
    profiles : shape (n, …) with the columns account_key, platform, handle, name, description (text), created_at,
        captured_at (UTC), followers, following, statuses, likes, listed (counts), verified, default_profile,
        default_profile_image (flags); null is unknown.
    params : how many reasons are kept.

    Returns
    -------
    pd.DataFrame
        Shape (n, 13): account_key; score, 0 to 5; probability, calibrated, as if half of all accounts were automated;
        low and high, its 90 % interval; status, one of "scored", "not enough data", "not scored"; reasons, JSON text
        for ``reason_sentences``; the five type scores, 0 to 5; model, its name and version. Numbers are null unless
        the status is "scored".

    Raises
    ------
    KeyError
        A column is missing.

    References
    ----------
    Sayyadiharikandeh, Varol, Yang, Flammini, Menczer: Detection of novel social bots by ensembles of specialized
    classifiers, CIKM 2020. Yang, Varol, Hui, Menczer: Scalable and generalizable social bot detection through data
    selection, AAAI 2020.

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


#: Accounts scored in one go, and how many such parts at once: keeps the working memory near 200 MB however large the
#: case is.
_STEP, _THREADS = 65_536, 2


def score_with(artefact: Artefact, profiles: pd.DataFrame, params: Params, layer: Layer | None = None) -> pd.DataFrame:
    """What ``score`` returns, from a given artefact, after what a reporter's answers taught."""
    starts = range(0, max(len(profiles), 1), _STEP)

    def part(start: int) -> pd.DataFrame:
        return _score_some(artefact, profiles.iloc[start : start + _STEP], params, layer)

    with ThreadPoolExecutor(min(len(starts), _THREADS)) as pool:  # numpy leaves the interpreter while it counts
        return pd.concat(list(pool.map(part, starts)), ignore_index=True)


@dataclass(frozen=True)
class Looked:
    """What the experts see in typed profiles: which can be scored, and of those features, log-odds and effects.

    ``trees`` are calibrated log-odds before a verified badge lowers them, ``log_odds`` those after it.
    """

    known: pd.DataFrame
    gaps: npt.NDArray[np.bool_]
    matrix: Floats
    experts: Floats
    effects: Floats
    trees: Floats
    log_odds: Floats

    @property
    def scored(self) -> npt.NDArray[np.bool_]:
        """Which of the profiles can be scored, shape (n,)."""
        return np.asarray(~self.gaps.any(axis=1))


def look(artefact: Artefact, profiles: pd.DataFrame) -> Looked:
    """What the experts see in some profiles."""
    known = typed(profiles)
    gaps = find_gaps(known, artefact.highest)
    matrix = feature_matrix(known[~gaps.any(axis=1)], artefact.bigrams)
    experts, effects = artefact.look(matrix)
    trees = artefact.calibration.log_odds(experts)
    log_odds = artefact.lowered(trees, matrix)
    effects[:, NAMES.index("verified")] += log_odds - trees
    return Looked(known, gaps, matrix, experts, effects, trees, log_odds)


def _score_some(artefact: Artefact, profiles: pd.DataFrame, params: Params, layer: Layer | None = None) -> pd.DataFrame:
    seen = look(artefact, profiles)
    middle, low, high, effects = _judged(artefact, seen, layer)
    reasons = _gap_texts(seen.gaps)
    reasons[seen.scored] = score_reasons(seen.matrix, effects, artefact.people, params.reasons_each_way)
    alone = [artefact.lowered(said, seen.matrix) for said in artefact.calibration.types(seen.experts).T]
    columns = {
        "account_key": profiles["account_key"].to_numpy(),
        "score": spread(TOP_SCORE * sigmoid(middle), seen.scored),
        "probability": spread(sigmoid(middle), seen.scored),
        "low": spread(sigmoid(low), seen.scored),
        "high": spread(sigmoid(high), seen.scored),
        "status": np.where(seen.gaps[:, 0], NOT_SCORED, np.where(seen.scored, SCORED, TOO_LITTLE)),
        "reasons": reasons,
    }
    columns |= {name: spread(TOP_SCORE * sigmoid(said), seen.scored) for name, said in zip(TYPES, alone, strict=True)}
    return pd.DataFrame({**columns, "model": artefact.name + (TAUGHT if layer else "")})


def _judged(artefact: Artefact, seen: Looked, layer: Layer | None) -> tuple[Floats, Floats, Floats, Floats]:
    """Log-odds, both ends of their interval, and the effect of each feature."""
    if layer is None:
        margin = artefact.calibration.margin(seen.experts)
        ends = [artefact.lowered(seen.trees + way * margin, seen.matrix) for way in (-1, 1)]
        return seen.log_odds, ends[0], ends[1], seen.effects
    filled = artefact.neutral.fill(seen.matrix)
    middle, margin = layer.log_odds(seen.log_odds, filled), layer.margin(seen.log_odds, filled, Z_90)
    return middle, middle - margin, middle + margin, layer.effects(seen.effects, filled)


#: The layer's centre and scale are taken from at most this many accounts.
_MOST_CENTRED = 50_000


def teach(
    profiles: pd.DataFrame,
    answers: dict[str, bool],
    params: TeachParams = TeachParams(),  # noqa: B008 - frozen
    artefact: Artefact | None = None,
) -> Layer:
    """The layer that a reporter's answers teach; accounts that cannot be scored are left out.

    Parameters
    ----------
    profiles : as ``score`` takes them.
    answers : true where an account was called automated, by account key.
    params : how many answers are needed.
    artefact : the shipped one unless told otherwise.

    Raises
    ------
    CaseError
        Too few answers of a kind.
    """
    artefact = artefact or shipped()
    asked = profiles[profiles["account_key"].isin(list(answers))]
    seen = look(artefact, asked)
    keys = asked["account_key"].to_numpy()[seen.scored]
    crowd = look_at_features(artefact, profiles.iloc[:_MOST_CENTRED])
    return fit_layer(
        seen.log_odds,
        artefact.neutral.fill(seen.matrix),
        np.array([answers[str(key)] for key in keys], dtype=bool),
        artefact.neutral.fill(crowd),
        params,
    )


def taught_scores(profiles: pd.DataFrame, answers: dict[str, bool]) -> pd.DataFrame:
    """What ``score`` returns after the answers: a layer where there are enough of them, and each in its own place."""
    try:
        layer = teach(profiles, answers) if answers else None
    except CaseError:  # too few of a kind: the answers still beat the score
        layer = None
    scores = score_with(shipped(), profiles, Params(), layer)
    return with_answers(scores, answers) if answers else scores


def look_at_features(artefact: Artefact, profiles: pd.DataFrame) -> Floats:
    """The features of the profiles that can be scored, shape (n, 36)."""
    known = typed(profiles)
    return feature_matrix(known[~find_gaps(known, artefact.highest).any(axis=1)], artefact.bigrams)


def with_answers(scores: pd.DataFrame, answers: dict[str, bool]) -> pd.DataFrame:
    """The scores with every human answer in the place of the score: 5 for automated, 0 for a person, no interval."""
    told = scores["account_key"].map(answers)
    known = told.notna()
    sure = told[known].astype(bool).astype(float)
    changed = scores.copy()
    changed.loc[known, "status"] = SCORED
    changed.loc[known, "score"] = TOP_SCORE * sure
    for name in ("probability", "low", "high"):
        changed.loc[known, name] = sure
    changed.loc[known, "reasons"] = [answer_reason(bool(value)) for value in sure]
    return changed


def spread(values: Floats, scored: npt.NDArray[np.bool_]) -> Floats:
    """Values of the scored accounts among all of them, not a number for the others."""
    whole = np.full(len(scored), np.nan)
    whole[scored] = values
    return whole


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
