"""What posts carry and earn: links, tags, media, counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.demo.cast import CIRCLE_KEYS, NONE, PRESS, TELEGRAM, WEB, YOUTUBE, Flags, Ints, X
from core.demo.clock import BURST, CAPTURED, MINUTE
from core.demo.ids import written_codes
from core.demo.posts import ORIGINAL, QUOTE, REPLY, SHARE
from core.demo.profiles import join, millis, platform_names
from core.demo.story import Story
from core.demo.texts import read_toml
from core.model import BATCH_SCHEMAS

_STORIES, _MEDIA = 40, 12
_VIDEOS = 8
# Chance of a link in an original, by platform.
_LINKED = np.array([0.42, 0.4, 0.3, 0.25])


@dataclass(frozen=True)
class Links:
    """The rows of the links table, and what the text of each post shows of them (empty: nothing)."""

    table: pa.Table
    written: pa.Array


class Objects:
    """Links, tags, media and counts of one story; what several batches need is drawn once."""

    def __init__(self, story: Story) -> None:
        self._posts, self._accounts, self._texts = story.posts, story.accounts, story.texts
        groups = read_toml("profiles")["groups"]
        self._domains = [domain for key in CIRCLE_KEYS[1:] for domain in groups[key]["domains"]]
        sizes = [len(groups[key]["domains"]) for key in CIRCLE_KEYS[1:]]
        # An outsider links to any of them but the debunkers', which come late.
        self._domain_count = np.array([len(self._domains) - sizes[-1], *sizes])
        self._domain_start = np.array([0, *(np.cumsum(sizes) - sizes)])
        self._media = self._choose_media(np.random.default_rng([story.seed, 10]))
        self._reactions = [self._count(kind) for kind in (SHARE, QUOTE, REPLY)]

    def links(self, rows: Ints, ids: pa.Array, rng: np.random.Generator) -> Links:
        """Shortened links to pages of the invented sites, shared by members of a circle."""
        kind, platform = self._posts.kind[rows], self._posts.platform[rows]
        chance = np.where(kind == ORIGINAL, _LINKED[platform], np.where(kind == QUOTE, 0.1, 0.0))
        linked = (rng.random(len(rows)) < chance) & (self._posts.text[rows] != self._texts.hostile)
        linked &= self._posts.at_ms[rows] >= BURST
        circle = self._accounts.circle[self._posts.account[rows[linked]]]
        size = self._domain_count[circle]
        domain = self._domain_start[circle] + (rng.random(len(size)) ** 1.5 * size).astype(np.int64)
        story = (rng.random(len(size)) ** 3 * _STORIES).astype(np.int64)
        raw = join("https://sho.example/", written_codes((domain * 1009 + story + 1) * 987_654_321_987 % 2**60))
        domains = pa.array(self._domains).take(pa.array(domain))
        expanded = join("https://", domains, "/story-", pa.array(story + 1).cast(pa.string()))
        columns = [platform_names(platform[linked]), ids.filter(pa.array(linked)), raw, expanded, domains]
        blank = pa.array(np.full(len(rows), ""))
        written = pc.replace_with_mask(blank, pa.array(linked), join(" ", raw))
        return Links(pa.table(columns, schema=BATCH_SCHEMAS["links"]), written)

    def tags(self, rows: Ints, ids: pa.Array) -> pa.Table:
        """Hashtags of originals and quotes, as their texts have them."""
        kind = self._posts.kind[rows]
        own = np.flatnonzero((kind == ORIGINAL) | (kind == QUOTE))
        lists = self._texts.tags.take(pa.array(self._posts.text[rows[own]]))
        place = own[pc.list_parent_indices(lists).to_numpy()]
        columns = [platform_names(self._posts.platform[rows[place]]), ids.take(pa.array(place)), pc.list_flatten(lists)]
        return pa.table(columns, schema=BATCH_SCHEMAS["tags"])

    def media(self, rows: Ints, ids: pa.Array) -> pa.Table:
        """The few videos and pictures that go round."""
        shown = np.flatnonzero(self._media[rows] >= 0)
        number = self._media[rows[shown]]
        kinds = pc.if_else(pa.array(number < _VIDEOS), "video", "photo")
        name = join("sim-", kinds, "-", pa.array(number + 1).cast(pa.string()))
        ending = pc.if_else(pa.array(number < _VIDEOS), ".mp4", ".jpg")
        url = join("https://media.example/", name, ending)
        columns = [platform_names(self._posts.platform[rows[shown]]), ids.take(pa.array(shown)), kinds, url, name]
        return pa.table(columns, schema=BATCH_SCHEMAS["media"])

    def metrics(self, rows: Ints, ids: pa.Array, rng: np.random.Generator) -> pa.Table:
        """Counts of originals when captured; a platform counts reactions that the collection does not hold."""
        place = np.flatnonzero(self._posts.kind[rows] == ORIGINAL)
        own, size = rows[place], len(place)
        platform = self._posts.platform[own]
        shares, quotes, replies = (
            (counts[own] * rng.uniform(1.0, 1.35, size)).astype(np.int64) for counts in self._reactions
        )
        followers = self._accounts.followers[self._posts.account[own]]
        likes = ((shares + 0.4) * np.exp(0.8 + 0.8 * rng.standard_normal(size))).astype(np.int64)
        views = likes * 30 + (followers + 20) * np.exp(-0.6 + rng.standard_normal(size))
        # X told views of videos only.
        viewed = (platform == YOUTUBE) | (platform == TELEGRAM) | ((platform == X) & self._is_video(own))
        off_web, on_x = platform != WEB, platform == X
        columns = [
            platform_names(platform),
            ids.take(pa.array(place)),
            millis(np.full(size, CAPTURED)),
            pa.array(likes, mask=~(on_x | (platform == YOUTUBE))),
            pa.array(shares, mask=~(on_x | (platform == TELEGRAM))),
            pa.array(quotes, mask=~on_x),
            pa.array(replies, mask=~off_web),
            pa.array(views.astype(np.int64), mask=~viewed),
        ]
        return pa.table(columns, schema=BATCH_SCHEMAS["metrics"])

    def _count(self, kind: int) -> Ints:
        """How many reactions of a kind each root drew."""
        return np.bincount(self._posts.root[self._posts.kind == kind], minlength=len(self._posts))

    def _is_video(self, rows: Ints) -> Flags:
        number = self._media[rows]
        return (number >= 0) & (number < _VIDEOS)

    def _choose_media(self, rng: np.random.Generator) -> Ints:
        """The picture or video of each original, -1 for none; the first night and YouTube always have a video."""
        p = self._posts
        number = (rng.random(len(p)) ** 2 * _MEDIA).astype(np.int64)
        circle = self._accounts.circle[p.account]
        chance = np.where((circle == NONE) | (circle == PRESS), 0.35, 0.55)
        shown = (p.kind == ORIGINAL) & (rng.random(len(p)) < chance)
        opening = p.at_ms < BURST + 2 * MINUTE
        always = (p.kind == ORIGINAL) & (opening | (p.platform == YOUTUBE))
        number[always] %= _VIDEOS
        number[opening] = 0
        return np.where(shown | always, number, -1)
