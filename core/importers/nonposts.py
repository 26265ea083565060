"""JSON files of known kinds that hold no posts: what they are, and what would help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.i18n import _
from core.importers.base import Sample
from core.importers.documents import dicts_in, inside, texts_in
from core.importers.mapping import NAMES, squeezed

Sentences = tuple[str, str]
Json = dict[str, Any]
#: Lists under which programs and interfaces keep accounts.
_ACCOUNT_LISTS = ("data", "users", "accounts", "profiles", "actors", "followers", "follows", "repostedBy", "likes")
_HANDLES = {"username", "handle", "screenname", "acct", "uniqueid"}
_COUNTS = {
    "followers",
    "followerscount",
    "followercount",
    "publicmetricsfollowerscount",
    "friendscount",
    "followscount",
}
_TEXTS = set(NAMES["text"]) | {"desc", "record", "status", "caption", "post"}


def known_kind(sample: Sample) -> Sentences | None:
    """What the file is and what would help, where its first objects are of a kind that is never posts."""
    if not sample.objects:
        return None
    value = sample.objects[0]
    kinds: tuple[Callable[[Json, Sample], Sentences | None], ...] = (
        _counts_or_lists, _compliance, _errors, _accounts, _scores, _youtube, _capture, _website, _traffic, _telegram,
    )  # fmt: skip
    return next((found for kind in kinds if (found := kind(value, sample)) is not None), None)


def _first_item(value: Json, *names: str) -> Json:
    for name in names:
        listed = value.get(name)
        if isinstance(listed, dict):
            return listed
        if dicts_in(listed):
            return dicts_in(listed)[0]
    return value


def _collect() -> str:
    return _("Collect the posts themselves, for example with twarc2 search or twarc2 timelines.")


def _counts_or_lists(value: Json, _sample: Sample) -> Sentences | None:
    item = _first_item(value, "data")
    if "tweet_count" in item and "start" in item:
        return _("These are counts of posts per period (twarc2 counts), not posts."), _collect()
    if "member_count" in item and "owner_id" in item:
        return _("These are lists of accounts (twarc2 lists), not posts."), _collect()
    return None


def _compliance(value: Json, sample: Sample) -> Sentences | None:
    if not {"action", "reason", "id"} <= value.keys():
        return None
    kind = _("posts") if any("redacted_at" in one for one in sample.objects) else _("accounts")
    what = _("This is a compliance report: it says which {kind} are gone, and holds no posts.").format(kind=kind)
    return what, _("Import the collection that the report belongs to.")


def _errors(value: Json, _sample: Sample) -> Sentences | None:
    if not isinstance(value.get("errors"), list) or "data" in value or "id" in value:
        return None
    return _("The file holds error messages of the interface, and no posts."), _("Collect again.")


def _accounts(value: Json, _sample: Sample) -> Sentences | None:
    item = _first_item(value, *_ACCOUNT_LISTS)
    names = {squeezed(name) for name in item}
    parts = [(name, part) for name, part in item.items() if isinstance(part, dict)]
    nested = {squeezed(f"{name}{key}") for name, part in parts for key in part}
    if names & _TEXTS or not names & _HANDLES:
        return None
    if "data" in value and "username" in item:
        return _("These are account profiles (twarc2 users), not posts."), _collect()
    if (names | nested) & _COUNTS or "did" in item or "acct" in item:
        return _("These are account profiles, not posts."), _("Collect the posts of these accounts and import those.")
    return None


def _scores(value: Json, _sample: Sample) -> Sentences | None:
    if ("cap" in value and "raw_scores" in value) or {"bot_score", "user_id"} <= value.keys():
        return _("These are Botometer's scores of accounts, not posts."), _("Import the posts of these accounts.")
    return None


def _youtube(value: Json, _sample: Sample) -> Sentences | None:
    kind = value.get("kind")
    if not isinstance(kind, str) or not kind.startswith("youtube#"):
        return None
    what = _("This is an answer of the YouTube API that lists no videos and no comments ({kind}).").format(kind=kind)
    return what, _("Ask the interface for videos, search or commentThreads, with part=snippet.")


def _capture(value: Json, _sample: Sample) -> Sentences | None:
    platform = value.get("source_platform") or inside(value, "__import_meta", "source_platform")
    if not isinstance(platform, str) or not platform:
        return None
    what = _("This is a capture of {platform} by Zeeschuimer, and Whence cannot read that platform yet.")
    remedy = _("Send it to 4CAT, export it there as CSV, and import that through a mapping of its columns.")
    return what.format(platform=platform), remedy


def _website(value: Json, _sample: Sample) -> Sentences | None:
    data = value.get("data")
    is_answer = isinstance(data, dict) and any(
        str(name).endswith(("_timeline", "_query", "_v2")) or name in ("user", "users", "home", "list", "viewer")
        for name in data
    )
    if not is_answer:
        return None
    what = _("This is an answer of the website of X that lists no posts.")
    return what, _("Save the answers of SearchTimeline, UserTweets or TweetDetail.")


def _traffic(value: Json, _sample: Sample) -> Sentences | None:
    if not isinstance(inside(value, "log", "entries"), list):
        return None
    what = _("This is a browser's record of its network traffic (HAR), not a list of posts.")
    return what, _("Save the single answers as JSON, or collect with Zeeschuimer.")


def _telegram(value: Json, _sample: Sample) -> Sentences | None:
    if "personal_information" not in value and not texts_in(inside(value, "contacts", "about")):
        return None
    if inside(value, "chats", "list") or "messages" in value:
        return None
    what = _("This is a Telegram Desktop export without messages.")
    return what, _("Export a chat from its own menu, in the format JSON.")
