"""Paths of cascades from a table to tables: what the command ``cascades`` does."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.analysis import cascades
from core.analysis.cascades.infer import Done
from core.errors import CaseError
from core.i18n import _

PARAMS: dict[str, type[cascades.PdiParams] | type[cascades.ExpRecencyParams]] = {
    "pdi": cascades.PdiParams,
    "exp_recency": cascades.ExpRecencyParams,
}


def write_paths(
    source: Path, links: Path, metrics: Path, *, method: str = "evidence", seed: int = 0, samples: int = 100,
    history: Path | None = None, follows: Path | None = None, texts: bool = False, done: Done | None = None,
    options: dict[str, float] | None = None,
) -> tuple[cascades.Reconstruction, int]:  # fmt: skip
    """Reconstruct the cascades of a parquet table and write links and metrics; returns both and how many posts."""
    posts = read_table(source)
    chosen = {name: value for name, value in (options or {}).items() if value is not None}
    params = PARAMS[method](**chosen) if method in PARAMS else None
    found = cascades.reconstruct(
        posts, read_table(follows) if follows else None, read_table(history) if history else None,
        method, samples, seed, texts=texts, params=params, done=done,
    )  # fmt: skip
    for path, frame in ((links, found.links), (metrics, found.metrics)):
        write_table(path, frame)
    return found, len(posts)


def read_table(path: Path) -> pd.DataFrame:
    """The rows of a parquet file."""
    if not path.is_file():
        raise CaseError(_("There is no such file."), file=str(path), remedy=_("Check the name and the folder."))
    try:
        return pq.read_table(path).to_pandas()
    except (pa.ArrowException, OSError) as error:
        raise CaseError(
            _("This is no parquet file that can be read."), file=str(path), remedy=_("Write the table as parquet.")
        ) from error


def write_table(path: Path, frame: pd.DataFrame) -> None:
    """The frame as a parquet file."""
    try:
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path, compression="zstd")
    except OSError as error:
        why = _("The file cannot be written: {error}.").format(error=error.strerror or error)
        raise CaseError(why, file=str(path), remedy=_("Choose another folder.")) from error
