"""The labelling queue: accounts that wait for a label, a second look or a signature, and those signed for."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from html import escape

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.words import account_label, platform_label
from core.i18n import _, ngettext, number
from pages.groups.links import open_account
from pages.shared import cached, cached_groups
from pages.shared.explain import method, quiet
from pages.shared.labelling import author, draw_group_form, draw_none, draw_sign_off, label_html

MOST = 50
Queue = Callable[[Context], pd.DataFrame]


def show(context: Context) -> None:
    """Which accounts, one of them, and the form."""
    queues: dict[str, tuple[str, Queue, str]] = {
        "new": (_("Not labelled"), unlabelled, _("Accounts that others passed on most, and that nobody has labelled.")),
        "second": (
            _("Second look"),
            second_look,
            _("Accounts that others have labelled and you have not. Their labels are hidden until you gave yours."),
        ),
        "suggested": (
            _("Suggestions"),
            suggestions,
            _("Suggestions of the spreader graph, not findings: whom an account is linked with, not what it is."),
        ),
        "sign": (_("To be signed"), to_sign, _("Accounts with labels whose names may not leave yet.")),
        "signed": (_("Signed"), signed, _("Accounts that somebody has signed for. Each sign-off can be withdrawn.")),
    }
    chosen = st.segmented_control(
        _("Which accounts"), list(queues), default="new", key="groups-queue", bind="query-params", required=True,
        format_func=lambda name: queues[name][0],
    )  # fmt: skip
    name = str(chosen or "new")
    st.html(quiet(queues[name][2]))
    found = queues[name][1](context).head(MOST)
    if found.empty:
        st.info(_nothing(name))
        return
    key = choose(found, name)
    if key:
        draw_one(context, found, key, name)


def _nothing(name: str) -> str:
    texts = {
        "new": _("Every account has a label."),
        "second": _(
            "Nothing waits for a second look from you. Write your name above, so that your own labels are known."
        ),
        "suggested": _(
            "No suggestion: in the code book, no group that says nothing of politics, ethnicity or religion has enough"
            " linked accounts."
        ),
        "sign": _("No label waits for a signature."),
        "signed": _("Nobody has signed for an account yet."),
    }
    return texts[name]


def unlabelled(context: Context) -> pd.DataFrame:
    """Accounts without a label, those passed on most first."""
    return cached_groups.to_label(context.case_id)


def second_look(context: Context) -> pd.DataFrame:
    """Accounts that others have coded and this reporter has not, in an order that nobody chose."""
    coded = cached_groups.codings(context.case_id)
    own = set(coded.loc[coded["coder"] == author(), "unit"])
    return _named(context, sorted(set(coded["unit"]) - own, key=_shuffled))


def _shuffled(key: str) -> str:
    return sha256(key.encode()).hexdigest()  # the same for everybody, and unlike any order of the accounts


def suggestions(context: Context) -> pd.DataFrame:
    """Accounts of which at least half of the neighbours, and three, are in one group."""
    return cached_groups.suggested(context.case_id)


def to_sign(context: Context) -> pd.DataFrame:
    """Labelled accounts whose name may not leave yet."""
    labels = cached.labels(context.case_id)
    keys = labels.loc[labels["kind"] == "group", "account_key"].drop_duplicates().tolist()
    leaves = cached_groups.may_leave_all(context.case_id, tuple(keys))
    return _named(context, [key for key in keys if not leaves[key].allowed])


def signed(context: Context) -> pd.DataFrame:
    """Accounts with a sign-off, the newest first."""
    return _named(context, cached_groups.sign_offs(context.case_id)["account_key"][::-1].drop_duplicates().tolist())


def _named(context: Context, keys: list[str]) -> pd.DataFrame:
    found = cached_groups.named(context.case_id, tuple(keys[:MOST])).set_index("account_key", drop=False)
    return found.loc[[key for key in keys[:MOST] if key in found.index]].reset_index(drop=True)


def choose(found: pd.DataFrame, queue: str) -> str:
    """The account that is looked at; the first one where none is chosen."""
    rows = found.drop_duplicates("account_key")
    parts = zip(rows["handle"], rows["name"], rows["account_key"], strict=True)
    names = {key: account_label(handle, name, key) for handle, name, key in parts}
    text = ngettext("{n} account", "{n} accounts", len(names)).format(n=number(len(names)))
    return str(
        st.selectbox(
            _("Account ({n})").format(n=text), list(names), key=f"groups-account-{queue}", format_func=names.get
        )
        or ""
    )


def draw_one(context: Context, found: pd.DataFrame, key: str, queue: str) -> None:
    """One account of the queue, with what may be known of it before one's own label, and the form."""
    row = found[found["account_key"] == key].iloc[0]
    if queue == "suggested":
        st.html("".join(suggestion_html(r.inside, r.neighbours, r.part) for r in _of(found, key).itertuples()))
        method(_("Neighbours are accounts that shared, quoted or answered each other."), "groups")
    else:
        text = _("{platform} · {posts} posts in the case · {shares} shares received")
        about = {"platform": platform_label(row["platform"]), "posts": number(int(row["posts"]))}
        st.html(quiet(text.format(**about, shares=number(int(row["shares_received"])))))
    open_account(key)
    if queue in ("sign", "signed"):
        draw_labels(context, key)
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_group_form(context, key, f"queue-{queue}")
    with right:
        st.html(quiet(_("Looked at it, and nothing fits? Say so: it counts for the agreement.")))
        draw_none(context, key, f"queue-{queue}")
        draw_post_form(context, key, queue)


def _of(found: pd.DataFrame, key: str) -> pd.DataFrame:
    return found[found["account_key"] == key]


def suggestion_html(inside: int, neighbours: int, name: str) -> str:
    """A suggestion, marked as one, escaped."""
    text = _("Suggestion, not a finding: of its {n} neighbours {k} are in “{name}”.")
    said = text.format(n=number(int(neighbours)), k=number(int(inside)), name=name)
    return f'<p class="wh-suggestion" dir="auto">{escape(said)}</p>'


def draw_labels(context: Context, key: str) -> None:
    """The labels that are to be signed, and the button."""
    labels = cached.labels(context.case_id)
    own = labels[(labels["account_key"] == key) & (labels["kind"] != "note")]
    st.html("".join(label_html(row, context.filters.zone) for row in own.to_dict("records")))
    draw_sign_off(context, key, "queue")


def draw_post_form(context: Context, key: str, queue: str) -> None:
    """A label on one post of the account, folded."""
    with st.expander(_("Label one post instead")):
        asked = st.text_input(
            _("Key, id or address of the post"), key=f"queue-post-{queue}-{context.case_id.notes}", max_chars=500
        )
        found = cached_groups.post(context.case_id, asked or "") if (asked or "").strip() else {}
        if asked and found.get("account_key") != key:
            st.warning(_("This account has no such post in the case."))
        elif found:
            st.html(quiet(str(found["text"] or "")[:500]))
            draw_group_form(context, key, f"post-{queue}", post_key=str(found["post_key"]))
