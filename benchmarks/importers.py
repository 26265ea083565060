"""Rows per CPU-second of the importers, on made-up files in a temporary folder.

Usage: python benchmarks/importers.py [--posts 20000] [FILE …]; further files are read as they are.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.importers import detect, read

START = datetime(2020, 2, 7, 16, 0, tzinfo=UTC)
WORDS = "video restaurant market night police rumour fire street crowd village false denied ministry".split()


def made_up_account(rng: random.Random) -> dict[str, object]:
    number = rng.randrange(10**6)
    return {
        "id": 10**9 + number, "id_str": str(10**9 + number), "name": f"Made Up {number}",
        "screen_name": f"sim_{number}", "location": "Nowhere", "url": None, "description": "An account made up " * 4,
        "protected": False, "verified": False, "followers_count": rng.randrange(5000),
        "friends_count": rng.randrange(3000), "listed_count": rng.randrange(30), "favourites_count": 9,
        "statuses_count": rng.randrange(50000), "created_at": "Tue Jul 10 00:41:11 +0000 2012", "default_profile": True,
        "default_profile_image": False, **{f"profile_colour_{place}": "C0DEED" * 4 for place in range(20)},
    }  # fmt: skip


def made_up_post(rng: random.Random, place: int, depth: int = 1) -> dict[str, object]:
    at = START + timedelta(seconds=place / 10)
    post_id = (int(at.timestamp() * 1000) - 1288834974657 << 22) + rng.randrange(1 << 20)
    text = " ".join(rng.choices(WORDS, k=18))
    tags = [{"text": "sim", "indices": [0, 3]}]
    links = [
        {"url": "https://t.co/abc", "expanded_url": f"https://example.org/{rng.randrange(500)}", "indices": [0, 3]}
    ]
    mentions = [{"screen_name": "sim_1", "id": 1000000001, "id_str": "1000000001", "name": "M", "indices": [0, 3]}]
    post: dict[str, object] = {
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"), "id": post_id, "id_str": str(post_id), "text": text,
        "source": '<a href="https://example.org" rel="nofollow">Made-up client</a>', "truncated": False,
        "in_reply_to_status_id_str": None, "user": made_up_account(rng), "is_quote_status": False, "lang": "en",
        "entities": {"hashtags": tags, "urls": links, "user_mentions": mentions, "symbols": []}, "favorited": False,
        "quote_count": 0, "reply_count": 0, "retweet_count": 0, "favorite_count": 0, "filter_level": "low",
    }  # fmt: skip
    if depth and rng.random() < 0.6:
        post["retweeted_status"] = made_up_post(rng, rng.randrange(place + 1), depth - 1)
    return post


def write_v1(path: Path, posts: int) -> None:
    rng = random.Random(7)  # noqa: S311 - made-up posts, not secrets
    with path.open("w", encoding="utf-8") as file:
        for place in range(posts):
            file.write(json.dumps(made_up_post(rng, place)) + "\n")


def write_csv(path: Path, posts: int) -> None:
    rng = random.Random(7)  # noqa: S311 - made-up posts, not secrets
    with path.open("w", encoding="utf-8") as file:
        file.write("id,created_at,screen_name,text,lang,like_count\n")
        for place in range(posts):
            at = START + timedelta(seconds=place / 10)
            post_id = int(at.timestamp() * 1000) - 1288834974657 << 22
            text = " ".join(rng.choices(WORDS, k=18))
            file.write(f"{post_id},{at.isoformat()},sim_{rng.randrange(9999)},{text},en,{rng.randrange(99)}\n")


def measured(path: Path) -> str:
    began_cpu, began = time.process_time(), time.perf_counter()
    importer = detect(path).importer
    records = sum(batch.records for batch in read(path))
    cpu, wall = time.process_time() - began_cpu, time.perf_counter() - began
    size = path.stat().st_size / 2**20
    return (
        f"{path.name[:40]:40} {importer:18} {records:>9,} {size:>8.1f} {wall:>7.2f} {cpu:>7.2f} {records / cpu:>10,.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("files", nargs="*", type=Path)
    chosen = parser.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in ("msgspec", "pyarrow", "pandas", "numpy"))
    print(f"Python {platform.python_version()}, {packages}")
    print(f"{'file':40} {'importer':18} {'records':>9} {'MiB':>8} {'wall s':>7} {'CPU s':>7} {'rows/CPU-s':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("v1.jsonl", write_v1), ("table.csv", write_csv)):
            path = Path(folder) / name
            write(path, chosen.posts)
            print(measured(path))
    for path in chosen.files:
        print(measured(path))


if __name__ == "__main__":
    main()
