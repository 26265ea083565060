"""The paths of many cascades: known links as they are, a posterior for the rest, in parts that fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .features import with_text
from .fitted import MEASURES, fitted
from .forest import Array, Forest
from .history import Pairs, no_history
from .posterior import Posterior, case_centre, likeliest, moved, posterior, prior_of, shift_likelihoods
from .samples import Estimates, Scratch, estimates, trees
from .trees import NONE, Floats, Ints
from .watch import Seen, Watch, expected

#: Posts that are worked on at once.
PART = 250_000
#: The root share of a case is estimated from its known links in cascades of up to so many posts in all.
CENTRE_POSTS = 200_000
#: Without any evidence the root share is moved this far to both sides (log-odds): what if the story spread otherwise?
BAND = 1.5
BAND_SAMPLES, FEW_BAND_SAMPLES, MANY_POSTS = 12, 4, 50_000
#: Called with the share of the work that is done.
Done = Callable[[float], None]


@dataclass
class Inferred:
    """For every post of a forest its likeliest parent and the runner-up (places) with their probability and that of
    the root; for every cascade the estimates of all measures, and the band of structural virality without evidence.
    """

    first: Ints
    p_first: Floats
    second: Ints
    p_second: Floats
    root_p: Floats
    middle: Floats
    low: Floats
    high: Floats
    band: Floats
    breadth: list[pd.DataFrame] = field(default_factory=list)
    influence: list[pd.DataFrame] = field(default_factory=list)


def blank(forest: Forest) -> Inferred:
    """Nothing inferred yet: known links only, single posts measured."""
    n, k = forest.t.size, forest.cascades
    certain = (forest.known != NONE).astype(float)
    low, middle, high = (np.full((k, len(MEASURES)), np.nan) for _part in range(3))
    on_root = (forest.known == np.repeat(forest.offset[:-1], np.diff(forest.offset))).astype(float)
    return Inferred(
        forest.known.copy(), certain, np.full(n, NONE), np.zeros(n), on_root, middle, low, high, np.full((k, 2), np.nan)
    )


def infer(
    forest: Forest, pairs: Pairs | None = None, n_samples: int = 100, seed: int = 0, watch: bool = True,
    done: Done | None = None,
) -> Inferred:  # fmt: skip
    """Likeliest links, estimates with 90 % intervals, breadth and influence of all cascades of a case."""
    pairs = pairs or no_history(forest.t.size)
    out = blank(forest)
    _measure_certain(forest, out)
    work = list(_work(forest))
    centre = _centre(forest, pairs, work)
    reference = not (forest.known[1:] != NONE).any()
    for number, (cascades, posts, texts) in enumerate(work):
        part = forest.only(cascades)
        _infer_part(
            part, pairs.only(posts), texts, centre, n_samples, seed + number, watch, reference, out, cascades, posts
        )
        if done:
            done((number + 1) / len(work))
    return out


def _measure_certain(forest: Forest, out: Inferred) -> None:
    """The measures of the trees as the known links and the root give them; right where nothing is to be inferred."""
    parent = np.where(forest.known != NONE, forest.known, np.repeat(forest.offset[:-1], np.diff(forest.offset)))
    values = Scratch(forest).measure(parent).measures
    for part in (out.middle, out.low, out.high):
        part[:] = values
    small = np.repeat(np.diff(forest.offset) == 2, np.diff(forest.offset)) & ~forest.is_root
    out.first = np.where(small & (out.first == NONE), parent, out.first)
    out.p_first[small] = out.root_p[small] = 1.0


def _work(forest: Forest) -> Iterator[tuple[Array, Ints, bool]]:
    """Cascades with something to infer, in parts: mask of cascades, places of posts, whether texts are known."""
    size = np.diff(forest.offset)
    unknown = (forest.documented() < 1.0) & (size > 2)
    texts = with_text(forest)[forest.offset[:-1]]
    for mode in (True, False):
        chosen = np.flatnonzero(unknown & (texts == mode))
        number = np.cumsum(size[chosen]) // PART
        for part in np.split(chosen, np.flatnonzero(np.diff(number)) + 1) if chosen.size else ():
            mask = np.zeros(size.size, np.bool_)
            mask[part] = True
            yield mask, np.flatnonzero(np.repeat(mask, size)), mode


def _centre(forest: Forest, pairs: Pairs, work: list[tuple[Array, Ints, bool]]) -> float | None:
    """The shift of the case's root share, estimated on the part of it that is looked at first."""
    if len(work) < 2:
        return None
    told = []
    posts_read = 0
    for cascades, posts, texts in work:
        fit = fitted(texts)[0]
        if posts_read > CENTRE_POSTS or not (forest.known[posts] != NONE).any():
            continue
        part = forest.only(cascades)
        told.append(shift_likelihoods(part, fit, prior_of(part, fit, pairs.only(posts))[1]))
        posts_read += posts.size
    return case_centre(told, fitted(True)[0])


def _infer_part(
    part: Forest, pairs: Pairs, texts: bool, centre: float | None, n_samples: int, seed: int, watch: bool,
    reference: bool, out: Inferred, cascades: Array, posts: Ints,
) -> None:  # fmt: skip
    fit, calibration = fitted(texts)
    found = posterior(part, fit, pairs, centre)
    first, p_first, second, p_second = likeliest(found)
    for target, places in ((out.first, first), (out.second, second)):
        target[posts] = np.where(places == NONE, NONE, posts[places])
    out.p_first[posts], out.p_second[posts], out.root_p[posts] = p_first, p_second, found.root_p
    watcher = Watch(part, expected(found) if watch else None)
    seen = trees(found, n_samples, seed, watcher.see)
    _keep(estimates(np.stack([one.measures for one in seen]), part.documented(), calibration), out, cascades)
    if reference:
        out.band[cascades] = _band(found, seed)
    if watch:
        _keep_watched(watcher, seen, out, np.flatnonzero(cascades), posts)


def _keep(found: Estimates, out: Inferred, cascades: Array) -> None:
    out.middle[cascades], out.low[cascades], out.high[cascades] = found.middle, found.low, found.high


def _keep_watched(watcher: Watch, seen: list[Seen], out: Inferred, cascades: Ints, posts: Ints) -> None:
    breadth, influence = watcher.breadth_frame(seen), watcher.influence_frame(seen)
    out.breadth.append(breadth.assign(cascade=cascades[breadth["cascade"]]))
    out.influence.append(
        influence.assign(cascade=cascades[influence["cascade"].astype(int)], post=posts[influence["post"].astype(int)])
    )


def _band(found: Posterior, seed: int) -> Floats:
    """Structural virality if far more, or far fewer, shares came straight from the root."""
    at = MEASURES.index("structural_virality")
    n = BAND_SAMPLES if found.forest.t.size < MANY_POSTS else FEW_BAND_SAMPLES
    ends = [
        np.median(trees(moved(found, shift), n, seed, lambda tree: tree.measures[:, at].copy()), axis=0)
        for shift in (BAND, -BAND)
    ]
    return np.column_stack(ends)
