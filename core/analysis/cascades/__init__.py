"""Trees of posts: who passed on whose post, as far as the posts themselves say so."""

from .reconstruct import SOURCES, STATED_SHARES, Params, Reconstruction, method, reconstruct
from .trees import structural_virality

__all__ = ["SOURCES", "STATED_SHARES", "Params", "Reconstruction", "method", "reconstruct", "structural_virality"]
