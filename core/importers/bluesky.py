"""Bluesky: posts, feeds, searches, threads, records of a repository, and the stream; reposts keep their true parent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from core.i18n import _
from core.importers import bluesky_records as records
from core.importers.base import Match, Sample, Source
from core.importers.bluesky_records import Json, field
from core.importers.collector import Collector
from core.importers.documents import dicts_in, document_entries, inside, text_of, texts_in
from core.importers.jsonfile import BadRecordError, Entry, collect, parse
from core.importers.moments import epoch_us, iso_us
from core.importers.texts import count_of
from core.model import Batch

NAME = "bluesky"
TITLE = "Bluesky (posts, feeds, threads, reposts)"
IMPOSSIBLE = "impossible date in the post: time taken from its address or its server"
NO_ADDRESS = "repost without an address of its own: kept beside the post that it shares"
_LISTS = ("feed", "posts", "records")
_DOCUMENTS = msgspec.json.Decoder()


def sniff(sample: Sample) -> Match | None:
    """The match where objects have an ``at://`` address and a record of a post or a repost."""
    for value in sample.objects:
        for item in items_of(value):
            form = _form(item)
            if form:
                return Match(NAME, 0.95, _("Bluesky objects with at:// addresses ({form}).").format(form=form))
    return None


def _form(item: Json) -> str:
    if isinstance(item.get("post"), dict) and "record" in item["post"]:
        return "feed items with post"
    if str(item.get("uri")).startswith("at://") and isinstance(item.get("record"), dict):
        return "posts with uri, record"
    if str(item.get("uri")).startswith("at://") and isinstance(item.get("value"), dict):
        return "records with uri, value"
    if isinstance(item.get("commit"), dict) and "collection" in item["commit"] and "did" in item:
        return "events of the stream with did, commit"
    is_repost = records.type_of(item) == records.REPOST and isinstance(item.get("subject"), dict)
    return "bare reposts with subject" if is_repost else ""


def items_of(value: Any) -> list[Json]:  # noqa: ANN401 - any JSON value
    """The single posts of a page, of a thread, or the object itself."""
    thread = inside(value, "thread")
    if isinstance(thread, dict):
        return list(_thread_items(thread))
    for name in _LISTS:
        listed = inside(value, name)
        if isinstance(listed, list) and not isinstance(value.get("record"), dict):
            return dicts_in(listed)
    if "threadViewPost" in records.type_of(value):
        return list(_thread_items(value))
    return [value] if isinstance(value, dict) else []


def _thread_items(thread: Json) -> Iterator[Json]:
    """The posts of a thread: those above, the post, and the replies, each once."""
    above: list[Json] = []
    parent = thread.get("parent")
    while isinstance(parent, dict):
        above.append(parent)
        parent = parent.get("parent")
    yield from reversed(above)
    waiting = [thread]
    while waiting:
        item = waiting.pop()
        yield {key: part for key, part in item.items() if key not in ("parent", "replies")}
        waiting += reversed(dicts_in(item.get("replies")))


def read(source: Source) -> Iterator[Batch]:
    """Batches of the posts and reposts; quoted and answered posts follow as not primary."""
    return collect(document_entries(source), _take, "bluesky")


def _take(entry: Entry, collector: Collector) -> None:
    items = items_of(parse(entry.raw, _DOCUMENTS, collector))
    if not items:
        raise BadRecordError("an answer without posts")
    for item in items:
        own = entry if len(items) == 1 else Entry(entry.line, msgspec.json.encode(item), entry.end)
        try:
            _take_item(item, own, collector)
        except BadRecordError as error:
            collector.reject(entry.line, str(error), own.raw)


def _take_item(item: Json, entry: Entry, collector: Collector) -> None:
    captured_at = epoch_us(inside(item, "4CAT_metadata", "collected_at"))
    if records.is_missing(item):
        raise BadRecordError("the post is deleted, blocked or not shown")
    if isinstance(item.get("commit"), dict):
        _take_event(item, entry, collector)
    elif isinstance(item.get("post"), dict):
        _take_feed_item(item, entry, collector, captured_at)
    elif isinstance(item.get("value"), dict):
        uri, value = text_of(item.get("uri")), item["value"]
        _take_record(value, uri, records.did_of(uri), None, entry, collector)
    elif isinstance(item.get("record"), dict):
        _take_view(item, entry, collector, captured_at, primary=True)
    else:
        _take_record(item, None, text_of(item.get("did")), None, entry, collector)


