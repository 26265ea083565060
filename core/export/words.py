"""Names of languages, platforms, kinds and bands, as the reporter reads them."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from core.i18n import _, current_language
from core.model import PLATFORMS
from core.store.queries.groups import MARK, NO_GROUP, SEVERAL


def language_label(code: str | None) -> str:
    """The name of a language: ``ru`` is Russian; ``und`` and null are "not known"."""
    return _language_name(current_language(), code or "und")


@lru_cache(maxsize=4096)  # every language of Babel in each of ours
def _language_name(ours: str, code: str) -> str:
    if code in ("und", "zxx"):
        return _("Language not known")
    if code == "other":
        return _("Other languages")
    base, _dash, region = code.replace("_", "-").partition("-")
    name = Locale.parse(ours).languages.get(base.lower())
    if not name:
        return _("Language code {code}").format(code=code)
    return f"{name} ({region})" if region else str(name)


_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def lang_attribute(code: object) -> str:
    """`` lang="kk"`` for the element that holds the text, so that it is read aloud and hyphenated right.

    Where the language is not known the attribute is empty: without it the text would pass for the screen's language.

    >>> lang_attribute("zh_CN"), lang_attribute("und"), lang_attribute('"><b>')
    (' lang="zh-CN"', ' lang=""', ' lang=""')
    """
    tag = code.replace("_", "-") if isinstance(code, str) else ""
    known = _LANGUAGE_TAG.fullmatch(tag) and tag.lower() not in ("und", "zxx", "mis", "mul")
    return f' lang="{tag if known else ""}"'


def platform_label(platform: str | None) -> str:
    """The name of a platform, a key of ``core.model.PLATFORMS``."""
    return _(PLATFORMS.get(platform or "other", str(platform)))


def kind_label(kind: str | None) -> str:
    """What kind of post, in one word."""
    names = {"original": _("Original"), "share": _("Share"), "quote": _("Quote"), "reply": _("Reply")}
    return names.get(kind or "", _("Not known"))


def band_label(band: str | None) -> str:
    """A band of bot scores in the words of DESIGN §2."""
    names = {
        "none": _("No sign of automation"),
        "undecided": _("Undecided"),
        "signs": _("Shows signs of automation"),
        "unscored": _("Not scored"),
    }
    return names.get(band or "unscored", names["unscored"])


def group_label(part: str) -> str:
    """The name of a part of a chart split by groups; see ``core.store.queries.groups``."""
    names = {NO_GROUP: _("In no group"), SEVERAL: _("In several groups"), "other": _("Other groups")}
    return names.get(part) or part.removeprefix(MARK)


def part_label(split: str, part: str) -> str:
    """The name of one part of a chart that is split by lang, platform, kind, band or group."""
    names = {
        "lang": language_label, "platform": platform_label, "kind": kind_label, "band": band_label,
        "group": group_label,
    }  # fmt: skip
    return names[split](part)


def account_label(handle: str | None, name: str | None, key: str | None) -> str:
    """How an account is called: its handle, or its name, or its key."""
    for text in (handle, name, key):
        if isinstance(text, str) and text.strip():
            return f"@{text}" if text is handle else text
    return _("Account not known")
