"""How each number of a case is asked for, and the sentence that states it with its interval and its whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from core.analysis import bursts
from core.analysis.claims.proportions import LEAST_N
from core.analysis.findings import duration
from core.analysis.intervals import wilson
from core.analysis.series import BINS
from core.export.numbers.model import Asked, Told
from core.i18n import _, moment, ngettext, number, offset_text, percent
from core.store.queries import accounts, graph, scores, timeline, totals, view
from core.store.queries.posts import quality

TOP_ACCOUNTS = 10
#: Longer cases, and filtered views of more posts, are searched for silences by the hour, not the minute.
LONG_DAYS, MANY_POSTS = 60, 300_000


def _count(value: float | None, unit: str, sentence: str, **more: Any) -> Told:  # noqa: ANN401 - fields of Answer
    return {"value": value, "unit": unit, "sentence": sentence, **more}


def posts(asked: Asked) -> Told:
    """How many posts."""
    n, whole = view.counts(asked.store, asked.view)[0], asked.all_posts
    text = ngettext("{n} post was collected.", "{n} posts were collected.", n)
    if not asked.filters.is_empty:
        text = _("{n} of the {all} collected posts ({share}) match.")
    said = text.format(n=number(n), all=number(whole), share=percent(n / whole if whole else None))
    return _count(n, "posts", said, part=n, whole=whole)


def account_count(asked: Asked) -> Told:
    """How many accounts."""
    n, whole = view.counts(asked.store, asked.view)[1], int(view.totals(asked.store)["accounts"])
    text = ngettext("{n} account wrote the collected posts.", "{n} accounts wrote the collected posts.", n)
    if not asked.filters.is_empty:
        text = _("{n} of {all} accounts wrote a post that matches.")
    return _count(n, "accounts", text.format(n=number(n), all=number(whole)), part=n, whole=whole)


def _zoned(at: datetime, zone: str) -> str:
    return f"{moment(at, zone)} ({zone.replace('_', ' ')}, {offset_text(at, zone)})"


def _edge(asked: Asked, name: str, text: str) -> Told:
    found = timeline.exact_extent(asked.store, asked.view).get(name)
    if not found:
        return _count(None, "time", _("No post here has a known time."))
    at = datetime.fromisoformat(found)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return _count(None, "time", text.format(at=_zoned(at, asked.filters.zone))) | {"value": at.isoformat()}


def first(asked: Asked) -> Told:
    """The time of the earliest post."""
    return _edge(asked, "first", _("The earliest post in the collected data is from {at}."))


def last(asked: Asked) -> Told:
    """The time of the latest post."""
    return _edge(asked, "last", _("The latest post in the collected data is from {at}."))


def busiest(asked: Asked) -> Told:
    """Posts in the hour with most of them."""
    steps = timeline.counts_utc(asked.store, asked.view, "1 hour")
    if steps.empty:
        return _count(None, "posts", _("No post here has a known time."))
    row = steps.loc[steps["n"].idxmax()]
    start, n = pd.Timestamp(row["at"]).to_pydatetime().replace(tzinfo=UTC), int(row["n"])
    end = moment(start + timedelta(hours=1), asked.filters.zone, "HH:mm")
    text = ngettext(
        "The busiest hour has {n} post: {start} to {end}.", "The busiest hour has {n} posts: {start} to {end}.", n
    )
    return _count(
        n,
        "posts",
        text.format(n=number(n), start=_zoned(start, asked.filters.zone), end=end),
        whole=int(steps["n"].sum()),
    )


def _step(asked: Asked) -> str:
    """The step in which silences are looked for: as on the timeline."""
    whole = view.totals(asked.store)
    first, last = whole["first_posted_at"], whole["last_posted_at"]
    is_long = first and last and (last - first).days > LONG_DAYS
    is_large = not asked.filters.is_empty and view.counts(asked.store, asked.view)[0] > MANY_POSTS
    return "1 hour" if is_long or is_large else "1 minute"


def silence(asked: Asked) -> Told:
    """The length of the longest silence, in seconds."""
    step = _step(asked)
    steps = timeline.counts_utc(asked.store, asked.view, step)
    found = bursts.silences(steps, bursts.SilenceParams(bin_s=BINS[step])) if len(steps) > 1 else pd.DataFrame()
    if found.empty:
        return _count(None, "s", _("No silence was found that chance would not explain."))
    row = found.loc[found["length_s"].idxmax()]
    start, end = (pd.Timestamp(row[k]).to_pydatetime().replace(tzinfo=UTC) for k in ("start", "end"))
    text = _("The longest near silence lasts {length}: from {start} to {end}.")
    return _count(
        float(row["length_s"]), "s",
        text.format(
            length=duration(float(row["length_s"])), start=_zoned(start, asked.filters.zone),
            end=moment(end, asked.filters.zone),
        ),
    )  # fmt: skip


def above(asked: Asked) -> dict[str, int]:
    """Accounts and posts at or above the cut-off."""
    return scores.share_above(scores.score_histogram(asked.store, asked.view), asked.cut)


def signs(asked: Asked) -> Told:
    """The share of scored accounts that show signs of automation."""
    found = above(asked)
    part, whole = found["above"], found["scored"]
    if whole < LEAST_N:
        return _too_few(part, whole, "accounts", whole)
    low, high = wilson(part, whole)
    text = _(
        "{k} of {n} scored accounts ({share}; 95 % interval {low} to {high}) show signs of automation: "
        "a bot score of {cut} or more out of 5."
    )
    said = text.format(
        k=number(part), n=number(whole), share=percent(part / whole, 1), low=percent(low, 1), high=percent(high, 1),
        cut=number(asked.cut),
    )  # fmt: skip
    return _count(part / whole, "accounts", said, part=part, whole=whole, low=low, high=high)


def _too_few(part: int, whole: int, unit: str, scored: int) -> Told:
    text = _("Only {n} accounts have a score here: no share is stated of fewer than {least}.")
    return _count(None, unit, text.format(n=number(scored), least=number(LEAST_N)), part=part, whole=whole)


def signs_posts(asked: Asked) -> Told:
    """The share of posts by those accounts."""
    found = above(asked)
    part, whole = found["above_posts"], found["scored_posts"]
    if found["scored"] < LEAST_N or not whole:
        return _too_few(part, whole, "posts", found["scored"])
    text = _(
        "Accounts with a bot score of {cut} or more wrote {k} of the {n} posts by scored accounts ({share}); "
        "this is a share of posts, not of accounts."
    )
    said = text.format(k=number(part), n=number(whole), share=percent(part / whole, 1), cut=number(asked.cut))
    return _count(part / whole, "posts", said, part=part, whole=whole)


def unscored(asked: Asked) -> Told:
    """How many accounts have no score."""
    found = above(asked)
    part, whole = found["accounts"] - found["scored"], found["accounts"]
    text = _("{k} of {n} accounts have no bot score: not enough is known of them.")
    return _count(part, "accounts", text.format(k=number(part), n=number(whole)), part=part, whole=whole)


def reach(asked: Asked) -> Told:
    """Followers of distinct authors."""
    found = accounts.reach(asked.store, asked.view)
    if not found["known"]:
        return _count(None, "followers", _("No account here has a known number of followers."))
    text = _(
        "The potential reach is {n}: followers of the distinct authors added up, known for {k} of {all} accounts; "
        "possible deliveries, not people who saw a post."
    )
    said = text.format(n=number(found["reach"]), k=number(found["known"]), all=number(found["accounts"]))
    return _count(int(found["reach"]), "followers", said, part=int(found["known"]), whole=int(found["accounts"]))


def views(asked: Asked) -> Told:
    """Views of all posts."""
    found = accounts.views(asked.store, asked.view)
    if not found["posts"]:
        return _count(None, "views", _("No post here has a number of views."))
    text = ngettext(
        "{posts} post with a known count has {n} views in total; one person may view a post many times.",
        "{posts} posts with a known count have {n} views in total; one person may view a post many times.",
        int(found["posts"]),
    )
    said = text.format(n=number(found["views"]), posts=number(found["posts"]))
    return _count(int(found["views"]), "views", said, part=int(found["posts"]), whole=asked.all_posts)


def most_seen(asked: Asked) -> Told:
    """Views of the most seen post."""
    found = accounts.views(asked.store, asked.view)
    if not found["posts"]:
        return _count(None, "views", _("No post here has a number of views."))
    text = _("The most seen post has {n} views, the largest of {k} known counts.")
    said = text.format(n=number(found["most"]), k=number(found["posts"]))
    return _count(int(found["most"]), "views", said, part=int(found["posts"]), whole=asked.all_posts)


def largest(asked: Asked) -> Told:
    """Posts of the largest cascade."""
    found = graph.cascade_list(asked.store, asked.view, most=1)
    if found.empty:
        return _count(None, "posts", _("No post here was passed on."))
    size = int(found.iloc[0]["size"])
    text = ngettext("The largest cascade has {n} post.", "The largest cascade has {n} posts, its root included.", size)
    return _count(size, "posts", text.format(n=number(size)))


def documented(asked: Asked) -> Told:
    """The share of links that state their parent."""
    share = totals.cascade_totals(asked.store)["documented_share"]
    if share is None:
        return _count(None, "links", _("No post of this case was passed on."))
    text = _("{share} of the links between posts of the whole case state their parent; the others name only the root.")
    return _count(float(share), "links", text.format(share=percent(share, 1)))


def passed_on(asked: Asked) -> Told:
    """The share of what was passed on that went to the most passed-on accounts."""
    found = totals.most_passed_on(asked.store, asked.view, TOP_ACCOUNTS)
    if not found["shares"]:
        return _count(None, "posts", _("No post here passes on one of another account."))
    top = min(TOP_ACCOUNTS, found["accounts"])
    text = ngettext(
        "The most passed-on account received {k} of {all} shares, quotes and replies ({share}).",
        "The {n} most passed-on accounts received {k} of {all} shares, quotes and replies ({share}).",
        top,
    )
    part, whole = found["top"], found["shares"]
    said = text.format(n=number(top), k=number(part), all=number(whole), share=percent(part / whole))
    return _count(part / whole, "posts", said, part=part, whole=whole)


def deleted(asked: Asked) -> Told:
    """How many posts were deleted."""
    found = quality(asked.store)
    part, whole = int(found["deleted"]), int(found["posts"])
    text = ngettext(
        "{k} of {n} posts of the whole case was deleted after it was collected.",
        "{k} of {n} posts of the whole case were deleted after they were collected.",
        part,
    )
    return _count(part, "posts", text.format(k=number(part), n=number(whole)), part=part, whole=whole)