def _take_event(event: Json, entry: Entry, collector: Collector) -> None:
    commit, did = event["commit"], text_of(event.get("did"))
    if commit.get("operation") == "delete":
        raise BadRecordError("a notice that something was deleted, not a post")
    uri = f"at://{did}/{commit.get('collection')}/{commit.get('rkey')}"
    _take_record(commit.get("record"), uri, did, event.get("time_us"), entry, collector)


def _take_record(
    record: Any,  # noqa: ANN401 - any JSON value
    uri: str | None,
    did: str | None,
    time_us: Any,  # noqa: ANN401
    entry: Entry,
    collector: Collector,
) -> None:
    kind = records.type_of(record).partition("#")[0]
    if kind == records.REPOST:
        _take_repost(record, uri, did, entry, collector)
    elif kind == records.POST:
        view = {"uri": uri, "author": {"did": did}, "record": record, "indexedAt": time_us}
        _take_view(view, entry, collector, None, primary=True)
    else:
        raise BadRecordError(f"a record of another kind ({kind or 'none stated'}), not a post")


def _take_repost(record: Json, uri: str | None, did: str | None, entry: Entry, collector: Collector) -> None:
    """A repost shares the repost that led to it (``via``), or the post itself."""
    root, via = text_of(inside(record, "subject", "uri")), text_of(inside(record, "via", "uri"))
    if root is None:
        raise BadRecordError("a repost of nothing: not a post of this format")
    kept = _keep_repost(uri, did, root, via, field(record, "createdAt"), None, entry, collector, primary=True)
    if kept:
        _keep_trace(via, root, entry, collector)
        _keep_trace(root, None, entry, collector)


def _keep_repost(
    uri: str | None,
    did: str | None,
    root: str,
    via: str | None,
    claimed: Any,  # noqa: ANN401 - any JSON value
    view: Json | None,
    entry: Entry,
    collector: Collector,
    *,
    primary: bool,
) -> str | None:
    posted_at, quality, impossible = records.moment(claimed, uri, None)
    if impossible:
        collector.degradations[IMPOSSIBLE] += 1
    lang = records.language_of(inside(view, "record"))
    return collector.post(
        entry.line,
        entry.raw,
        post_id=uri,
        account_id=did,
        posted_at=posted_at,
        time_quality=quality,
        id_time=records.key_moment(uri),
        text=text_of(inside(view, "record", "text")),
        lang=lang,
        lang_source="platform" if lang else None,
        kind="share",
        share_of=via or root,
        root_id=root,
        is_primary=primary,
    )


def _keep_trace(uri: str | None, share_of: str | None, entry: Entry, collector: Collector) -> None:
    """Note a post of which only the address is known: it names the account, and mostly the time."""
    if uri is None or collector.has_included(uri):
        return
    known = {"post_id": uri, "account_id": records.did_of(uri), "id_time": records.key_moment(uri)}
    more = {"kind": "share", "share_of": share_of, "root_id": share_of} if share_of else {}
    collector.post(entry.line, b"", is_primary=False, **known, **more)


def _take_feed_item(item: Json, entry: Entry, collector: Collector, captured_at: int | None) -> None:
    reason, post = item.get("reason"), item["post"]
    is_repost = "reasonRepost" in records.type_of(reason)
    own = text_of(inside(reason, "uri")) if is_repost else None
    _take_view(post, entry, collector, captured_at, primary=own is None)
    for name in ("parent", "root"):
        above = inside(item, "reply", name)
        if isinstance(above, dict) and isinstance(above.get("record"), dict):
            _take_view(above, entry, collector, captured_at, primary=False)
    if not is_repost:
        return
    by, root = inside(reason, "by"), text_of(post.get("uri"))
    if root is None:
        return
    _take_author(by, collector, captured_at)
    via, did = text_of(inside(reason, "via", "uri")), text_of(inside(by, "did"))
    _keep_repost(own, did, root, via, field(reason, "indexedAt"), post, entry, collector, primary=own is not None)
    if own is None:
        collector.degradations[NO_ADDRESS] += 1


