"""The main script: page settings, case picker, shared filter, menu; then the page itself."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from core.errors import CaseError  # noqa: E402 - the path comes first
from core.export import style  # noqa: E402
from core.export.context import Context  # noqa: E402
from core.i18n import _  # noqa: E402
from core.model import Case  # noqa: E402
from core.store import cases  # noqa: E402
from pages import PageInfo, pages  # noqa: E402
from pages.shared import cached, filters, header, language  # noqa: E402

NEED_NO_DATA = ("imports", "methods")


def cases_dir() -> Path:
    """The folder of cases that this server shows."""
    return Path(os.environ.get("WHENCE_CASES", ROOT / "cases"))


def pick_case(listed: list[Case]) -> Case | None:
    """The case chosen in the sidebar, or None where there is none yet."""
    found = {case.slug: case for case in listed}
    if not found:
        return None
    wanted = filters.recall("open_case")
    if wanted in found:
        filters.remember("case", wanted)
        filters.remember("open_case", None)
        filters.clear()
    names = {slug: cases.shown_name(case, found.values()) for slug, case in found.items()}
    filters.look_at_case(names)
    slug = st.selectbox(
        _("Case"), list(found), key="case", bind="query-params", on_change=filters.clear,
        format_func=names.get,
    )  # fmt: skip
    return found.get(str(slug))


def draw_filter(case: Case) -> None:
    """The widgets of the filter for what this case holds."""
    case_id = cases.case_id(case)
    filters.draw(cached.facets(case_id), cached.groups(case_id), case.event_zone)


def context_of(case: Case) -> Context:
    """The filter as it is chosen, and the numbers of this run."""
    case_id, chosen = cases.case_id(case), filters.chosen(case.event_zone)
    return Context.of(
        case, chosen, cached.totals(case_id), cached.counts(case_id, chosen), st.context.theme.type == "dark"
    )


def run(page: PageInfo, case: Case | None, problem: str) -> None:
    """Draw one page below the title of its window."""
    st.set_page_config(page_title=" – ".join([page.title, *([case.title] if case else []), "Whence"]))
    draw_page(page, case, problem)


@st.fragment(key=filters.PAGE)
def draw_page(page: PageInfo, case: Case | None, problem: str) -> None:
    """One page; a CaseError is one sentence, never a traceback.

    A fragment: a choice in the sidebar redraws the page and leaves sidebar and menu as they stand.
    """
    language.begin()  # a run of the fragment alone begins here
    filters.note_drawn()
    try:
        context = context_of(cases.read_case(case.folder.parent, case.slug)) if case and case.build else None
    except CaseError as error:
        context, problem = None, problem or str(error)
    filters.remember("open_context", context)
    header.draw(page, context)
    style.use_group_shades(cached.group_shades(context.case_id) if context else {})
    if problem:
        st.error(filters.plain(problem))
        if page.folder not in NEED_NO_DATA:
            return
    try:
        if context is None and page.folder not in NEED_NO_DATA:
            header.draw_no_case()
        else:
            import_module(f"pages.{page.folder}.page").show(context)
    except CaseError as error:
        st.error(filters.plain(str(error)))


def draw_sidebar() -> tuple[Case | None, str]:
    """Case, filter and language, and what is wrong with the case; outside the pages, so a page switch keeps them."""
    with st.sidebar:
        st.html(f'<div class="wh-brand" lang="{language.of_session()}">Whence</div>')  # words.js looks here
        try:
            listed, unreadable = cases.read_cases(cases_dir())
            case = pick_case(listed)
            for sentence in unreadable:
                st.warning(filters.plain(sentence))
            if case and case.build:
                draw_filter(case)
            return case, ""
        except CaseError as error:
            return None, str(error)
        finally:
            language.draw_picker()


def main() -> None:
    """One run of the script."""
    language.begin()
    st.set_page_config(page_title="Whence", layout="wide", initial_sidebar_state="auto")
    drawn: list[tuple[Case | None, str]] = []
    menu = {
        page.folder: st.Page(lambda page=page: run(page, *drawn[0]), title=page.title, url_path=page.folder)
        for page in pages()
    }
    filters.remember("menu", menu)
    current = st.navigation(list(menu.values()), position="top")
    header.draw_style()
    drawn.append(draw_sidebar())
    current.run()


main()
