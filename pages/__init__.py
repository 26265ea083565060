"""The pages, in menu order."""

from __future__ import annotations

from typing import NamedTuple

from core.i18n import _


class PageInfo(NamedTuple):
    """One page: its folder (and address), its name in the menu and the question it answers."""

    folder: str
    title: str
    question: str


def pages() -> tuple[PageInfo, ...]:
    """Every page in menu order, in the language of this session."""
    return (
        PageInfo("overview", _("Overview"), _("What do the data say?")),
        PageInfo("timeline", _("Timeline"), _("When did the story spread?")),
        PageInfo("cascades", _("Cascades"), _("Along which path was it passed on?")),
        PageInfo("spreaders", _("Spreaders"), _("Who passed the story on, and from whom?")),
        PageInfo("accounts", _("Accounts"), _("Who are the accounts?")),
        PageInfo("bot_scores", _("Bot scores"), _("How much of the spreading looks automated?")),
        PageInfo("groups", _("Groups"), _("Which accounts belong together, and on what evidence?")),
        PageInfo("publish", _("Publish"), _("What can be printed, and does it hold?")),
        PageInfo("imports", _("Import"), _("Which files is this case made of?")),
        PageInfo("methods", _("Methods"), _("How is every number made?")),
    )


PAGES = tuple(page.folder for page in pages())
