"""The settings of pages that a link may state by their codes, such as ``?more=events``, and what the screen calls them.

A widget bound to the address reads only the words that it shows; ``links`` turns the codes into those.
tests/pages/shared/test_settings.py holds the lists against the widgets of the pages.
"""

from __future__ import annotations

from core.export.address import Named
from core.export.figures.timeline_words import width_names
from core.i18n import N_, _

#: By page: the key of a widget, its codes, and their names.
SETTINGS: dict[str, dict[str, dict[str, str]]] = {
    "timeline": {
        "more": {
            "firsts": N_("What came first"), "events": N_("Documented events"), "rhythm": N_("Hours of the week"),
        },
        "split": {
            "lang": N_("Language"), "platform": N_("Platform"), "band": N_("Bot score"), "kind": N_("Kind of post"),
        },
        "unit": {"posts": N_("Posts"), "accounts": N_("Accounts")},
    },
    "spreaders": {"map": {"whole": N_("Whole map"), "close": N_("Close-up")}},
    "accounts": {
        "order": {
            "posts": N_("Most posts in the view"), "shares_received": N_("Most shares received"),
            "followers": N_("Most followers"), "first": N_("First in the data"), "handle": N_("Handle, A to Z"),
        },
    },
    "groups": {
        "groups-part": {
            "book": N_("Code book"), "label": N_("Label accounts"), "agreement": N_("Agreement"),
            "compare": N_("Compare"), "log": N_("Log"),
        },
        "groups-of": {"groups": N_("Groups"), "communities": N_("Communities of the graph")},
    },
}  # fmt: skip


def lists() -> dict[str, Named]:
    """Every setting with its codes and their names in the language in force."""
    found = {key: _named(names) for page in SETTINGS.values() for key, names in page.items()}
    return {**found, "bin": (["auto", *width_names()], lambda code: {"auto": _("Automatic"), **width_names()}[code])}


def _named(names: dict[str, str]) -> Named:
    return list(names), lambda code: _(names[code])
