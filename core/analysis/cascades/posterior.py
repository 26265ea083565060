"""How likely each earlier post is the parent of a post whose parent nobody states."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from .features import candidate_features, near, post_features
from .fitted import Fit
from .forest import Array, Forest
from .history import Pairs, no_history
from .trees import NONE, Floats, Ints

#: Shifts of the root share that are weighed, in standard deviations of the prior.
GRID = np.linspace(-3.0, 3.0, 31)
#: The shift that makes a cascade a pure star.
STAR_SHIFT = 6.0
#: Root shares differ between platforms and stories by about this much (log-odds); evidence of the case overrules it.
BETWEEN_CASES = 1.0


@dataclass(frozen=True)
class Posterior:
    """Everything that trees are drawn from.

    ``weight`` and ``mass`` give the kernel part, ``eta`` the log-odds of the root; ``shift`` is the grid of possible
    shifts and ``chance`` their probability in each cascade, given the known links of it and of the whole case.
    ``children`` and ``rate`` are the known children of a post and how many were to be expected.
    """

    forest: Forest
    fit: Fit
    pairs: Pairs
    weight: Floats
    plain_weight: Floats
    mass: Floats
    eta: Floats
    shift: Floats
    chance: Floats
    children: Floats
    rate: Floats
    root_p: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def extra(self) -> Floats:
        """Mass of each pair of the history."""
        per_post = np.diff(self.pairs.at)
        plain = self.mass / (1.0 + self.fit.pair * per_post)
        return np.repeat(self.fit.pair * plain, per_post)


def posterior(forest: Forest, fit: Fit, pairs: Pairs | None = None, centre: float | None = None) -> Posterior:
    """The posterior of a forest; ``centre`` is the shift of the case's root share where it was estimated before."""
    pairs = pairs or no_history(forest.t.size)
    plain, eta, mass = prior_of(forest, fit, pairs)
    children, rate = known_children(forest, fit, plain, mass)
    weight = plain * (fit.shape + children) / (fit.shape + rate)
    if children.any():
        mass = kernel_mass(forest, fit, weight)
    centre = case_centre([shift_likelihoods(forest, fit, eta)], fit) if centre is None else centre
    shift, chance = shift_chances(forest, fit, eta, centre)
    mass = mass * (1.0 + fit.pair * np.diff(pairs.at))
    return Posterior(
        forest, fit, pairs, weight, plain, mass, eta, shift, chance, children, rate,
        _root_p(forest, eta, shift, chance),
    )  # fmt: skip


def moved(found: Posterior, centre: float) -> Posterior:
    """The same posterior with another shift of the case's root share."""
    shift, chance = shift_chances(found.forest, found.fit, found.eta, centre)
    return replace(found, shift=shift, chance=chance, root_p=_root_p(found.forest, found.eta, shift, chance))


def prior_of(forest: Forest, fit: Fit, pairs: Pairs) -> tuple[Floats, Floats, Floats]:
    """Weight of each post, log-odds of its root and mass of its candidates, from features alone."""
    busy = near(forest)
    candidates = candidate_features(forest, busy, pairs)
    plain = fit.weights(candidates)
    mass = kernel_mass(forest, fit, plain)
    return plain, fit.log_odds(post_features(forest, busy, candidates, mass, pairs)), mass


def kernel_mass(forest: Forest, fit: Fit, weight: Floats) -> Floats:
    """Summed weight times kernel over all earlier posts but the root."""
    from .loops import decayed

    return decayed(forest.t, forest.offset, weight, fit.share, fit.tau)


def known_children(forest: Forest, fit: Fit, weight: Floats, mass: Floats) -> tuple[Floats, Floats]:
    """Known children of each post (roots aside), and how many of the known links were to be expected on it."""
    from .loops import flowing_back

    inner = (forest.known != NONE) & ~forest.is_root[np.maximum(forest.known, 0)]
    if not inner.any():
        return np.zeros(forest.t.size), np.zeros(forest.t.size)
    children = np.bincount(forest.known[inner], minlength=forest.t.size).astype(float)
    flow = np.where(inner & (mass > 0), 1.0 / np.where(mass > 0, mass, 1.0), 0.0)
    return children, flowing_back(forest.t, forest.offset, weight, fit.share, fit.tau, flow)


def shift_likelihoods(forest: Forest, fit: Fit, eta: Floats) -> tuple[Floats, Floats]:
    """Possible shifts of the root share, wide enough for any case, and their log-likelihood in each cascade."""
    from .loops import likelihoods

    grid = np.linspace(-6.0, 6.0, 61)
    informed = _informed(forest)
    part = forest.only(informed)
    keep = np.repeat(informed, np.diff(forest.offset))
    return grid, likelihoods(part.offset, part.known, eta[keep], grid)


def _informed(forest: Forest) -> Array:
    """Cascades with at least one known link that tells something about the root share."""
    inner = np.arange(forest.t.size) - np.repeat(forest.offset[:-1], np.diff(forest.offset)) >= 2
    return np.asarray(np.add.reduceat((forest.known != NONE) & inner, forest.offset[:-1]) > 0)


def case_centre(told: list[tuple[Floats, Floats]], fit: Fit) -> float:
    """The mean shift of the case's root share, from its own known links; 0, the reference, without any."""
    grid = np.linspace(-6.0, 6.0, 61)
    density = -0.5 * ((grid[:, None] - grid[None, :]) / fit.spread) ** 2
    total = -0.5 * (grid / BETWEEN_CASES) ** 2
    for _grid, each in told:
        top = each.max(axis=1, initial=-np.inf, keepdims=True)
        spread = (1.0 - fit.stars) * np.exp(each - top) @ (np.exp(density) / np.exp(density).sum(axis=0))
        total += np.log(spread + fit.stars * np.exp(each[:, -1:] - top) + 1e-300).sum(axis=0)
    weight = np.exp(total - total.max())
    return float((grid * weight).sum() / weight.sum())


def shift_chances(forest: Forest, fit: Fit, eta: Floats, centre: float) -> tuple[Floats, Floats]:
    """Shifts of the root share, and their probability in each cascade given its known links."""
    from .loops import likelihoods

    shift = np.append(centre + GRID * fit.spread, STAR_SHIFT)
    usual = np.exp(-0.5 * GRID**2)
    prior = np.append((1.0 - fit.stars) * usual / usual.sum(), fit.stars)
    log_p = likelihoods(forest.offset, forest.known, eta, shift) + np.log(prior + 1e-300)[None, :]
    p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    return shift, p / p.sum(axis=1, keepdims=True)


def _root_p(forest: Forest, eta: Floats, shift: Floats, chance: Floats) -> Floats:
    from .loops import averaged

    root_p = averaged(forest.offset, eta, shift, chance)
    stated = forest.known != NONE
    root_p[stated] = forest.is_root[forest.known[stated]]
    return root_p


def likeliest(found: Posterior) -> tuple[Ints, Floats, Ints, Floats]:
    """The likeliest parent of every post and the runner-up, each with its probability; known links have p = 1."""
    from .loops import most_likely

    f = found.forest
    first, p_first, second, p_second = most_likely(
        f.t, f.offset, found.weight, found.fit.share, found.fit.tau, found.mass, found.root_p,
        found.pairs.at, found.pairs.source, found.extra,
    )  # fmt: skip
    stated = f.known != NONE
    first[stated], p_first[stated] = f.known[stated], 1.0
    second[stated], p_second[stated] = NONE, 0.0
    return first, p_first, second, p_second
