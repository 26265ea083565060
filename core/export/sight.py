"""One look at a case: what a figure is drawn from, without a page or a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from core.errors import ExportError
from core.export import style
from core.export.context import Context
from core.export.frame import Frame
from core.export.framing import framed_view
from core.export.mask import SMALL_CELL, Masks, masks_of
from core.export.source import source_text
from core.i18n import _, speaking
from core.model import Case, Filters
from core.store import codebook, notebook
from core.store.db import Store, open_store
from core.store.queries import timeline, view
from core.store.queries.groups import Members, members
from core.store.queries.provenance import provenance
from core.store.queries.view import View


@dataclass(frozen=True)
class Sight:
    """The opened case, the filter, the numbers beside every chart, and how accounts are called."""

    context: Context
    store: Store
    view: View
    source: str
    masks: Masks
    suppress: bool = False

    @property
    def zone(self) -> str:
        """The zone of every clock."""
        return self.context.filters.zone

    @property
    def dark(self) -> bool:
        """True where figures are drawn on the dark background."""
        return self.context.dark

    def frame(self, title: str, alt: str, **told: Any) -> Frame:  # noqa: ANN401 - see framed_view
        """The frame of a figure, see ``framed_view``."""
        finding = told.pop("finding", "")
        return replace(framed_view(self.context, self.source, title, alt, **told), finding=finding)

    @cached_property
    def extent(self) -> dict[str, Any]:
        """First and last moment in the view."""
        return timeline.extent(self.store, self.view)

    @cached_property
    def members(self) -> Members:
        """The accounts of the reporter's groups."""
        return members(self.store, notebook.labels(self.context.case.notebook_path))

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The reporter's groups of each account."""
        labels = notebook.labels(self.context.case.notebook_path)
        found: dict[str, list[str]] = {}
        own = labels[labels["kind"] == "group"].drop_duplicates(["account_key", "text"])  # two people may say the same
        for row in own.sort_values("text").itertuples(index=False):
            found.setdefault(str(row.account_key), []).append(str(row.text))
        return found

    def large_enough(self, counts: pd.DataFrame, accounts: pd.Series[Any]) -> pd.DataFrame:
        """The cells with so many accounts each; those of fewer than three are left out where the look asks for it."""
        return counts[(accounts >= SMALL_CELL).to_numpy()] if self.suppress else counts

    @property
    def suppressed_note(self) -> tuple[str, ...]:
        """What is said below a figure whose small cells are left out."""
        text = _("Cells of fewer than {n} accounts are left out.")
        return (text.format(n=SMALL_CELL),) if self.suppress else ()

    def private(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with its accounts masked as this look asks for."""
        return self.masks.frame(frame)


@contextmanager
def looking(
    case: Case, filters: Filters | None = None, *, language: str = "en", dark: bool = False, masked: bool = True
) -> Iterator[Sight]:
    """One look at a case in a language of charts; sentences, numbers and dates inside are in that language."""
    if not case.build:
        raise ExportError(_("The case “{title}” holds no data yet.").format(title=case.title))
    asked = filters or Filters(zone=case.event_zone)
    style.use_group_shades(codebook.shades(case.notebook_path))
    store = open_store(case.store_path)
    try:
        with speaking(language):
            yield _sight(case, store, asked, dark, masked)
    finally:
        store.close()


def _sight(case: Case, store: Store, asked: Filters, dark: bool, masked: bool) -> Sight:
    seen = view.resolve(store, asked, notebook.labels(case.notebook_path))
    context = Context.of(case, asked, view.totals(store), view.counts(store, seen), dark)
    return Sight(context, store, seen, source_text(case, provenance(store), asked.zone), masks_of(case, masked))
