"""The simulated case is calibrated, repeatable and consistent with its own truth."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import lightgbm
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.stats import rankdata

from core import demo
from core.demo.ids import X_EPOCH_MS
from core.errors import CaseError
from core.model import BATCH_SCHEMAS, KINDS, PLATFORMS, TIME_QUALITIES, Batch

ALMATY = ZoneInfo(demo.EVENT_ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 2, day, hour, minute, tzinfo=ALMATY)


def tables(batches: list[Batch]) -> dict[str, pa.Table]:
    return {name: pa.concat_tables([batch.tables[name] for batch in batches]) for name in BATCH_SCHEMAS}


@lru_cache(maxsize=1)
def whole() -> dict[str, pa.Table]:
    return tables(list(demo.generate()))


@lru_cache(maxsize=1)
def known() -> demo.DemoTruth:
    return demo.truth()


@lru_cache(maxsize=1)
def posts() -> pd.DataFrame:
    frame = whole()["posts"].to_pandas()
    frame["post_key"] = frame["platform"] + ":" + frame["post_id"]
    frame["account_key"] = frame["platform"] + ":" + frame["account_id"]
    return frame


@lru_cache(maxsize=1)
def profiles() -> pd.DataFrame:
    frame = whole()["profiles"].to_pandas()
    frame["account_key"] = frame["platform"] + ":" + frame["account_id"]
    return frame


def automated() -> pd.Series:
    return known().accounts.set_index("account_key")["automated"]


def early() -> pd.DataFrame:
    made = posts()
    inside = (made["posted_at"] >= at(8, 4, 50)) & (made["posted_at"] < at(8, 11))
    return made[inside & (made["kind"] == "original")]


def test_batches_keep_the_schema_and_the_size() -> None:
    batches = list(demo.generate(120_000))
    assert len(batches) > 1
    assert sum(batch.records for batch in batches) == 120_000
    for batch in batches:
        assert batch.records == batch.tables["posts"].num_rows <= 250_000
        assert {name: table.schema for name, table in batch.tables.items()} == BATCH_SCHEMAS
    keys = pa.concat_tables([batch.tables["profiles"].select(["platform", "account_id"]) for batch in batches])
    assert keys.group_by(["platform", "account_id"]).aggregate([]).num_rows == keys.num_rows


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again, other = (tables(list(demo.generate(3_000, seed))) for seed in (5, 5, 6))
    assert all(first[name].equals(again[name]) for name in BATCH_SCHEMAS)
    assert not first["posts"].equals(other["posts"])


def test_too_small_a_case_is_refused_and_the_smallest_is_complete() -> None:
    with pytest.raises(CaseError, match="at least 500"):
        list(demo.generate(499))
    assert tables(list(demo.generate(500)))["posts"].num_rows == 500


def test_ids_are_unique_and_references_lead_to_posts() -> None:
    made = posts()
    assert made["post_key"].is_unique
    assert profiles()["account_key"].is_unique
    assert set(made["account_key"]) == set(profiles()["account_key"])
    present = set(made["post_key"])
    for column in ("share_of", "quote_of", "reply_to", "root_id"):
        told = made[made[column].notna()]
        assert set(told["platform"] + ":" + told[column]) <= present
    for table in ("metrics", "links", "tags", "mentions", "media"):
        frame = whole()[table].to_pandas()
        assert set(frame["platform"] + ":" + frame["post_id"]) <= present


def test_values_are_those_that_the_model_allows() -> None:
    made = posts()
    assert set(made["kind"]) == set(KINDS)
    assert set(made["platform"]) < set(PLATFORMS)
    assert set(made["time_quality"]) <= set(TIME_QUALITIES)
    assert ((made["kind"] == "share") == made["share_of"].notna()).all()
    assert ((made["kind"] == "quote") == made["quote_of"].notna()).all()
    assert ((made["kind"] == "reply") == made["reply_to"].notna()).all()
    assert made["posted_at"].max() < datetime(2020, 2, 17, tzinfo=ALMATY)


def test_the_first_video_is_followed_by_seven_hours_of_near_silence() -> None:
    made = posts().sort_values("posted_at")
    first = made.iloc[0]
    assert timedelta(0) <= first["posted_at"] - at(7, 22) < timedelta(minutes=2)
    media = whole()["media"].to_pandas()
    assert (media[media["post_id"] == first["post_id"]]["media_type"] == "video").all()
    night = made[(made["posted_at"] > at(7, 22, 10)) & (made["posted_at"] < at(8, 4, 55))]
    assert 0 < len(night) <= 6
    before = made[made["posted_at"] < at(8, 4, 55)]
    assert set(before["lang"].dropna()) == {"ru", "kk"}
    assert set(before["platform"]) == {"telegram", "x"}
    assert not before["text"].str.contains("вирус").any()


def test_the_burst_comes_from_several_places_at_once_in_the_reported_order_of_languages() -> None:
    burst = posts()[posts()["posted_at"] >= at(8, 4, 55)]
    begin = burst["posted_at"].min()
    assert at(8, 4, 56) <= begin < at(8, 4, 57)
    places = burst.groupby("platform")["posted_at"].min()
    assert set(places.index) == {"x", "telegram", "youtube", "web"}
    assert places.max() - begin < timedelta(minutes=5)
    first = burst[burst["lang"] != "und"].groupby("lang")["posted_at"].min().sort_values()
    assert list(first.index[:5]) == ["en", "fr", "es", "de", "zh"]
    assert set(first.index) == {"en", "fr", "es", "de", "zh", "ru", "hi", "el", "tr", "kk"}
    assert first.max() - begin < timedelta(hours=2)


@pytest.mark.parametrize("seed", [2020, 7])
def test_a_third_of_the_early_posters_is_automated_and_writes_half(seed: int) -> None:
    made = demo.truth(2_000, seed)
    frame = tables(list(demo.generate(2_000, seed)))["posts"].to_pandas()
    inside = (frame["posted_at"] >= at(8, 4, 50)) & (frame["posted_at"] < at(8, 11)) & (frame["kind"] == "original")
    keys = (frame["platform"] + ":" + frame["account_id"])[inside]
    accounts = made.accounts.set_index("account_key")["automated"]
    assert keys.nunique() == 120
    assert int(accounts[keys.unique()].sum()) == 40
    assert len(keys) == 300
    assert int(accounts[keys].sum()) == 150


def test_automated_accounts_are_fewer_in_the_whole_case() -> None:
    assert 0.10 < automated().mean() < 0.16


def test_platform_shares_are_as_planned() -> None:
    shares = posts()["platform"].value_counts(normalize=True)
    planned = {"x": 0.85, "telegram": 0.09, "youtube": 0.025, "web": 0.035}
    assert all(abs(shares[key] - share) < 0.012 for key, share in planned.items())


def test_waves_newsrooms_on_the_ninth_and_tenth_corrections_from_the_eleventh_then_decay() -> None:
    made = posts()
    circle = made["account_key"].map(known().accounts.set_index("account_key")["circle"])
    day = made["posted_at"].dt.tz_convert(demo.EVENT_ZONE).dt.day
    press = day[(circle == "media") & (made["kind"] == "original")].value_counts(normalize=True)
    assert press[9] + press[10] > 0.5
    corrections = made[made["text"].str.contains("Fact check|the caption is false|is false. There were none")]
    assert corrections["posted_at"].min() >= at(11, 9, 40)
    own = corrections[corrections["kind"] != "share"]
    assert {"original", "quote"} == set(own["kind"])
    per_day = day.value_counts()
    assert per_day[9] > per_day[10] > per_day[13] > per_day[16]


def test_people_sleep_where_they_live() -> None:
    made = posts()
    german = made[(made["lang"] == "de") & (made["posted_at"] >= at(9, 0)) & (made["platform"] == "x")]
    hour = german["posted_at"].dt.tz_convert("Europe/Berlin").dt.hour
    by_night, by_evening = ((hour >= first) & (hour < first + 4) for first in (2, 18))
    assert by_evening.sum() > 2 * by_night.sum()


def test_x_ids_carry_the_time_to_the_millisecond_except_once() -> None:
    on_x = posts()[posts()["platform"] == "x"]
    ids = on_x["post_id"].astype("int64").to_numpy()
    carried = pd.Series(pd.to_datetime((ids >> 22) + X_EPOCH_MS, unit="ms", utc=True), on_x.index)
    assert (carried == on_x["id_time"]).all()
    apart = on_x[on_x["posted_at"] != carried]
    assert len(apart) == 1
    assert (apart["posted_at"] - apart["id_time"]).iloc[0] == timedelta(hours=6)
    assert apart["time_quality"].iloc[0] == "stated offset"
    assert (on_x.drop(apart.index)["time_quality"] == "id").all()
    assert posts()[posts()["platform"] != "x"]["id_time"].isna().all()


def test_x_ids_were_never_issued() -> None:
    sequence = posts().query("platform == 'x'")["post_id"].astype("int64").to_numpy() & 4095
    assert (sequence >= 2048).all()
    numbers = profiles().query("platform == 'x'")["account_id"].astype("int64").to_numpy()
    short = numbers[numbers < 10**12]
    assert short.min() > 5 * 10**9
    assert ((numbers[numbers > 10**12] & 4095) >= 2048).all()


def test_cascades_are_heavy_tailed() -> None:
    reacted = known().posts["root_key"].value_counts() + 1
    assert reacted.max() >= 20 * reacted.median()
    assert reacted.max() > 1_000
    assert reacted.max() < 0.1 * len(known().posts)


def test_a_true_parent_is_older_and_in_the_same_cascade() -> None:
    seen = posts()[["post_key", "posted_at", "kind", "platform"]]
    made = known().posts.merge(seen, on="post_key", suffixes=("", "_x"))
    assert (made["kind"] == made["kind_x"]).all()
    by_key = made.set_index("post_key")
    child = made[made["parent_key"].notna()]
    parent = by_key.loc[child["parent_key"]]
    assert (parent["posted_at"].to_numpy() < child["posted_at"].to_numpy()).all()
    root_of_parent = np.where(parent["root_key"].notna(), parent["root_key"], parent.index)
    assert (root_of_parent == child["root_key"].to_numpy()).all()
    assert (parent["platform"].to_numpy() == child["platform"].to_numpy()).all()
    assert set(made[made["parent_key"].isna()]["kind"]) == {"original"}


def test_x_hangs_shares_on_the_root_and_everything_else_names_the_true_parent() -> None:
    made = posts().merge(known().posts[["post_key", "parent_key", "root_key"]], on="post_key")
    shares = made[made["kind"] == "share"]
    told = shares["platform"] + ":" + shares["share_of"]
    on_x = shares["platform"] == "x"
    assert (told == shares["root_key"])[on_x].all()
    assert (told == shares["parent_key"])[~on_x].all()
    assert 0.2 < (shares["parent_key"] != shares["root_key"])[on_x].mean() < 0.7
    for kind, column in (("quote", "quote_of"), ("reply", "reply_to")):
        rows = made[made["kind"] == kind]
        assert (rows["platform"] + ":" + rows[column] == rows["parent_key"]).all()


def test_nobody_shares_a_post_twice() -> None:
    shares = posts()[posts()["kind"] == "share"]
    on_x = shares[shares["platform"] == "x"]
    assert not on_x.duplicated(["account_key", "share_of"]).any()


def test_every_handle_is_invented() -> None:
    assert profiles()["handle"].str.fullmatch(r"sim_[a-z]{6,8}\d{0,4}").all()
    assert profiles()["handle"].is_unique
    words = " ".join(posts()["text"])
    assert all(handle.startswith("sim_") for handle in set(re.findall(r"@(\w+)", words)))
    assert whole()["mentions"].to_pandas()["handle"].str.startswith("sim_").all()


def test_every_address_is_fictional() -> None:
    addresses = pd.concat([posts()["url"], *(whole()["links"].to_pandas()[c] for c in ("raw", "expanded"))])
    assert addresses.str.match(r"https://[a-z0-9-]+\.example/").all()
    found = re.findall(r"https?://([^\s/\"]+)", " ".join(posts()["text"]))
    assert all(host.endswith(".example") for host in found)


def test_hostile_samples_are_there() -> None:
    assert (profiles()["description"] == "<img src=x onerror=alert(1)>").sum() == 1
    hostile = posts()[posts()["text"].str.startswith("=HYPERLINK(")]
    assert len(hostile) == 1
    assert all(part in hostile["text"].iloc[0] for part in ("<script>", "**bold**", "javascript:"))


def test_some_posts_are_deleted_some_cut_some_without_language() -> None:
    made = posts()
    assert 0.01 < made["deleted"].mean() < 0.03
    cut = made[~made["text_complete"]]
    assert 0.003 < len(cut) / len(made) < 0.02
    assert cut["text"].str.endswith("…").all()
    without = made[made["lang"].isna()]
    assert set(without["platform"]) == {"telegram", "web"}


def test_automated_accounts_copy_more_than_people() -> None:
    own = posts()[posts()["kind"] == "original"]
    bare = own["text"].str.replace(r" https://\S+", "", regex=True)
    copied = bare.duplicated(keep=False)
    machine = own["account_key"].map(automated())
    early_copies = bare.loc[early().index].duplicated(keep=False)
    assert early_copies[machine].mean() > 2 * early_copies[~machine].mean()
    assert copied[machine].mean() > copied[~machine].mean()


def test_profiles_overlap_and_unknown_stays_unknown() -> None:
    frame = profiles()
    on_x = frame[frame["platform"] == "x"]
    assert 0.02 < on_x["likes"].isna().mean() < 0.1
    assert frame[frame["platform"] == "web"][["followers", "following", "statuses", "likes"]].isna().all(axis=None)
    assert frame[frame["platform"] == "telegram"]["followers"].isna().mean() > 0.5
    assert (frame["created_at"].dropna() < at(7, 22)).all()
    assert frame["captured_at"].nunique() == 1


def test_a_good_classifier_separates_automated_profiles_only_in_part() -> None:
    frame = profiles().query("platform == 'x'")
    label = frame["account_key"].map(automated()).to_numpy(bool)
    age = (frame["captured_at"] - frame["created_at"]).dt.total_seconds() / 86_400
    columns = ["followers", "following", "statuses", "likes", "listed"]
    values = pd.concat(
        [frame[columns], frame[columns].div(age, axis=0), age, frame["handle"].str.count(r"\d")], axis=1
    ).to_numpy(float)
    half = np.arange(len(frame)) % 2 == 0
    options = {"objective": "binary", "num_leaves": 8, "learning_rate": 0.1, "verbose": -1, "num_threads": 1, "seed": 1}
    trees = lightgbm.train(options, lightgbm.Dataset(values[half], label[half]), 80)
    rank, truly = rankdata(trees.predict(values[~half])), label[~half]
    auc = (rank[truly].mean() - (truly.sum() + 1) / 2) / (~truly).sum()
    assert 0.80 < auc < 0.89


def test_counts_are_given_for_originals_only_and_cover_what_was_collected() -> None:
    metrics = whole()["metrics"].to_pandas()
    kinds = posts().set_index("post_key")["kind"]
    keys = metrics["platform"] + ":" + metrics["post_id"]
    assert set(kinds[keys]) == {"original"}
    shares = posts()[(posts()["kind"] == "share") & (posts()["platform"] == "x")]["share_of"].value_counts()
    counted = metrics[metrics["platform"] == "x"].set_index("post_id")["shares"]
    assert (counted[shares.index] >= shares).all()


def test_labels_cover_part_of_each_group_and_only_accounts_that_post() -> None:
    labels = demo.labels()
    assert list(labels.columns) == ["account_key", "group", "evidence", "author"]
    assert labels["account_key"].is_unique
    assert set(labels["author"]) == {"demo"}
    assert set(labels["account_key"]) <= set(posts()["account_key"])
    circle = known().accounts.set_index("account_key")["circle"]
    assert (labels.groupby("group")["account_key"].apply(lambda keys: circle[keys].nunique()) == 1).all()
    assert labels["group"].nunique() == 5
    assert all((circle == name).sum() > (circle[labels["account_key"]] == name).sum() for name in "abc")
    small = tables(list(demo.generate(600)))["posts"].to_pandas()
    assert set(demo.labels(600)["account_key"]) <= set(small["platform"] + ":" + small["account_id"])


def test_events_have_a_source_an_address_and_a_reason_for_each_conflict() -> None:
    events = demo.events()
    moments = [datetime.fromisoformat(event["at"]) for event in events]
    assert len(events) > 20
    assert all(moment.utcoffset() == timedelta(hours=6) for moment in moments)
    assert moments == sorted(moments)
    for event in events:
        assert event["title"] and event["source"] and event["status"] and event["kind"]
        assert event["url"].startswith("http")
        assert event["conflict"] == bool(event["conflict_note"])
    assert any(event["conflict"] for event in events)
    assert datetime(2020, 2, 7, 16, tzinfo=UTC) in moments


def test_events_name_no_account() -> None:
    for event in demo.events():
        assert "@" not in event["title"] + event["status"] + str(event["conflict_note"])
        assert "twitter.com" not in event["url"]


def test_people_word_their_posts_themselves() -> None:
    own = posts()[posts()["kind"].isin(["original", "quote"]) & (posts()["lang"] == "en")]
    people = own[~own["account_key"].map(automated()).to_numpy(bool) & (own["posted_at"] < at(9, 0))]
    bare = people["text"].str.replace(r" https://\S+", "", regex=True)
    assert bare.nunique() > 0.6 * len(bare)


def test_evidence_of_labels_says_that_it_is_invented() -> None:
    assert demo.labels()["evidence"].str.startswith("Invented for the demo: ").all()
