"""Scores of a table of accounts, without a case: read, check, score, write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.analysis import botscore
from core.analysis.botscore import TYPES, Layer, Params
from core.analysis.botscore.artefact import shipped
from core.analysis.botscore.local import HeldBack
from core.analysis.botscore.profiles import COUNTS, FLAGS, TEXTS, TIMES
from core.errors import CaseError
from core.i18n import _, number

#: Columns of a table of accounts, and what the scorer calls them.
RENAMED = {"account_id": "account_key", "screen_name": "handle", "probe_time": "captured_at"}
OUT = ("account_id", "score", "probability", "low", "high", "status", "reasons", *TYPES, "model")
#: With fewer accounts than this, the newest date in a file says nothing about when it was captured.
LEAST_FOR_CAPTURE = 30
_TRUE = {"true": True, "1": True, "1.0": True, "yes": True, "false": False, "0": False, "0.0": False, "no": False}


@dataclass(frozen=True)
class Scored:
    """What was written, what was told about the input, and what local answers taught."""

    frame: pd.DataFrame
    notes: tuple[str, ...]
    layer: Layer | None


def score_file(accounts: Path, out: Path, labels: Path | None = None, prior: float = botscore.USUAL_PRIOR) -> Scored:
    """Score the accounts of a parquet file and write the scores; labels teach the local layer first.

    Raises
    ------
    CaseError
        A file is missing, is not parquet, or lacks the column account_id; there are too few labels of a kind.
    """
    profiles, notes = prepare(read_table(accounts))
    answers = read_labels(labels) if labels else {}
    layer = botscore.teach(profiles, answers) if answers else None
    scores = botscore.score_with(shipped(), profiles, Params(), layer)
    if answers:
        scores = botscore.with_answers(scores, answers)
    frame = at_prior(scores, prior).rename(columns={"account_key": "account_id"})[list(OUT)]
    write_table(frame, out)
    return Scored(frame, tuple(notes), layer)


def read_table(path: Path) -> pd.DataFrame:
    """The rows of a parquet file."""
    if not path.is_file():
        raise CaseError(_("There is no such file."), file=path.name)
    if not path.stat().st_size:
        remedy = _("Write the accounts as one parquet table.")
        raise CaseError(_("The file is empty."), remedy=remedy, file=path.name)
    try:
        table = pq.read_table(path)
        try:
            return table.to_pandas()
        except pa.ArrowInvalid:  # a time outside of what pandas holds
            return table.to_pandas(timestamp_as_object=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OSError) as error:
        raise CaseError(
            _("This file cannot be read as parquet: {error}.").format(error=_cause(error)),
            remedy=_("Write the accounts as one parquet table."),
            file=path.name,
        ) from error


def _cause(error: Exception) -> str:
    """What Arrow says is wrong, in its first sentence and without the path of the file."""
    return str(error).splitlines()[0].split("': ", 1)[-1].split(". ")[0].rstrip(".")


def prepare(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Profiles as the scorer takes them, one row per account, and a sentence for everything that was odd."""
    if "account_id" not in rows:
        raise CaseError(_("The column account_id is missing."), remedy=_("Name the column of the ids account_id."))
    notes: list[str] = []
    frame = rows.rename(columns=RENAMED).reset_index(drop=True)
    frame["account_key"] = frame["account_key"].astype("string")
    frame = _without_double_ids(frame, notes)
    if "platform" not in frame:
        frame["platform"] = "x"
    for name in (*TEXTS[1:], *TIMES, *COUNTS, *FLAGS):
        if name not in frame:
            frame[name] = None
    if frame.empty:
        notes.append(_("The table holds no account."))
    for name in COUNTS:
        frame[name] = _whole_numbers(frame[name], notes)
    for name in FLAGS:
        frame[name] = _yes_or_no(frame[name])
    for name in TIMES:
        frame[name] = _moments(frame[name], notes)
    if frame["description"].notna().any():  # a column that is there writes "no description" as null
        frame["description"] = frame["description"].fillna("")
    frame["captured_at"] = _capture_times(frame, notes)
    return frame, notes


