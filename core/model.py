"""The nouns of the program: cases, filters, the columns of an import batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from core.i18n import N_, offset_text

KINDS = ("original", "share", "quote", "reply")
PLATFORMS = {
    "x": "X",
    "telegram": "Telegram",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "weibo": "Weibo",
    "reddit": "Reddit",
    "vk": "VK",
    "web": N_("Web sites"),
    "other": N_("Other"),
}
TIME_QUALITIES = ("id", "epoch", "stated offset", "inferred", "assumed", "day only", "none")

# Scores are shown on 0-5 in bins a quarter wide; the bands are the words of DESIGN §2.
SCORE_BINS = 20
BANDS = {"none": (0, 8), "undecided": (8, 12), "signs": (12, SCORE_BINS), "unscored": None}


def band_of_bin(score_bin: int | None) -> str:
    """The band that a quarter of a point belongs to, a key of BANDS; null is "unscored".

    >>> band_of_bin(7), band_of_bin(8), band_of_bin(19), band_of_bin(None)
    ('none', 'undecided', 'signs', 'unscored')
    """
    if score_bin is None or score_bin < 0:
        return "unscored"
    return next(name for name, edges in BANDS.items() if edges and edges[0] <= score_bin < edges[1])


TIMESTAMP = pa.timestamp("us", tz="UTC")
_text, _flag, _count = pa.string(), pa.bool_(), pa.int64()

#: The columns of an import batch, table by table; ids are the platform's own, as text.
BATCH_SCHEMAS: dict[str, pa.Schema] = {
    "posts": pa.schema(
        [
            ("line", _count),  # line or row of the file, from 1
            ("platform", _text),  # a key of PLATFORMS
            ("post_id", _text),
            ("account_id", _text),  # null: the author is not known
            ("posted_at", TIMESTAMP),
            ("time_quality", _text),  # one of TIME_QUALITIES
            ("id_time", TIMESTAMP),  # the time that the id carries, if it carries one
            ("text", _text),
            ("text_complete", _flag),
            ("lang", _text),  # BCP 47, "und" or null
            ("lang_source", _text),  # platform, file, detected
            ("kind", _text),  # one of KINDS: share > reply > quote > original
            ("share_of", _text),  # post id
            ("quote_of", _text),
            ("reply_to", _text),
            ("root_id", _text),
            ("client", _text),
            ("url", _text),
            ("is_primary", _flag),  # false: seen only inside another post
            ("deleted", _flag),
            ("synthetic_id", _flag),  # true: the file had no id; hash of author, time, text
        ]
    ),
    "profiles": pa.schema(
        [
            ("platform", _text),
            ("account_id", _text),
            ("captured_at", TIMESTAMP),
            ("handle", _text),
            ("name", _text),
            ("created_at", TIMESTAMP),
            ("followers", _count),
            ("following", _count),
            ("statuses", _count),
            ("likes", _count),
            ("listed", _count),
            ("verified", _flag),
            ("default_profile", _flag),
            ("default_profile_image", _flag),
            ("description", _text),
            ("location", _text),
            ("url", _text),
        ]
    ),
    "metrics": pa.schema(
        [
            ("platform", _text),
            ("post_id", _text),
            ("captured_at", TIMESTAMP),
            ("likes", _count),
            ("shares", _count),
            ("quotes", _count),
            ("replies", _count),
            ("views", _count),
        ]
    ),
    "links": pa.schema(
        [("platform", _text), ("post_id", _text), ("raw", _text), ("expanded", _text), ("domain", _text)]
    ),
    "tags": pa.schema([("platform", _text), ("post_id", _text), ("tag", _text)]),
    "mentions": pa.schema([("platform", _text), ("post_id", _text), ("account_id", _text), ("handle", _text)]),
    "exhibits": pa.schema(
        [
            ("platform", _text),
            ("post_id", _text),
            ("seen_by", _text),
            ("stated_at", _text),  # as the reporter wrote it, with its zone
            ("note", _text),
            ("picture_sha256", _text),
            ("picture_name", _text),
            ("added_at", TIMESTAMP),
        ]
    ),
    "media": pa.schema(
        [("platform", _text), ("post_id", _text), ("media_type", _text), ("url", _text), ("media_id", _text)]
    ),
    "other_scores": pa.schema(
        [
            ("platform", _text),
            ("account_id", _text),
            ("handle", _text),
            ("tool", _text),  # who computed the score, e.g. Botometer X
            ("measure", _text),  # the tool's own name of the score
            ("value", pa.float64()),
            ("captured_at", TIMESTAMP),
        ]
    ),
    "rejects": pa.schema([("line", _count), ("reason", _text), ("raw", _text)]),
}


@dataclass
class Batch:
    """Some tens of thousands of records read from one file, as Arrow tables of BATCH_SCHEMAS.

    ``records`` counts what the file holds (posts accepted or merged, accounts with scores of another tool, plus
    rejects); included posts (``is_primary`` false) are not records. ``degradations`` counts
    what was kept with a loss, by its plain-English name. ``bytes_read`` is how far into the file the batch ends.
    """

    tables: dict[str, pa.Table]
    records: int
    degradations: Counter[str] = field(default_factory=Counter)
    bytes_read: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One investigation: what case.toml says, and where it lies."""

    slug: str
    title: str
    claim: str
    event_zone: str
    build: int
    folder: Path
    simulated: bool = False

    @property
    def store_path(self) -> Path:
        """The store of the current build."""
        return self.folder / f"store-{self.build}.duckdb"

    @property
    def notebook_path(self) -> Path:
        """The reporter's own work."""
        return self.folder / "notebook.sqlite"


@dataclass(frozen=True, slots=True)
class CaseId:
    """What cached functions take: folder of cases, slug, build number and notebook revision."""

    cases_dir: str
    slug: str
    build: int
    notes: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reporter chose to see; an empty field leaves everything in.

    ``start`` and ``end`` are UTC, end exclusive. ``hours`` are hours of the day in ``zone``
    (first, last; both included; first > last runs over midnight). ``bands`` are keys of BANDS.
    ``zone`` is the IANA zone in which times are shown.
    """

    zone: str = "UTC"
    languages: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    hours: tuple[int, int] | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """True where nothing is filtered out; the zone is no filter."""
        return replace(self, zone="UTC") == Filters()

    def zone_label(self, at: datetime | None = None) -> str:
        """The zone with its offset at a moment, e.g. ``Asia/Almaty (UTC+06:00)``."""
        offset = offset_text(at or self.start or datetime.now(UTC), self.zone)
        return f"{self.zone.replace('_', ' ')} ({offset})"
