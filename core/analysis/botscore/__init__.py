"""Signs of automation in a profile: BotometerLite's published features, boosted trees, calibrated across data sets."""

from core.analysis.botscore.features import FEATURES, Feature
from core.analysis.botscore.reasons import reason_sentences
from core.analysis.botscore.scorer import Params, at_prior, score

__all__ = ["FEATURES", "Feature", "Params", "at_prior", "reason_sentences", "score"]