def _without_double_ids(frame: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    nameless = frame["account_key"].isna() | (frame["account_key"].str.strip() == "")
    double = frame["account_key"].duplicated() & ~nameless
    if nameless.any():
        row = int(nameless.to_numpy().argmax()) + 1
        notes.append(
            _("{n} rows have no account_id and are left out; the first is row {row}.").format(
                n=number(int(nameless.sum())), row=number(row)
            )
        )
    if double.any():
        text = _(
            "{n} rows repeat an account_id; the first row of each account is scored. The first repeat is row {row}."
        )
        notes.append(text.format(n=number(int(double.sum())), row=number(int(double.to_numpy().argmax()) + 1)))
    return frame[~nameless & ~double].reset_index(drop=True)


def _yes_or_no(column: pd.Series) -> pd.Series:
    """True, false or null from whatever a file writes; each spelling is looked up once."""
    return column.map(lambda value: _TRUE.get(str(value).strip().lower()), na_action="ignore").astype("boolean")


def _whole_numbers(column: pd.Series, notes: list[str]) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce").astype("Float64")
    wrong = (column.notna() & numbers.isna()) | (numbers < 0).fillna(False)
    if wrong.any():
        text = _("Column {column}: {n} values are no counts and are taken as not known; the first is in row {row}.")
        row = int(wrong.to_numpy(dtype=bool).argmax()) + 1
        notes.append(text.format(column=column.name, n=number(int(wrong.sum())), row=number(row)))
    return numbers.mask(wrong.astype("boolean")).replace([float("inf"), float("-inf")], pd.NA)


def _moments(column: pd.Series, notes: list[str]) -> pd.Series:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return column.dt.tz_convert("UTC").astype("datetime64[us, UTC]")
    moments = pd.to_datetime(column, utc=True, errors="coerce", format="mixed").astype("datetime64[us, UTC]")
    wrong = column.notna() & moments.isna()
    if wrong.any():
        text = _("Column {column}: {n} values are no times and are taken as not known; the first is in row {row}.")
        row = int(wrong.to_numpy(dtype=bool).argmax()) + 1
        notes.append(text.format(column=column.name, n=number(int(wrong.sum())), row=number(row)))
    return moments


def _capture_times(frame: pd.DataFrame, notes: list[str]) -> pd.Series:
    """When each profile was captured; where unknown, the newest moment that the file names."""
    captured = frame["captured_at"]
    if captured.notna().all() or len(frame) < LEAST_FOR_CAPTURE:
        return captured
    seen = [captured, frame["created_at"]]
    if "last_post_at" in frame:
        seen.append(_moments(frame["last_post_at"], []))
    today = pd.Timestamp.now(tz="UTC")
    newest = max((moments[moments <= today].max() for moments in seen if moments.notna().any()), default=pd.NaT)
    if pd.isna(newest):
        return captured
    text = _("For {n} accounts the time of capture is not known; the newest moment in the file is taken, {day}.")
    notes.append(text.format(n=number(int(captured.isna().sum())), day=newest.strftime("%Y-%m-%d")))
    return captured.fillna(newest)


def read_labels(path: Path) -> dict[str, bool]:
    """Answers by account id, from the columns account_id and is_bot; rows without an answer are left out."""
    rows = read_table(path)
    missing = [name for name in ("account_id", "is_bot") if name not in rows]
    if missing:
        raise CaseError(
            _("The column {name} is missing.").format(name=missing[0]),
            remedy=_("Labels need the columns account_id and is_bot."),
            file=path.name,
        )
    told = rows["is_bot"].map(lambda value: _TRUE.get(str(value).strip().lower()))
    known = told.notna() & rows["account_id"].notna()
    keys = rows["account_id"][known].astype("string").tolist()
    if not keys:
        raise CaseError(_("There is no answer in this file."), remedy=_("Write true or false."), file=path.name)
    return dict(zip(keys, told[known].astype(bool).tolist(), strict=True))


def at_prior(scores: pd.DataFrame, prior: float) -> pd.DataFrame:
    """Scores whose probability and interval are those at a prior; the score itself stays at one half."""
    moved = scores.copy()
    for name in ("probability", "low", "high"):
        p = moved[name]
        moved[name] = p * prior / (p * prior + (1 - p) * (1 - prior))
    return moved


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as parquet, the same bytes for the same frame."""
    text, share = pa.string(), pa.float64()
    kinds = {name: text for name in ("account_id", "status", "reasons", "model")}
    schema = pa.schema([(name, kinds.get(name, share)) for name in frame.columns])
    try:
        pq.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False), path, compression="zstd")
    except OSError as error:
        raise CaseError(
            _("The file cannot be written: {error}.").format(error=error.strerror or error), file=path.name
        ) from error


def taught_text(held_back: HeldBack) -> str:
    """What the answers changed, in one sentence."""
    text = _(
        "From {n} answers: {before} of them on the wrong side before, {after} after (each held back once); "
        "area under the curve {auc_before} before, {auc_after} after."
    )
    return text.format(
        n=number(held_back.answers),
        before=number(held_back.wrong_before),
        after=number(held_back.wrong_after),
        auc_before=number(held_back.auc_before, 2),
        auc_after=number(held_back.auc_after, 2),
    )
