"""The labelled data sets: where each comes from, and their profiles in the columns that ``score`` takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.analysis.botscore.gaps import find_gaps
from core.analysis.botscore.profiles import FLAGS, typed
from core.errors import CaseError

#: Two sets came without the time of capture; the growth of their post counts until 2020 points to May 2018.
ASSUMED_CAPTURE = pd.Timestamp("2018-05-15", tz="UTC")


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """One set as its authors published it; sets of one ``fold`` are held out together.

    ``pool`` names the expert that learns from it most. ``bots`` names its automated accounts where they are counted
    together with those of another set.
    """

    name: str
    file: str
    subset: str
    fold: str
    pool: str
    about: str
    captured: str
    licence: str
    bots: str = ""


CHECKED, FINANCIAL, DECLARED, SPAM, SCAM = POOLS = ("hand_checked", "financial", "self_declared", "spam", "scam")
_NC = "Bot Repository: CC BY-NC-ND 4.0"
_KAGGLE = "twitter-human-bots: CC BY-SA 3.0 (as stated elsewhere); origin CC BY-NC-ND 4.0"
_THB = "twitter-human-bots-2020.parquet"
SETS: tuple[LabelledSet, ...] = (
    LabelledSet(
        *("cresci-2017", "cresci-2017.parquet", "", "cresci-2017", SPAM),
        *("people; social and traditional spam bots; fake followers (Cresci et al. 2017)", "2010–2016"),
        "research use; the repository states no licence",
    ),
    LabelledSet(
        *("kaggle-2017", "kaggle-2017.parquet", "", "kaggle-2017", DECLARED),
        *("mostly self-declared bots against people, 455 of them verified (NYU class competition)", "2017"),
        "repository: MIT",
    ),
    LabelledSet(
        *(
            "botometer-feedback-2019",
            "osome-2019.parquet",
            "botometer-feedback-2019",
            "botometer-feedback-2019",
            CHECKED,
        ),
        *("accounts that visitors reported, labelled by hand (Yang et al. 2019)", "May 2018 (assumed)", _NC),
    ),
    LabelledSet(
        *("cresci-stock-2018", _THB, "cresci-stock-2018", "cresci-stock-2018", FINANCIAL),
        *("accounts that posted about shares in step (Cresci et al. 2018)", "2020", _KAGGLE),
    ),
    LabelledSet(
        *("varol-2017", _THB, "varol-2017", "varol-2017", CHECKED),
        *("a mixed sample, labelled by hand (Varol et al. 2017)", "2020", _KAGGLE),
    ),
    LabelledSet(
        *("vendor-purchased-2019", "osome-2019.parquet", "vendor-purchased-2019", "vendor + political / midterm", SPAM),
        *("bought followers; bots only (Yang et al. 2019)", "2018", _NC),
    ),
    LabelledSet(
        *("political-bots-2019", "osome-2019.parquet", "political-bots-2019", "vendor + political / midterm", SPAM),
        *("political bots; bots only (Yang et al. 2019)", "May 2018 (assumed)", _NC),
    ),
    LabelledSet(
        *("midterm-2018", _THB, "midterm-2018", "vendor + political / midterm", SPAM),
        *("people who posted about the US election of 2018, 14 bots (Yang et al. 2020)", "2020", _KAGGLE),
        bots="political-bots-2019",
    ),
    LabelledSet(
        *("pronbots-2019", _THB, "pronbots-2019", "pronbots / celebrity", SCAM),
        *("scam accounts; bots only (Yang et al. 2019)", "2020", _KAGGLE),
    ),
    LabelledSet(
        *("celebrity-2019", _THB, "celebrity-2019 (by elimination)", "pronbots / celebrity", SCAM),
        *("celebrities; people only (Yang et al. 2019)", "2020", _KAGGLE),
    ),
)


def read_sets(data_dir: Path) -> pd.DataFrame:
    """All labelled accounts that can be scored: typed profiles, account_key, automated, set, fold, pool, group, lang.

    ``group`` is the set, or the kind of bot inside a set of many kinds; account keys are ids.

    Raises
    ------
    CaseError
        A file of the list is not in the folder.
    """
    frame = pd.concat([_read(data_dir, labelled) for labelled in SETS], ignore_index=True)
    return frame[~find_gaps(frame).any(axis=1)].reset_index(drop=True)


def _read(data_dir: Path, labelled: LabelledSet) -> pd.DataFrame:
    path = data_dir / labelled.file
    if not path.is_file():
        raise CaseError(
            "This training file is not there.", remedy="Name the folder of labelled accounts.", file=path.name
        )
    rows = pd.read_parquet(path)
    rows = rows[rows["subset"] == labelled.subset] if labelled.subset else rows
    frame = rows.rename(columns={"account_id": "account_key", "screen_name": "handle", "probe_time": "captured_at"})
    frame = frame.assign(platform="x", set=labelled.name, fold=labelled.fold, pool=labelled.pool)
    frame["group"] = rows["subset"]
    frame["automated"] = frame["is_bot"].astype(bool)
    if labelled.bots:  # a dozen of accounts must not count as much as a set of thousands
        frame["group"] = frame["group"].where(~frame["automated"], labelled.bots)
    if frame["captured_at"].isna().all():
        frame["captured_at"] = ASSUMED_CAPTURE
    frame["description"] = frame["description"].fillna("")  # these sets write an empty description as null
    for name in (*FLAGS, "lang"):
        if name not in frame:
            frame[name] = None
    frame["lang"] = frame["lang"].astype("string").str.lower().str.extract("^([a-z]{2})(?:-|$)", expand=False)
    return typed(frame).join(frame[["account_key", "automated", "set", "fold", "pool", "group", "lang"]])


def fill_from_donors(profiles: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The profiles with each gap filled from a random account with about as many followers.

    Which columns are empty names the data set, and with it the label. A value drawn without looking at the label
    keeps that from the model.
    """
    rng = np.random.default_rng(seed)
    filled = profiles.copy()
    size = profiles["followers"].rank(method="first", pct=True).mul(20).to_numpy().astype(int)
    for column in ("name", "listed", *FLAGS):
        empty = profiles[column].isna().to_numpy()
        for band in np.unique(size[empty]):
            takers, donors = (np.flatnonzero((size == band) & who) for who in (empty, ~empty))
            donors = donors if len(donors) else np.flatnonzero(~empty)
            if len(donors):
                drawn = profiles[column].iloc[rng.choice(donors, len(takers))]
                filled.iloc[takers, filled.columns.get_loc(column)] = drawn.to_numpy()
    return filled
