"""Signs of automation in a profile: five experts of boosted trees, calibrated across data sets, with their reasons."""

from core.analysis.botscore.features import FEATURES, Feature
from core.analysis.botscore.local import Layer, TeachParams, draw_accounts
from core.analysis.botscore.reasons import reason_sentences
from core.analysis.botscore.scorer import (
    TAUGHT,
    TYPES,
    USUAL_PRIOR,
    Params,
    at_prior,
    score,
    score_with,
    taught_scores,
    teach,
    with_answers,
)
from core.analysis.botscore.validity import validity

__all__ = [
    "FEATURES",
    "TAUGHT",
    "TYPES",
    "USUAL_PRIOR",
    "Feature",
    "Layer",
    "Params",
    "TeachParams",
    "at_prior",
    "draw_accounts",
    "reason_sentences",
    "score",
    "score_with",
    "taught_scores",
    "teach",
    "validity",
    "with_answers",
]
