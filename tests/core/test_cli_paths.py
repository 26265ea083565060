"""The command cascades on tables that contradict themselves: a defined result, or one clear sentence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app

START = pd.Timestamp("2020-02-07 16:00", tz="UTC")


def table(parents: list[str | None], seconds: list[float] | None = None, **columns: object) -> pd.DataFrame:
    """Posts 0, 1, 2 … of one cascade with these parents; the first is the root."""
    ids = [str(i) for i in range(len(parents))]
    at = pd.to_timedelta(seconds or range(len(parents)), unit="s")
    made = {"cascade_id": "c", "post_id": ids, "author_id": ids, "parent_post_id": parents, "root_post_id": "0"}
    return pd.DataFrame({**made, "created_at": START + at, **columns})


HOSTILE = {
    "a cycle": table([None, "2", "1"], [0, 5, 5]),
    "a parent after its child": table([None, "2", None], [0, 5, 900]),
    "a post that is its own parent": table([None, "1", None]),
    "a missing parent": table([None, "gone", "1"]),
    "one account that shares a thousand times": table([None] * 1001, author_id="x"),
    "one moment for all": table([None] * 300, [0.0] * 300),
    "one post": table([None]),
    "a chain 50,000 deep": table([None, *map(str, range(49_999))]),
    "posts twice": pd.concat([table([None, "0", None])] * 2),
    "unknown times": table([None, None, None]).assign(created_at=pd.NaT),
    "no posts": table([None]).iloc[:0],
    "ids that are numbers": table([None, None, None]).assign(post_id=[1, 2, 3], root_post_id=1, parent_post_id=None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_table_gives_one_parent_for_each_post(tmp_path: Path, name: str) -> None:
    source, links, metrics = (tmp_path / f"{part}.parquet" for part in ("posts", "links", "metrics"))
    HOSTILE[name].to_parquet(source)
    done = CliRunner().invoke(app, ["cascades", str(source), "--out", str(links), "--metrics", str(metrics)])
    assert done.exit_code == 0, done.output
    posts = HOSTILE[name].drop_duplicates("post_id")
    found, told = pd.read_parquet(links), pd.read_parquet(metrics)
    assert len(found) == max(len(posts) - 1, 0) and len(told) == posts["cascade_id"].nunique()
    assert found["parent_post_id"].notna().all() and found["p"].between(0, 1).all()
    if len(told):
        row = told.iloc[0]
        assert row["size"] == len(posts)
        assert row["depth_low"] <= row["depth"] <= row["depth_high"]


@pytest.mark.parametrize(
    ("change", "options", "says"),
    [
        ({}, ["--method", "guess"], "There is no method"),
        ({"created_at": ["yesterday", "today"]}, [], "created_at"),
        ({"created_at": None}, ["--history", "nowhere.parquet"], "no such file"),
    ],
)
def test_what_cannot_be_read_is_one_clear_sentence(tmp_path: Path, change: dict, options: list, says: str) -> None:
    source = tmp_path / "posts.parquet"
    table([None, None]).assign(**change).to_parquet(source)
    to = ["--out", str(tmp_path / "links.parquet"), "--metrics", str(tmp_path / "metrics.parquet")]
    done = CliRunner().invoke(app, ["cascades", str(source), *to, *options])
    assert done.exit_code == 1 and done.exception is None or isinstance(done.exception, SystemExit)
    assert says in " ".join(done.output.split())
    assert "Traceback" not in done.output
