"""The code book: the groups with their definitions, the warnings about their names, and the form to change them."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core.export import style
from core.export.context import Context
from core.i18n import _, moment, ngettext, number
from core.store import codebook
from core.store.codebook import Code
from pages.shared import cached, cached_groups
from pages.shared.explain import heading, method, quiet
from pages.shared.labelling import author, change
from pages.shared.table import draw_table

NEW = 0
MOST_WARNINGS = 12


def show(context: Context) -> None:
    """The groups, what is doubtful about their names, the form, and earlier versions."""
    codes = cached.codes(context.case_id)
    if codes.empty:
        st.html(quiet(_("There is no group yet. Write its name and what belongs into it before you label accounts.")))
    else:
        st.html(cards(codes, cached.labels(context.case_id), context.dark))
    draw_warnings(context)
    draw_form(context)
    draw_versions(context)


def cards(codes: pd.DataFrame, labels: pd.DataFrame, dark: bool) -> str:
    """The groups as HTML, escaped: name, definition, how many accounts, words to avoid."""
    members = labels[labels["kind"] == "group"].drop_duplicates(["account_key", "text"])["text"].value_counts()
    items = [_card(row, int(members.get(str(row["name"]), 0)), dark) for row in codes.to_dict("records")]
    return f'<ul class="wh-codes">{"".join(items)}</ul>'


def _card(row: dict[Any, Any], accounts: int, dark: bool) -> str:
    about = [ngettext("{n} account", "{n} accounts", accounts).format(n=number(accounts))]
    about.append(_("version {n}, {author}").format(n=number(row["version"]), author=row["author"]))
    if row["avoid"]:
        about.append(_("do not write: {words}").format(words=row["avoid"]))
    if row["neutral"]:
        about.append(_("suggestions allowed"))
    if not row["second"]:
        about.append(_("one person may let a name leave"))
    definition = row["definition"] or _("No definition yet.")
    return (
        f'<li style="--wh-shade:{style.group_colour(row["name"], dark)}"><h3 dir="auto">{escape(row["name"])}</h3>'
        f'<p dir="auto">{escape(definition)}</p><p class="wh-meta" dir="auto">{escape(" · ".join(about))}</p></li>'
    )


def draw_warnings(context: Context) -> None:
    """Where the names of groups drift, as a list."""
    found = cached_groups.warnings(context.case_id)
    if not found:
        return
    shown = "".join(f'<li dir="auto">{escape(warning.sentence)}</li>' for warning in found[:MOST_WARNINGS])
    more = len(found) - MOST_WARNINGS
    foot = ngettext("and {n} more", "and {n} more", more).format(n=number(more)) if more > 0 else ""
    st.html(f'{heading(_("Names that may drift"))}<ul class="wh-list">{shown}</ul>{quiet(foot) if foot else ""}')
    method(_("Names are compared with each other, with earlier versions and with what people wrote."), "drift")


def draw_form(context: Context) -> None:
    """A new group, or a new version of one."""
    st.html(heading(_("Write the code book")))
    listed = cached_groups.code_versions(context.case_id).drop_duplicates("code_id", keep="last")
    names = {NEW: _("A new group"), **dict(zip(listed["code_id"], listed["name"], strict=True))}
    notes = context.case_id.notes
    chosen = int(
        st.selectbox(_("Group to write"), list(names), key=f"code-which-{notes}", format_func=names.get) or NEW
    )
    found = listed[listed["code_id"] == chosen].to_dict("records")
    old: dict[Any, Any] = found[0] if found else {}
    with st.form(f"code-form-{notes}-{chosen}"):
        code = _draw_fields(old, f"{notes}-{chosen}")
        if st.form_submit_button(_("Save in the code book")):
            change(lambda: _saved(context.case.notebook_path, code, chosen or None))


def _draw_fields(old: dict[Any, Any], tail: str) -> Code:
    shades = {"": _("By its name"), **shade_names()}
    name = st.text_input(_("Name of the group"), old.get("name", ""), key=f"code-name-{tail}", max_chars=80)
    definition = st.text_area(
        _("Definition: who belongs into it, and on what evidence"), old.get("definition", ""),
        key=f"code-definition-{tail}", max_chars=4000, height=100,
    )  # fmt: skip
    avoid = st.text_input(
        _("Words for it that nobody should write"), old.get("avoid", ""), key=f"code-avoid-{tail}", max_chars=1000,
        help=_("With commas between them. They are refused as names of groups and pointed out in notes."),
    )  # fmt: skip
    offered = list(shades)
    colour = st.selectbox(
        _("Colour"), offered, offered.index(old.get("colour", "")) if old.get("colour", "") in offered else 0,
        key=f"code-colour-{tail}", format_func=shades.get,
    )  # fmt: skip
    neutral = st.checkbox(
        _("It says nothing of politics, ethnicity or religion"), bool(old.get("neutral", 0)),
        key=f"code-neutral-{tail}",
        help=_("Only then may Whence point out accounts that are linked with its accounts. It never adds them."),
    )  # fmt: skip
    second = st.checkbox(
        _("A second person must sign before a name leaves"), bool(old.get("second", 1)), key=f"code-second-{tail}",
        help=_("Then an account of this group is called by name in exports only after somebody else has signed."),
    )  # fmt: skip
    retired = st.checkbox(_("No longer used"), bool(old.get("retired", 0)), key=f"code-retired-{tail}")
    return Code(name or "", definition or "", colour or "", avoid or "", neutral, retired, second)


def shade_names() -> dict[str, str]:
    """The colours of groups in words."""
    words = (
        _("Blue"), _("Rust"), _("Amber"), _("Sky blue"), _("Pink"), _("Teal"), _("Violet"), _("Green"), _("Olive"),
        _("Brown"),
    )  # fmt: skip
    return dict(zip(style.GROUP_SHADES, words, strict=True))


def _saved(path: Path, code: Code, code_id: int | None) -> str:
    codebook.put_code(path, code, author=author(), code_id=code_id)
    return _("“{name}” is in the code book.").format(name=code.name.strip())


def draw_versions(context: Context) -> None:
    """Every version of every group, newest first."""
    rows = cached_groups.code_versions(context.case_id)
    if rows.empty:
        return
    zone = context.filters.zone
    with st.expander(_("Every version of the code book")):
        shown = rows.iloc[::-1].assign(at=[moment(pd.Timestamp(at), zone, "d MMM y, HH:mm") for at in rows["at"][::-1]])
        names = {
            "version": _("Version"), "name": _("Name of the group"), "definition": _("Definition"),
            "avoid": _("Not to be written"), "author": _("Author"), "at": _("Date"),
        }  # fmt: skip
        draw_table(shown[list(names)].rename(columns=names), key="code-versions")
