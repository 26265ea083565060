"""Arrow tables of a stretch of the simulated posts, in the columns of an import batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.demo.cast import TELEGRAM, WEB, YOUTUBE, Flags, Ints, X
from core.demo.keys import PostKeys
from core.demo.objects import Links, Objects
from core.demo.posts import QUOTE, REPLY, SHARE
from core.demo.profiles import Profiles, account_ids, join, millis, platform_names
from core.demo.story import Story
from core.demo.texts import LANGS, read_toml
from core.model import BATCH_SCHEMAS, KINDS, Batch

BATCH_POSTS = 100_000
_CUT_AT = 60
_TIME_QUALITY = ("id", "epoch", "stated offset", "stated offset")
_HOSTS = ("https://sim-x.example/", "https://sim-telegram.example/", "https://sim-tube.example/watch/", "https://")


class Writer:
    """Batches of one story; what several batches need is computed once."""

    def __init__(self, story: Story) -> None:
        self.posts, self.accounts, self.texts, self.seed = story.posts, story.accounts, story.texts, story.seed
        self.profiles = Profiles(story.accounts, story.seed)
        self.keys = PostKeys(story.posts, story.accounts, story.seed)
        self.objects = Objects(story)
        _, self._debuts = np.unique(story.posts.account, return_index=True)

    def batches(self) -> Iterator[Batch]:
        """Posts in the order of time, each batch with the profiles of accounts that appear for the first time."""
        for start in range(0, len(self.posts), BATCH_POSTS):
            yield self._batch(np.arange(start, min(start + BATCH_POSTS, len(self.posts))))

    def _batch(self, rows: Ints) -> Batch:
        rng = np.random.default_rng([self.seed, 9, int(rows[0])])
        ids = self.keys.ids(rows)
        links = self.objects.links(rows, ids, rng)
        posts = self._posts_table(rows, ids, links, rng)
        tables = {
            "posts": posts,
            "profiles": self._profiles(rows),
            "metrics": self.objects.metrics(rows, ids, rng),
            "links": links.table,
            "tags": self.objects.tags(rows, ids),
            "mentions": self._mentions(rows, ids),
            "media": self.objects.media(rows, ids),
            **{name: BATCH_SCHEMAS[name].empty_table() for name in ("rejects", "other_scores", "exhibits")},
        }
        cut = pc.sum(pc.invert(posts["text_complete"])).as_py() or 0
        return Batch(tables, records=len(rows), degradations=Counter({"text cut short": cut} if cut else {}))

    def _posts_table(self, rows: Ints, ids: pa.Array, links: Links, rng: np.random.Generator) -> pa.Table:
        p, kind, platform = self.posts, self.posts.kind[rows], self.posts.platform[rows]
        stated, carried, has_carried = self.keys.stated_times(rows)
        text, complete = self._texts(rows, links.written, rng)
        lang, lang_source = self._langs(rows, rng)
        columns = {
            "line": pa.array(rows + 1),
            "platform": platform_names(platform),
            "post_id": ids,
            "account_id": account_ids(self.accounts, p.account[rows]),
            "posted_at": millis(stated),
            "time_quality": self._time_quality(rows),
            "id_time": millis(carried, has_carried),
            "text": text,
            "text_complete": complete,
            "lang": lang,
            "lang_source": lang_source,
            "kind": pa.array(KINDS).take(pa.array(kind)),
            **self._references(rows),
            "client": self._clients(rows, rng),
            "url": self._urls(rows, ids),
            "is_primary": pa.array(np.ones(len(rows), bool)),
            "deleted": pa.array(
                rng.random(len(rows)) < np.where(self.accounts.automated[p.account[rows]], 0.045, 0.015)
            ),
            "synthetic_id": pa.array(np.zeros(len(rows), bool)),
        }
        schema = BATCH_SCHEMAS["posts"]
        return pa.table([columns[name] for name in schema.names], schema=schema)

    def _references(self, rows: Ints) -> dict[str, pa.Array]:
        """What the platform tells: X hangs shares on the root, Telegram and all answers name the true parent."""
        p, kind, platform = self.posts, self.posts.kind[rows], self.posts.platform[rows]
        named = np.where((kind == SHARE) & (platform == X), p.root[rows], p.parent[rows])
        parent, root = self.keys.ids(named), self.keys.ids(p.root[rows])
        thread = (platform != TELEGRAM) & ((kind == SHARE) | (kind == REPLY))
        return {
            "share_of": _only(parent, kind == SHARE),
            "quote_of": _only(parent, kind == QUOTE),
            "reply_to": _only(parent, kind == REPLY),
            "root_id": _only(root, thread),
        }

    def _texts(self, rows: Ints, link: pa.Array, rng: np.random.Generator) -> tuple[pa.Array, pa.Array]:
        """Texts as the platform shows them and whether they are complete; about one in a hundred is cut."""
        body = self.texts.pool.take(pa.array(self.posts.text[rows]))
        text = join(self._prefixes(rows, rng), body, link)
        cut = (rng.random(len(rows)) < 0.012) & (self.posts.text[rows] != self.texts.hostile)
        cut &= pc.utf8_length(text).to_numpy() > _CUT_AT + 20
        short = join(pc.utf8_slice_codeunits(text, 0, _CUT_AT), "…")
        return pc.if_else(pa.array(cut), short, text), pa.array(~cut)

    def _prefixes(self, rows: Ints, rng: np.random.Generator) -> pa.Array:
        """``RT @root: `` before shares on X, ``@parent `` before replies there.

        A few sharers keep the whole path in the text, the only trace of true parents that X leaves.
        """
        p, kind, on_x = self.posts, self.posts.kind[rows], self.posts.platform[rows] == X
        parent, root = (self.profiles.handles(p.account[column[rows]]) for column in (p.parent, p.root))
        shared = join("RT @", root, ": ")
        chained = (p.parent[rows] != p.root[rows]) & (rng.random(len(rows)) < 0.06)
        shared = pc.if_else(pa.array(chained), join("RT @", parent, ": ", shared), shared)
        answered = pc.if_else(pa.array((kind == REPLY) & on_x), join("@", parent, " "), "")
        return pc.if_else(pa.array((kind == SHARE) & on_x), shared, answered)

    def _langs(self, rows: Ints, rng: np.random.Generator) -> tuple[pa.Array, pa.Array]:
        """Languages and who says so; off X many are not told, and X is sometimes undecided."""
        platform, chance = self.posts.platform[rows], rng.random(len(rows))
        told = (platform == X) | (platform == YOUTUBE) | (chance > 0.35)
        lang = pa.array(LANGS).take(pa.array(self.posts.lang[rows]))
        undecided = (platform == X) & (chance < 0.06) & (self.posts.kind[rows] == REPLY)
        lang = pc.if_else(pa.array(undecided), "und", lang)
        source = pc.if_else(pa.array((platform == X) | (platform == YOUTUBE)), "platform", "file")
        return _only(lang, told), _only(source, told)

    def _time_quality(self, rows: Ints) -> pa.Array:
        quality = pa.array(_TIME_QUALITY).take(pa.array(self.posts.platform[rows]))
        return pc.if_else(pa.array(self.keys.is_odd(rows)), "stated offset", quality)

    def _clients(self, rows: Ints, rng: np.random.Generator) -> pa.Array:
        """The X client: an account mostly keeps to one."""
        clients = read_toml("profiles")["clients"]
        account = self.posts.account[rows]
        weights = np.array(list(clients.values()), np.float64)
        limits = np.cumsum(weights, axis=0) / weights.sum(axis=0)
        usual = account * 0.6180339887 % 1.0
        chance = np.where(rng.random(len(rows)) < 0.12, rng.random(len(rows)), usual)
        choice = (chance[:, None] >= limits.T[self.accounts.automated[account].astype(np.int64)]).sum(axis=1)
        names = pa.array(list(clients)).take(pa.array(np.minimum(choice, len(clients) - 1)))
        return _only(names, self.posts.platform[rows] == X)

    def _urls(self, rows: Ints, ids: pa.Array) -> pa.Array:
        """Addresses on hosts that do not exist."""
        platform, account = self.posts.platform[rows], self.posts.account[rows]
        host = pa.array(_HOSTS).take(pa.array(platform))
        on_x = join(self.profiles.handles(account), "/status/")
        site = join(account_ids(self.accounts, account), "/2020/02/")
        middle = pc.if_else(pa.array(platform == X), on_x, pc.if_else(pa.array(platform == WEB), site, ""))
        return join(host, middle, ids)

    def _profiles(self, rows: Ints) -> pa.Table:
        debuts = self._debuts[(self._debuts >= rows[0]) & (self._debuts <= rows[-1])]
        return self.profiles.table(self.posts.account[np.sort(debuts)])

    def _mentions(self, rows: Ints, ids: pa.Array) -> pa.Table:
        """Whom replies on X address."""
        picked = (self.posts.kind[rows] == REPLY) & (self.posts.platform[rows] == X)
        addressed = self.posts.account[self.posts.parent[rows[picked]]]
        columns = [
            platform_names(self.posts.platform[rows[picked]]),
            ids.filter(pa.array(picked)),
            account_ids(self.accounts, addressed),
            self.profiles.handles(addressed),
        ]
        return pa.table(columns, schema=BATCH_SCHEMAS["mentions"])


def _only(values: pa.Array, wanted: Flags) -> pa.Array:
    """The values where wanted, null elsewhere."""
    return pc.if_else(pa.array(wanted), values, pa.scalar(None, values.type))
