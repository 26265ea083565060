"""What a page is given: the case, the filter, and the numbers beside every chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.export.filter_words import filter_text
from core.i18n import _, ngettext, number
from core.model import Case, CaseId, Filters
from core.store import cases


@dataclass(frozen=True)
class Context:
    """One run of one page."""

    case: Case
    case_id: CaseId
    filters: Filters
    posts: int
    all_posts: int
    accounts: int
    all_accounts: int
    first_at: datetime | None
    last_at: datetime | None
    filter_text: str
    dark: bool

    @classmethod
    def of(cls, case: Case, filters: Filters, whole: Mapping[str, Any], seen: tuple[int, int], dark: bool) -> Context:
        """A view of a case: ``whole`` are its numbers as ``totals`` gives them, ``seen`` those in the view."""
        return cls(
            case=case,
            case_id=cases.case_id(case),
            filters=filters,
            posts=seen[0],
            all_posts=int(whole["posts"]),
            accounts=seen[1],
            all_accounts=int(whole["accounts"]),
            first_at=whole["first_posted_at"],
            last_at=whole["last_posted_at"],
            filter_text=filter_text(filters),
            dark=dark,
        )

    @property
    def n_text(self) -> str:
        """``12 of 40,012 posts, 9 of 7,104 accounts``."""
        posts = ngettext("{n} of {all} post", "{n} of {all} posts", self.all_posts)
        accounts = ngettext("{n} of {all} account", "{n} of {all} accounts", self.all_accounts)
        return ", ".join(
            text.format(n=number(n), all=number(whole))
            for text, n, whole in ((posts, self.posts, self.all_posts), (accounts, self.accounts, self.all_accounts))
        )

    @property
    def zone_text(self) -> str:
        """The zone of every clock on the page, with its offset at the time of the case."""
        return _("Times: {zone}").format(zone=self.filters.zone_label(self.filters.start or self.first_at))
