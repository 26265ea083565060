"""The whole map: its accounts (or communities in their place), the links among them, and what each stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.store.db import Store
from core.store.queries.map_pairs import NO_TIME, PAIRS, Bools, Cut, Ints, Pairs, asked_of, way
from core.store.queries.view import View

STORED_WROTE = """, wrote AS (
    SELECT account_no, a.posts, g.lang FROM accounts a JOIN graph_nodes g USING (account_no) WHERE account_no IN (FROM drawn)
), began AS (SELECT account_no, first_posted_at AS first_at FROM accounts)"""
LIVE_WROTE = """, by_lang AS (
    SELECT p.account_no, coalesce(p.lang, 'und') AS lang, count(*) AS n, min(p.posted_at) AS first_at
    FROM seen s JOIN posts p USING (post_no) WHERE s.account_no IN (FROM drawn) GROUP BY ALL
), wrote AS (
    SELECT account_no, sum(n)::INTEGER AS posts, arg_max(lang, (n, lang)) AS lang FROM by_lang GROUP BY ALL
), began AS (SELECT account_no, min(first_at) AS first_at FROM by_lang GROUP BY ALL)"""
_NODES = """
WITH {before}drawn AS MATERIALIZED (SELECT unit FROM given){wrote}
SELECT d.unit, a.account_no, a.account_key, a.platform, a.handle, a.name, g.x, g.y, g.community, g.core, g.bridges, g.rank,
    a.followers, coalesce(w.posts, 0) AS posts, d.received::BIGINT AS received, d.received_from::BIGINT AS received_from,
    d.passed_on::BIGINT AS passed_on, d.passed_on_of::BIGINT AS passed_on_of,
    began.first_at AT TIME ZONE 'UTC' AS first_at, w.lang, b.score, coalesce(b.status, 'not scored') AS status,
    band_of(CASE WHEN b.status = 'scored' THEN least(19, floor(b.score * 4)) END::TINYINT) AS band
