"""Links with codes, such as ``?lang=en&kind=share``, led to the words that the lists of the screen show.

Widgets bound to the address read only what they show. A link written by hand or copied from a screen in another
language is translated before the page opens; what nobody understands stays in it, and the page says so.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from babel import Locale
from starlette.datastructures import URL
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.export import address
from core.export.words import band_label, kind_label, language_label, platform_label
from core.i18n import LANGUAGES, in_our_words, use_language
from core.model import BANDS, KINDS, PLATFORMS
from core.store import cases
from pages import PAGES
from pages.shared import settings
from pages.shared.spoken import language_of

Words = list[tuple[str, str]]
#: What a link says in words of its own, not of a list on the screen.
FREE = ("q", "account", "case", "tz", "group", "about", "hl", "from", "to")


def lists() -> dict[str, address.Named]:
    """The lists whose words can be translated without looking into a case."""
    spoken = sorted({code for language in LANGUAGES for code in Locale.parse(language).languages})
    return {
        "lang": ([*spoken, "und"], language_label),
        "platform": (list(PLATFORMS), platform_label),
        "kind": (list(KINDS), kind_label),
        "band": (list(BANDS), band_label),
        **settings.lists(),
    }


def as_shown(words: Words, named: dict[str, address.Named]) -> Words:
    """The words of a link as the widgets of this screen write them.

    >>> as_shown([("lang", "en"), ("kind", "share"), ("hours", "22-4"), ("q", "fire")], lists())[:2]
    [('lang', 'English'), ('kind', 'Share')]
    """
    shown: Words = []
    hours = address.hours([word for key, word in words if key == "hours"])
    for key, word in words:
        if key in named:
            codes, _unknown = address.codes([word], named[key])
            shown.append((key, named[key][1](codes[0]) if codes else word))
        elif key in ("from", "to") and (clock := address.clock(word)):
            shown.append((key, clock.isoformat(timespec="minutes")))
        elif key != "hours" or hours is None:
            shown.append((key, word if key in FREE else in_our_words(word)))
    if hours:
        (first, last), outside = hours
        shown += [("hours", str(first)), ("hours", str(last))]
        shown += [("outside", "true")] if outside and ("outside", "true") not in shown else []
    return shown


def case_names() -> address.Named:
    """The cases by folder, and the title that the list shows."""
    found = {case.slug: case for case in cases.list_cases(Path(os.environ.get("WHENCE_CASES", "cases")))}
    return list(found), lambda slug: cases.shown_name(found[slug], found.values())


class Links:
    """Middleware that leads a link with codes to the same link in the words of the screen."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.paths, self.named = app, {"/", *(f"/{page}" for page in PAGES)}, lists()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer of the app, or the way to the same page with words that its widgets understand."""
        answer: ASGIApp = self.app
        if scope["type"] == "http" and scope["path"] in self.paths and scope.get("query_string"):
            url = URL(scope=scope)
            words = parse_qsl(url.query, keep_blank_values=True)
            use_language(language_of(scope))
            shown = as_shown(words, {**self.named, "case": case_names()})
            if shown != words:
                answer = RedirectResponse(str(url.replace(query=urlencode(shown))))
        await answer(scope, receive, send)
