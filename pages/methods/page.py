"""How is every number made?"""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.framing import SECTIONS
from core.i18n import _, moment
from pages.methods import parameters
from pages.methods.documents import sections, words
from pages.shared import cached, filters


def show(context: Context | None) -> None:
    """The section that a chart asked for is open; the others stand below it."""
    wanted = SECTIONS.get(filters.in_address("about"), "")
    st.caption(_("Every chart names its section here. Parameters are those in force in this version."))
    for name, body in sections().items():
        with st.expander(_(name), expanded=name == wanted):
            st.markdown(body)
            if asked := parameters.table(name):
                st.html(asked)
    with st.expander(_("Words")):
        st.markdown(words())
    if context is not None:
        with st.expander(_("This build of the case")):
            st.table(pd.DataFrame(facts(context).items(), columns=[_("Fact"), _("Value")]))


def facts(context: Context) -> dict[str, str]:
    """What is remembered of this build, in words."""
    known = cached.build_facts(context.case_id)
    names = {"built_at": _("Built"), "schema_version": _("Version of the tables")}
    at = datetime.fromisoformat(known["built_at"]) if "built_at" in known else None
    told = known | ({"built_at": moment(at, context.filters.zone)} if at else {})
    return {names.get(key, key): value for key, value in told.items()}
