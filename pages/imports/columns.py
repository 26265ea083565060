"""Which column of a table means what: the guess, shown and open to correction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core.export.words import platform_label
from core.i18n import _
from core.importers import ColumnsPreview, Mapping
from core.model import PLATFORMS

FIRST = ("posted_at", "text", "post_id", "handle", "account_id", "url")


def field_names() -> dict[str, str]:
    """Every field of a table in words, the important ones first."""
    return {
        "posted_at": _("Time of the post"),
        "text": _("Text"),
        "post_id": _("Id of the post"),
        "handle": _("Handle of the account"),
        "account_id": _("Id of the account"),
        "url": _("Address of the post"),
        "name": _("Name of the account"),
        "lang": _("Language"),
        "kind": _("Kind of post (share, reply …)"),
        "is_share": _("Is a share (yes or no)"),
        "share_of": _("Id of the shared post"),
        "reply_to": _("Id of the post answered"),
        "quote_of": _("Id of the post quoted"),
        "client": _("Client (program used)"),
        "likes": _("Likes"),
        "shares": _("Shares"),
        "quotes": _("Quotes"),
        "replies": _("Replies"),
        "views": _("Views"),
        "followers": _("Followers of the account"),
        "following": _("Accounts it follows"),
        "statuses": _("Posts of the account in total"),
        "account_created_at": _("Account created"),
        "description": _("Description of the account"),
        "location": _("Location of the account"),
        "captured_at": _("Time of capture"),
        "root_id": _("Id of the conversation's first post"),
        "share_of_account": _("Id of the account shared"),
        "share_of_handle": _("Handle of the account shared"),
        "reply_to_account": _("Id of the account answered"),
        "reply_to_handle": _("Handle of the account answered"),
        "quote_of_account": _("Id of the account quoted"),
        "quote_of_handle": _("Handle of the account quoted"),
        "tags": _("Hashtags (list)"),
        "links": _("Links (list)"),
        "mentions": _("Accounts mentioned (list)"),
        "media": _("Pictures and videos (list)"),
        "platform_column": _("Platform (column)"),
    }


def draw(key: str, table: ColumnsPreview, mapping: Mapping, about: str) -> Mapping:
    """The mapping as the selects stand now; ``about`` says where it comes from."""
    names = field_names()
    st.caption(about)
    chosen = _draw_fields(key, {field: names[field] for field in FIRST}, table, mapping)
    chosen |= _draw_settings(key, mapping)
    rest = {field: name for field, name in names.items() if field not in FIRST}
    used = sum(getattr(mapping, field) is not None for field in rest)
    with st.popover(_("More columns ({n} recognised)").format(n=used)):
        chosen |= _draw_fields(key, rest, table, mapping)
    return replace(mapping, **chosen)


def _draw_fields(key: str, names: dict[str, str], table: ColumnsPreview, mapping: Mapping) -> dict[str, Any]:
    places = st.columns(3)
    return {
        field: _draw_field(places[n % 3], key, field, name, table.columns, getattr(mapping, field))
        for n, (field, name) in enumerate(names.items())
    }


def _draw_field(place: Any, key: str, field: str, name: str, options: list[str], now: str | None) -> str | None:  # noqa: ANN401
    chosen = place.selectbox(
        name, options, index=options.index(now) if now in options else None, key=f"import-{key}-{field}",
        placeholder=_("not in this file"),
    )  # fmt: skip
    return str(chosen) if chosen is not None else None


def _draw_settings(key: str, mapping: Mapping) -> dict[str, Any]:
    platforms, orders = list(PLATFORMS), {"guess": None, "day": True, "month": False}
    names = {"guess": _("As the file suggests"), "day": _("Day first (31/12)"), "month": _("Month first (12/31)")}
    left, right, _rest = st.columns(3)
    platform = left.selectbox(
        _("Platform"), platforms, index=platforms.index(mapping.platform), key=f"import-{key}-platform",
        format_func=platform_label,
    )  # fmt: skip
    order = right.selectbox(
        _("Dates such as 02/03/2020"), list(orders), key=f"import-{key}-order", format_func=names.__getitem__,
        index=list(orders.values()).index(mapping.day_first),
    )  # fmt: skip
    return {"platform": platform, "day_first": orders[order]}
