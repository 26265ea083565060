"""Trees of posts: who passed on whose post, as far as the posts say so, and how likely where they do not."""

from .baselines import ExpRecencyParams, PdiParams
from .case import CaseCascades, of_case
from .reconstruct import METHODS, Reconstruction, reconstruct
from .stated import SOURCES, STATED_SHARES, Params, Stated, method, stated
from .trees import structural_virality

__all__ = [
    "METHODS", "SOURCES", "STATED_SHARES", "CaseCascades", "of_case",
    "ExpRecencyParams", "Params", "PdiParams", "Reconstruction", "Stated",
    "method", "reconstruct", "stated", "structural_virality",
]  # fmt: skip
