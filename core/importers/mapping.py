"""Which column of a table means what: guessed from names and contents, corrected by the reporter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

import pyarrow as pa

from core.importers.dates import NO_TIME, DateReader
from core.importers.moments import snowflake_us
from core.importers.texts import status_in
from core.model import PLATFORMS


@dataclass(frozen=True)
class Mapping:
    """The column that each field is read from; None: the table does not have it.

    Fields that end in ``_account`` or ``_handle`` name the author of the post referred to; ``tags``, ``links``,
    ``mentions`` and ``media`` are columns with lists. ``kind`` is a column with words such as retweet or reply,
    ``is_share`` one with true or false. ``platform`` is a constant (a key of PLATFORMS), unless ``platform_column``
    names a column.
    """

    post_id: str | None = None
    posted_at: str | None = None
    text: str | None = None
    account_id: str | None = None
    handle: str | None = None
    name: str | None = None
    lang: str | None = None
    kind: str | None = None
    is_share: str | None = None
    share_of: str | None = None
    reply_to: str | None = None
    quote_of: str | None = None
    url: str | None = None
    client: str | None = None
    likes: str | None = None
    shares: str | None = None
    quotes: str | None = None
    replies: str | None = None
    views: str | None = None
    followers: str | None = None
    following: str | None = None
    statuses: str | None = None
    account_created_at: str | None = None
    description: str | None = None
    location: str | None = None
    captured_at: str | None = None
    root_id: str | None = None
    share_of_account: str | None = None
    share_of_handle: str | None = None
    reply_to_account: str | None = None
    reply_to_handle: str | None = None
    quote_of_account: str | None = None
    quote_of_handle: str | None = None
    verified: str | None = None
    listed: str | None = None
    account_likes: str | None = None
    account_url: str | None = None
    tags: str | None = None
    links: str | None = None
    mentions: str | None = None
    mention_ids: str | None = None
    media: str | None = None
    platform_column: str | None = None
    platform: str = "other"
    day_first: bool | None = None
    zone: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Everything that is set, for JSON."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Mapping:
        """The mapping of ``to_dict``; unknown keys are left out."""
        known = {f.name for f in fields(cls)}
        return cls(**{key: value for key, value in values.items() if key in known and value != ""})

    def columns(self) -> dict[str, str]:
        """Field and column of everything that is read from a column."""
        return {key: value for key, value in self.to_dict().items() if key not in SETTINGS}

    @property
    def is_usable(self) -> bool:
        """True where posts can be placed in time: by a date, or by the id or address of an X post."""
        return bool(self.posted_at or (self.platform == "x" and (self.post_id or self.url)))


#: Fields that are choices, not columns.
SETTINGS = ("platform", "day_first", "zone")

#: Names of columns, squeezed to small letters and digits, the surest first.
NAMES: dict[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "post_id": "tweetid postid idstr statusid messageid videoid uri id twitterid",
        "posted_at": (
            "postedat createdat tweetcreatedat timestamputc publishedat postcreated postcreateddate "
            "publishdate tweettime created datetime date timestamp time unixtimestamp seendate дата "
            "датавремя время"
        ),
        "text": (
            "text fulltext tweettext content rawcontent body message tweet tweets posttext caption title "
            "текст сообщение"
        ),
        "account_id": "accountid authorid userid fromuserid fromuseridstr userdid useridstr channelid",
        "handle": (
            "handle authorusername username screenname userscreenname fromuser userhandle author account "
            "accounthandle fromuserscreenname автор"
        ),
        "name": ("displayname authorname authorfullname userdisplayname pagename channeltitle name channelname имя"),
        "lang": "lang language tweetlanguage langcode язык",
        "kind": "kind posttype tweettype type",
        "is_share": "isretweet isshare retweeted isrepost",
        "share_of": (
            "shareof retweetedid retweettweetid referencedtweetsretweetedid retweetedstatusid retweetedstatus"
        ),
        "reply_to": (
            "replyto totweetid inreplytotweetid inreplytostatusidstr inreplytostatusid inreplytoid "
            "referencedtweetsrepliedtoid toposturi"
        ),
        "quote_of": "quoteof quotedid quotedtweettweetid referencedtweetsquotedid quoteduri quotedstatusid",
        "url": "url permalink tweeturl statusurl posturl link ссылка",
        "client": "client source tweetclientname sourcename sourcelabel",
        "likes": "likes likecount favorites favoritecount favouritescount publicmetricslikecount nlikes лайки",
        "shares": ("shares sharecount retweets retweetcount publicmetricsretweetcount repostcount nretweets репосты"),
        "quotes": "quotes quotecount publicmetricsquotecount",
        "replies": "replies replycount comments commentcount publicmetricsreplycount nreplies",
        "views": "views viewcount impressioncount publicmetricsimpressioncount viewscount просмотры",
        "followers": (
            "followers followerscount userfollowers userfollowerscount followercount authorfollowers "
            "authorpublicmetricsfollowerscount"
        ),
        "following": (
            "following followingcount userfriends friendscount userfriendscount authorpublicmetricsfollowingcount"
        ),
        "statuses": "statuses statusescount usertweets authorpublicmetricstweetcount updates",
        "account_created_at": (
            "accountcreatedat usercreated usercreatedat accountcreationdate authorcreatedat usertimestamputc"
        ),
        "description": "userdescription authordescription userprofiledescription bio",
        "location": "userlocation authorlocation userreportedlocation",
        "captured_at": "capturedat collectiontime twarcretrievedat retrievedat",
        "platform_column": "platform network",
    }.items()
}
_HOSTS = {"x": r"//(?:www\.|mobile\.)?(?:twitter|x)\.com/", "telegram": r"//t\.me/", "youtube": r"//(?:www\.)?youtu"}
_X_NAMES = re.compile(r"tweet|screen_?name")


def squeezed(name: str) -> str:
    """The name in small letters without signs and spaces.

    >>> squeezed("Post Created ")
    'postcreated'
    """
    return re.sub(r"[\W_]+", "", name.lower())


def is_edge_list(columns: list[str]) -> bool:
    """True for tables whose rows join two accounts: taken as posts they would name the wrong author."""
    names = {squeezed(name) for name in columns}
    return {"fromuserid", "touserid"} <= names or {"source", "target"} <= names


def is_account_table(columns: list[str], rows: list[list[str]]) -> bool:
    """True for tables that name accounts and say nothing of any post."""
    found = guess_mapping(columns, rows)
    says_account = found.handle or found.account_id
    return bool(rows and says_account) and not (found.posted_at or found.text or found.url)


def guess_mapping(columns: list[str], rows: list[list[str]]) -> Mapping:
    """The likeliest mapping of a table, from the names of its columns and its first rows as text."""
    by_name = {squeezed(name): name for name in reversed(columns)}
    values = {name: [row[place].strip() for row in rows] for place, name in enumerate(columns)}
    found: dict[str, str] = {}
    for target, names in NAMES.items():
        candidates = (by_name[name] for name in names if name in by_name)
        fitting = next((c for c in candidates if c not in found.values() and _fits(target, values[c])), None)
        if fitting:
            found[target] = fitting
    found |= _guess_by_content(columns, values, found)
    return Mapping(platform=_guess_platform(columns, values, found), **found)  # type: ignore[arg-type]


def is_precise(mapping: Mapping, columns: list[str], rows: list[list[str]]) -> bool:
    """True where posts have an id or an address, or where their dates have a time of day."""
    if mapping.post_id or mapping.url or mapping.posted_at is None:
        return True
    place = columns.index(mapping.posted_at)
    cells = pa.chunked_array([pa.array([row[place] for row in rows], pa.string())])
    read = DateReader(None, None).read(cells)
    return bool(((read.us != NO_TIME) & (read.quality != "day only")).any())


def _filled(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell and cell.lower() not in ("na", "nan", "none", "null")]


def _fits(target: str, cells: list[str]) -> bool:
    filled = _filled(cells)
    if not filled:
        return target not in ("posted_at", "text")
    if target in ("posted_at", "account_created_at", "captured_at"):
        return share_of_dates(filled) >= 0.5
    if target == "post_id":
        return not _is_row_number(filled)
    if target == "lang":
        return max(map(len, filled)) <= 30
    if target == "is_share":
        return set(map(str.lower, filled)) <= {"true", "false", "0", "1", "yes", "no", "t", "f", "0.0", "1.0"}
    if target == "kind":
        return any(cell.lower() in KIND_WORDS for cell in filled)
    return True


def _is_row_number(cells: list[str]) -> bool:
    if len(cells) < 2 or not all(cell.isascii() and cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def share_of_dates(cells: list[str]) -> float:
    """The part of the cells that can be read as a date of a post."""
    column = pa.chunked_array([pa.array(cells, pa.string())])
    return float((DateReader(None, None).read(column).us != NO_TIME).mean())


def _guess_by_content(columns: list[str], values: dict[str, list[str]], found: dict[str, str]) -> dict[str, str]:
    free = [name for name in columns if name not in found.values() and _filled(values[name])]
    more: dict[str, str] = {}
    if "posted_at" not in found:
        dated = [name for name in free if share_of_dates(_filled(values[name])) >= 0.8]
        more |= {"posted_at": dated[0]} if dated else {}
    if "text" not in found:
        lengths = {name: sum(map(len, values[name])) / max(1, len(values[name])) for name in free}
        longest = max(lengths, key=lambda name: lengths[name], default=None)
        if longest and lengths[longest] >= 30 and longest not in more.values():
            more["text"] = longest
    return more


def _guess_platform(columns: list[str], values: dict[str, list[str]], found: dict[str, str]) -> str:
    urls = _filled(values.get(found.get("url", ""), []))
    for platform, pattern in _HOSTS.items():
        if urls and sum(bool(re.search(pattern, url)) for url in urls) > len(urls) / 2:
            return platform
    ids = _filled(values.get(found.get("post_id", ""), []))
    named = any(_X_NAMES.search(name.lower()) for name in columns)
    carry_time = bool(ids) and sum(snowflake_us(one) is not None for one in ids) > len(ids) / 2
    if named or (carry_time and _ids_agree(ids, _filled(values.get(found.get("posted_at", ""), [])))):
        return "x"
    return "x" if any(status_in(url)[1] for url in urls) else "other"


def _ids_agree(ids: list[str], dates: list[str]) -> bool:
    """True where the times that ids carry are within a day and a half of the dates beside them."""
    if len(ids) != len(dates):
        return False
    stated = DateReader(None, None).read(pa.chunked_array([pa.array(dates, pa.string())])).us
    pairs = [(snowflake_us(one), int(at)) for one, at in zip(ids, stated, strict=True) if at != NO_TIME]
    near = [carried is not None and abs(carried - at) < 130_000_000_000 for carried, at in pairs]
    return bool(near) and sum(near) > len(near) / 2


#: Words of kind columns.
KIND_WORDS = {
    **dict.fromkeys(("retweet", "retweeted", "rt", "r", "share", "shared", "repost", "forward", "forwarded"), "share"),
    **dict.fromkeys(("quote", "quoted", "q", "quote_tweet", "quote tweet", "quote_tweeted"), "quote"),
    **dict.fromkeys(("reply", "replied_to", "comment", "answer"), "reply"),
    **dict.fromkeys(("original", "origin", "tweet", "post"), "original"),
}
#: Words of platform columns.
PLATFORM_WORDS = {
    **{key: key for key in PLATFORMS},
    **{word: "web" for word in ("website", "news", "online news", "blog", "blogs", "forum", "forums", "review")},
    **{"twitter": "x", "facebook public": "facebook", "facebook page": "facebook", "tik tok": "tiktok"},
    **{"bluesky social": "bluesky", "bsky": "bluesky", "youtube comments": "youtube"},
}
