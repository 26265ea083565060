"""The simulated case "Kordai": invented accounts and posts around a documented false claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from core.demo.cast import CAST_SIZE, CIRCLE_KEYS, EARLY_SIZE, NONE, make_cast
from core.demo.clock import EVENT_ZONE as EVENT_ZONE
from core.demo.posts import ORIGINAL
from core.demo.profiles import account_ids, join, platform_names
from core.demo.story import write_story
from core.demo.tables import Writer
from core.demo.texts import DATA_DIR, read_toml
from core.i18n import N_
from core.model import KINDS, Batch

DEMO_TITLE = "Kordai"
DEMO_CLAIM = N_("Chinese restaurants were burnt in Kazakhstan because of the coronavirus.")
DEMO_POSTS, DEMO_SEED = 40_000, 2020
WHOLE_CAST_POSTS = 5_000


@dataclass(frozen=True)
class DemoTruth:
    """What the simulation knows and no page may show; for tests and benchmarks.

    ``accounts``: account_key, automated, circle (of accounts that post). ``posts``: post_key, account_key,
    kind, parent_key and root_key (null for originals), in the order of time.
    """

    accounts: pd.DataFrame
    posts: pd.DataFrame


def generate(posts: int = DEMO_POSTS, seed: int = DEMO_SEED) -> Iterator[Batch]:
    """Batches of at most 100,000 simulated posts in the order of time; the same seed gives the same bytes."""
    yield from Writer(write_story(posts, seed)).batches()


def truth(posts: int = DEMO_POSTS, seed: int = DEMO_SEED) -> DemoTruth:
    """Who is automated, who belongs to which circle, and the true parent of every post."""
    writer = Writer(write_story(posts, seed))
    made, accounts = writer.posts, writer.accounts
    number, rows = np.unique(made.account), np.arange(len(made))
    circles = pa.array(CIRCLE_KEYS).take(pa.array(accounts.circle[number]))
    keys = join(platform_names(made.platform), ":", writer.keys.ids(rows))
    authors = join(platform_names(made.platform), ":", account_ids(accounts, made.account))
    starts = made.kind == ORIGINAL
    told = pa.table(
        {
            "post_key": keys,
            "account_key": authors,
            "kind": pa.array(KINDS).take(pa.array(made.kind)),
            "parent_key": keys.take(pa.array(made.parent, mask=starts)),
            "root_key": keys.take(pa.array(made.root, mask=starts)),
        }
    )
    people = pa.table(
        {
            "account_key": join(platform_names(accounts.platform[number]), ":", account_ids(accounts, number)),
            "automated": pa.array(accounts.automated[number]),
            "circle": circles,
        }
    )
    return DemoTruth(people.to_pandas(), told.to_pandas())


def events() -> list[dict[str, Any]]:
    """The documented events around the claim, in the order of time, as ``data/kordai-events.json`` has them."""
    listed: list[dict[str, Any]] = json.loads((DATA_DIR / "kordai-events.json").read_text(encoding="utf-8"))["events"]
    return listed


def labels(posts: int = DEMO_POSTS, seed: int = DEMO_SEED) -> pd.DataFrame:
    """Labels as an analyst would set them: account_key, group, evidence, author; three members in four have one."""
    cast = make_cast(seed)
    # In a small case only the early posters are sure to have a post.
    number = np.arange(CAST_SIZE if posts >= WHOLE_CAST_POSTS else EARLY_SIZE)
    number = number[(cast.circle[number] != NONE) & (number % 4 != 3)]
    groups = [read_toml("profiles")["groups"][CIRCLE_KEYS[circle]] for circle in cast.circle[number]]
    keys = join(platform_names(cast.platform[number]), ":", account_ids(cast, number))
    return pd.DataFrame(
        {
            "account_key": keys.to_pylist(),
            "group": [group["name"] for group in groups],
            "evidence": [group["evidence"][i % 2] for i, group in zip(number, groups, strict=True)],
            "author": "demo",
        }
    )


def groups() -> list[tuple[str, str]]:
    """The groups of the demo with their definitions, as an analyst would write them; none says anything of politics."""
    told = read_toml("profiles")["groups"]
    return [(group["name"], group["definition"]) for group in told.values()]


def second_labels(posts: int = DEMO_POSTS, seed: int = DEMO_SEED) -> pd.DataFrame:
    """Labels of a second person for every tenth labelled account; of eight of them one is another group."""
    first = labels(posts, seed).iloc[::10].reset_index(drop=True)
    other = first["group"].shift(1).where(first.index % 8 == 3)
    seen = "Invented for the demo: looked at by a second person."
    return first.assign(group=other.fillna(first["group"]), evidence=seen, author="second person (demo)")