FROM given d JOIN accounts a ON a.account_no = d.unit JOIN graph_nodes g ON g.account_no = d.unit
LEFT JOIN wrote w ON w.account_no = d.unit LEFT JOIN began ON began.account_no = d.unit
LEFT JOIN bot_scores b ON b.account_no = d.unit
ORDER BY received DESC, passed_on DESC, account_key
"""
_SEEN = """seen AS MATERIALIZED (
    SELECT post_no, account_no, posted_at
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IN (SELECT unit FROM given)
), """
_STORED_NODES = _NODES.format(before="", wrote=STORED_WROTE)
_LIVE_NODES = _NODES.format(before=_SEEN, wrote=LIVE_WROTE)
_PLACES = "SELECT account_no, community, x, y, strength FROM graph_nodes"


@dataclass(frozen=True)
class Whole:
    """What the map draws, and how much there is.

    accounts : most passed on first: unit, account_no, account_key, platform, handle, name, x, y, community, core,
        bridges, rank, followers, posts, received, received_from, passed_on, passed_on_of, first_at (UTC, naive), lang,
        score, status, band (a key of ``core.model.BANDS``).
    closed : the closed communities, largest first: unit, community, accounts (of the view's graph), inside (posts on
        links inside), x, y (where most of its posts lie).
    links : heaviest first: source, target (units: an account_no, or -1 - community for a closed community), n (distinct
        posts), first_s (seconds since 1970, null where not known), inferred (only likely parents), mutual (links or
        objects in common, without direction).
    totals : accounts, links (pairs of accounts), units, drawable (links among the units drawn).
    """

    accounts: pd.DataFrame
    closed: pd.DataFrame
    links: pd.DataFrame
    totals: dict[str, int]


@dataclass(frozen=True)
class _Joined:
    """The pairs between units, each array of shape (pairs of units,); units as in ``Whole.links``."""

    source: Ints
    target: Ints
    n: Ints
    first_s: Ints
    inferred: Bools
    mutual: Bools


def whole(store: Store, view: View, among: Pairs, counts: pd.DataFrame, cut: Cut) -> Whole:
    """The map of the pairs ``among`` of the view; ``counts`` is what ``map_pairs.linked`` says of them."""
    places = store.frame(_PLACES)
    unit = _units(places, int(counts["account_no"].max()) if len(counts) else -1, cut)
    joined = _join(among, unit, cut.collapse)
    shift = max(0, -int(min(joined.source.min(initial=0), joined.target.min(initial=0))))
    drawn, units = _heaviest(joined, shift, cut.most)
    is_drawn = np.zeros(max(shift, 1) + len(unit), dtype=np.bool_)
    is_drawn[drawn + shift] = True
    kept = (joined.source != joined.target) & is_drawn[joined.source + shift] & is_drawn[joined.target + shift]
    totals = {"links": len(among), "accounts": len(counts), "units": units, "drawable": int(kept.sum())}
    return Whole(
        _accounts(store, view, counts, drawn[drawn >= 0]),
        _closed(places, unit, counts, joined, drawn[drawn < 0]),
        _links(joined, np.flatnonzero(kept), cut.most_links),
        totals,
    )


def _units(places: pd.DataFrame, last: int, cut: Cut) -> Ints:
    """The unit of each account_no."""
    numbers, community = places["account_no"].to_numpy(), places["community"].to_numpy()
    unit: Ints = np.arange(max(last, int(numbers.max(initial=-1))) + 1, dtype=np.int64)
    if cut.collapse:
        closed = ~np.isin(community, np.array(cut.opened, dtype=np.int64))
        unit[numbers[closed]] = -1 - community[closed]
    return unit


def _join(among: Pairs, unit: Ints, collapse: bool) -> _Joined:
    """The pairs of accounts as pairs of units."""
    source, target, n = unit[among.source], unit[among.target], among.n.astype(np.int64)
    if not collapse or not len(among):
        return _Joined(source, target, n, among.first_s, among.inferred, among.mutual)
    low = int(min(source.min(), target.min()))
    key = (source - low) * (int(target.max()) - low + 1) + (target - low)
    order = np.argsort(key)
    sorted_key = key[order]
    begins = np.flatnonzero(np.concatenate(([True], sorted_key[1:] != sorted_key[:-1])))
    at = order[begins]
    return _Joined(
        source[at],
        target[at],
        np.add.reduceat(n[order], begins),
        np.minimum.reduceat(among.first_s[order], begins),
        np.logical_and.reduceat(among.inferred[order], begins),
        np.logical_and.reduceat(among.mutual[order], begins),
    )


def _heaviest(joined: _Joined, shift: int, most: int) -> tuple[Ints, int]:
    """The ``most`` units with most posts on their links, heaviest first, and how many units there are."""
    size = shift + int(max(joined.source.max(initial=-1), joined.target.max(initial=-1))) + 1
    apart = joined.source != joined.target
    strength = np.bincount(joined.source + shift, joined.n, size)
    strength += np.bincount(joined.target[apart] + shift, joined.n[apart], size)
    units = np.flatnonzero(strength)
    order = np.lexsort((-units, -strength[units]))[:most]
    return units[order] - shift, len(units)


def _links(joined: _Joined, kept: npt.NDArray[np.intp], most: int) -> pd.DataFrame:
    """The ``most`` heaviest of the links ``kept``."""
    if len(kept) > most:  # sort those only that can be among them
        kept = kept[joined.n[kept] >= np.partition(joined.n[kept], len(kept) - most)[len(kept) - most]]
    order = kept[np.lexsort((joined.target[kept], joined.source[kept], -joined.n[kept]))[:most]]
    first = joined.first_s[order]
    return pd.DataFrame(
        {
            "source": joined.source[order],
            "target": joined.target[order],
            "n": joined.n[order],
            "first_s": np.where(first == NO_TIME, np.nan, first),
            "inferred": joined.inferred[order],
            "mutual": joined.mutual[order],
        }
    )


def _closed(places: pd.DataFrame, unit: Ints, counts: pd.DataFrame, joined: _Joined, drawn: Ints) -> pd.DataFrame:
    """The closed communities that are drawn."""
    ends = np.zeros(len(unit), dtype=np.bool_)
    ends[counts["account_no"].to_numpy()] = True
    here = places[ends[places["account_no"].to_numpy()]]
    own = unit[here["account_no"].to_numpy()]
    here, community = here[own < 0], -1 - own[own < 0]
    size = int(max(community.max(initial=-1), (-1 - drawn).max(initial=-1))) + 1
    weight = here["strength"].to_numpy(dtype=float)
    whole_weight = np.bincount(community, weight, size)
    inside = joined.source == joined.target
    posts = np.bincount(-1 - joined.source[inside], joined.n[inside], size)
    at = -1 - drawn
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = {
            name: (np.bincount(community, here[name].to_numpy() * weight, size) / whole_weight)[at]
            for name in ("x", "y")
        }
    found = pd.DataFrame(
        {
            "unit": drawn,
            "community": at,
            "accounts": np.bincount(community, minlength=size)[at],
            "inside": posts[at].astype(np.int64),
            **middle,
        }
    )
    return found.sort_values(["accounts", "unit"], ascending=False, ignore_index=True)


def _accounts(store: Store, view: View, counts: pd.DataFrame, drawn: Ints) -> pd.DataFrame:
    """What is known of the accounts that are drawn one by one."""
    at = np.searchsorted(counts["account_no"].to_numpy(), drawn)
    given = counts.iloc[at].rename(columns={"account_no": "unit"}).reset_index(drop=True)
    stored = view.filters.is_empty
    return store.frame(_STORED_NODES if stored else _LIVE_NODES, {} if stored else view.params, {"given": given})


_COMPANY = """, beside AS (
    SELECT CASE WHEN mutual THEN 'tied with' WHEN target_no = $number THEN 'passes on' ELSE 'passed on by' END AS direction,
        CASE WHEN target_no = $number THEN source_no ELSE target_no END AS other_no, sum(n)::BIGINT AS n
    FROM pairs WHERE source_no = $number OR target_no = $number GROUP BY ALL
)
SELECT b.direction, a.account_key, a.handle, a.name, b.n, count(*) OVER (PARTITION BY b.direction) AS accounts
FROM beside b JOIN accounts a ON a.account_no = b.other_no
QUALIFY row_number() OVER (PARTITION BY b.direction ORDER BY b.n DESC, a.account_key) <= $most
ORDER BY b.direction, b.n DESC, a.account_key
"""
_BESIDE = tuple(pairs + _COMPANY for pairs in PAIRS)


def map_company(store: Store, view: View, cut: Cut, number: int, most: int = 5) -> pd.DataFrame:
    """Whom an account "passes on", by whom it is "passed on by", and whom it is "tied with", ``most`` of each: direction,
    account_key, handle, name, n (posts, or links in common), accounts (how many there are in all).
    """
    asked = asked_of(view, cut)
    return store.frame(_BESIDE[way(view, cut)], {**asked, "number": number, "most": most})
