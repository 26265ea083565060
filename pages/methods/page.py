"""How is every number made?"""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from core.analysis import agreement, behaviour, botscore, bursts, cascades, clock, comparison, drift, shares, spreaders
from core.analysis.botscore.local import TeachParams
from core.analysis.cascades.baselines import ExpRecencyParams, PdiParams
from core.export.context import Context
from core.export.framing import SECTIONS
from core.i18n import _, exact, moment
from core.params import ParamInfo, describe
from pages.methods.documents import sections, words
from pages.shared import cached, filters

PARAMETERS = {
    "Silences and bursts": (bursts.SilenceParams, bursts.BurstParams),
    "Cascades": (cascades.Params, PdiParams, ExpRecencyParams),
    "Spreader graph": (spreaders.Params,),
    "Bot score": (botscore.Params, TeachParams),
    "Groups compared": (comparison.ComparisonParams,),
    "The clock of an account": (clock.ClockParams,),
    "Agreement": (agreement.AgreementParams,),
    "Names that drift": (drift.DriftParams,),
    "Corrected share": (shares.CorrectionParams,),
    "How posts follow each other": (behaviour.BehaviourParams,),
}


def show(context: Context | None) -> None:
    """The section that a chart asked for is open; the others stand below it."""
    wanted = SECTIONS.get(filters.in_address("about"), "")
    st.caption(_("Every chart names its section here. Parameters are those in force in this version."))
    for name, body in sections().items():
        with st.expander(_(name), expanded=name == wanted):
            st.markdown(body)
            draw_parameters(name)
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


def draw_parameters(section: str) -> None:
    """The parameters of a section's methods, with unit, range and source."""
    for params in PARAMETERS.get(section, ()):
        rows = [(p.name, exact(p.default), _(p.unit), _span(p), _(p.help), _(p.source)) for p in describe(params)]
        names = [_("Parameter"), _("Value"), _("Unit"), _("Range"), _("Meaning"), _("Source")]
        st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True)


def _span(about: ParamInfo) -> str:
    return "" if about.low is None and about.high is None else f"{exact(about.low)} – {exact(about.high)}"
