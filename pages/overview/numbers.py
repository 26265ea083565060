"""The numbers behind the sentences of the Overview, each from the read that its own page uses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd

from core.analysis.findings import CaseNumbers
from core.analysis.intervals import wilson
from core.export.context import Context
from core.export.numbers import SIGNS_FROM
from pages.shared import cached
from pages.shared.cached import GraphParams, ScoreParams, TimelineParams

TOP_ACCOUNTS = 10
#: No share is stated of fewer accounts than this.
LEAST_SCORED = 30


def collect(context: Context) -> CaseNumbers:
    """What the findings are made of, for the view."""
    seen = cached.extent(context.case_id, context.filters)
    return CaseNumbers(
        zone=context.filters.zone,
        filtered=not context.filters.is_empty,
        posts=context.posts,
        accounts=context.accounts,
        first_at=first_moment(context),
        last_at=datetime.fromisoformat(seen["last"]) if seen.get("last") else None,
        languages=_firsts(context, "lang"),
        platforms=_firsts(context, "platform"),
        **_rhythm(context),
        **_scores(context),
        **_cascades(context),
        **_shares(context),
    )


def first_moment(context: Context) -> datetime | None:
    """The time of the earliest post in the view (UTC)."""
    firsts = cached.firsts(context.case_id, context.filters, TimelineParams("", "platform"))
    return None if firsts.empty else _utc(firsts["first_at"].min())


def _utc(at: Any) -> datetime:  # noqa: ANN401 - a pandas time, with or without zone
    stamp = pd.Timestamp(at)
    return (stamp.tz_localize(UTC) if stamp.tzinfo is None else stamp.tz_convert(UTC)).to_pydatetime()


def _firsts(context: Context, split: str) -> tuple[tuple[str, datetime], ...]:
    firsts = cached.firsts(context.case_id, context.filters, TimelineParams("", split))
    return tuple((row.part, _utc(row.first_at)) for row in firsts.itertuples(index=False))


def _rhythm(context: Context) -> dict[str, Any]:
    if context.filters.hours:
        return {}
    step = cached.found_step(context.posts, context.filters, context.first_at, context.last_at)
    found = cached.found(context.case_id, context.filters, step)
    numbers: dict[str, Any] = {}
    if len(found.silences):
        longest = found.silences.loc[found.silences["length_s"].idxmax()]
        numbers |= {"silence_start": _utc(longest["start"]), "silence_end": _utc(longest["end"])}
        numbers["silence_posts"] = int(longest["posts"])
    after = found.bursts
    if len(found.silences) and len(after):
        # The burst that broke the silence: the first one that ends after it.
        after = after[[_utc(end) > numbers["silence_end"] for end in after["end"]]]
    if len(after):
        first = after.iloc[0]
        numbers |= {"burst_start": _utc(first["start"]), "burst_peak_posts": int(first["peak_posts"])}
        numbers["burst_peak_at"] = _utc(first["peak_at"])
        numbers["burst_peak_s"] = float(cached.burst_step_s(step))
    return numbers


def _scores(context: Context) -> dict[str, Any]:
    counts = cached.share_above(context.case_id, context.filters, ScoreParams(low=SIGNS_FROM))
    if counts["scored"] < LEAST_SCORED:
        return {}
    low, high = wilson(counts["above"], counts["scored"])
    return {
        "scored": counts["scored"],
        "with_signs": counts["above"],
        "signs_low": low,
        "signs_high": high,
        "posts_of_scored": counts["scored_posts"],
        "posts_with_signs": counts["above_posts"],
    }


def _cascades(context: Context) -> dict[str, Any]:
    listed = cached.cascade_list(context.case_id, context.filters)
    if listed.empty:
        return {}
    whole = cached.cascade_totals(context.case_id)
    largest = listed.iloc[0]
    return {
        # Of a view they would have to be looked for among every post: 0.2 s at five million.
        "cascades": whole["cascades"] if context.filters.is_empty else None,
        "largest_cascade": int(largest["size"]),
        "largest_cascade_s": float(largest["duration_s"]),
        "documented_share": whole["documented_share"],
    }


def _shares(context: Context) -> dict[str, Any]:
    counted = cached.most_passed_on(context.case_id, context.filters, GraphParams(most=TOP_ACCOUNTS))
    if not counted["shares"]:
        return {}
    return {
        "top_accounts": min(TOP_ACCOUNTS, counted["accounts"]),
        "top_shares": counted["top"],
        "all_shares": counted["shares"],
    }
