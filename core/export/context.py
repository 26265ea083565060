"""What a page is given: the case, the filter, and the numbers beside every chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.i18n import _, ngettext, number
from core.model import Case, CaseId, Filters


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