def _take_view(view: Json, entry: Entry, collector: Collector, captured_at: int | None, *, primary: bool) -> None:
    uri, record = text_of(view.get("uri")), view.get("record")
    if not primary and (uri is None or collector.has_included(uri)):
        return
    if not isinstance(record, dict):
        raise BadRecordError("no record: not a post of this format")
    if records.type_of(record) == records.REPOST:
        _take_repost(record, uri, text_of(inside(view, "author", "did")), entry, collector)
        return
    kept = collector.post(entry.line, entry.raw, is_primary=primary, **_columns(view, record, uri, collector))
    if kept:
        _take_details(view, record, kept, collector, captured_at)
    _take_quoted(view, entry, collector, captured_at)


def _columns(view: Json, record: Json, uri: str | None, collector: Collector) -> dict[str, Any]:
    posted_at, quality, impossible = records.moment(field(record, "createdAt"), uri, field(view, "indexedAt"))
    if impossible:
        collector.degradations[IMPOSSIBLE] += 1
    lang, did = records.language_of(record), text_of(inside(view, "author", "did")) or records.did_of(uri)
    handle = text_of(inside(view, "author", "handle")) or did
    reply_to, quote_of = text_of(inside(record, "reply", "parent", "uri")), records.quoted_uri(record)
    kind = "reply" if reply_to else "quote" if quote_of or records.has_quote(record) else "original"
    return {
        "post_id": uri,
        "account_id": did,
        "posted_at": posted_at,
        "time_quality": quality,
        "id_time": records.key_moment(uri),
        "text": record["text"] if isinstance(record.get("text"), str) else "",
        "lang": lang,
        "lang_source": "platform" if lang else None,
        "kind": kind,
        "reply_to": reply_to,
        "quote_of": quote_of,
        "root_id": text_of(inside(record, "reply", "root", "uri")),
        "url": f"https://bsky.app/profile/{handle}/post/{uri.rpartition('/')[2]}" if uri and handle else None,
    }


def _take_quoted(view: Json, entry: Entry, collector: Collector, captured_at: int | None) -> None:
    quoted = records.quoted_view(view)
    if quoted is None:
        return
    record = quoted.get("value") if isinstance(quoted.get("value"), dict) else quoted.get("record")
    if isinstance(record, dict):
        _take_view({**quoted, "record": record}, entry, collector, captured_at, primary=False)
    elif records.is_missing(quoted) and not collector.has_included(str(quoted["uri"])):
        uri, gone = str(quoted["uri"]), bool(quoted.get("notFound") or quoted.get("not_found")) or None
        known = {"post_id": uri, "account_id": records.did_of(uri), "id_time": records.key_moment(uri)}
        collector.post(entry.line, b"", is_primary=False, deleted=gone, **known)


def _take_details(view: Json, record: Json, post_id: str, collector: Collector, captured_at: int | None) -> None:
    _take_author(view.get("author"), collector, captured_at)
    counts = {name: count_of(_number(view, name)) for name in ("like", "repost", "quote", "reply")}
    likes, shares, quotes, replies = counts["like"], counts["repost"], counts["quote"], counts["reply"]
    collector.metrics(post_id, captured_at, likes=likes, shares=shares, quotes=quotes, replies=replies)
    card = records.external_link(record)
    collector.link(post_id, card, card)
    for feature in records.features(record):
        link = text_of(feature.get("uri"))
        collector.link(post_id, link, link)
        collector.tag(post_id, text_of(feature.get("tag")))
        collector.mention(post_id, text_of(feature.get("did")), None)
    for tag in texts_in(record.get("tags")):
        collector.tag(post_id, tag)
    for media_type, url in records.media_of(view):
        collector.medium(post_id, media_type, url, None)


def _number(view: Json, name: str) -> int | float | str | None:
    value = field(view, f"{name}Count")
    return value if isinstance(value, int | float | str) else None


def _take_author(author: Any, collector: Collector, captured_at: int | None) -> None:  # noqa: ANN401
    did = text_of(inside(author, "did"))
    if did is None or not text_of(inside(author, "handle")):
        return
    collector.profile(
        did,
        captured_at,
        handle=text_of(author.get("handle")),
        name=text_of(field(author, "displayName")),
        created_at=iso_us(text_of(field(author, "createdAt")))[0],
        description=text_of(author.get("description")),
    )
