"""How is every number made?"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import streamlit as st

from core.analysis import agreement, behaviour, botscore, bursts, cascades, clock, comparison, drift, shares, spreaders
from core.analysis.botscore.local import TeachParams
from core.analysis.cascades.baselines import ExpRecencyParams, PdiParams
from core.export.context import Context
from core.export.framing import SECTIONS
from core.i18n import _, current_language
from core.params import describe
from pages.shared import cached, filters

DOCS = Path(__file__).resolve().parents[2] / "docs"
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


def sections() -> dict[str, str]:
    """The sections of docs/METHODS.md by their headings."""
    text = (DOCS / "METHODS.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def show(context: Context | None) -> None:
    """The section that a chart asked for is open; the others stand below it."""
    wanted = SECTIONS.get(filters.in_address("about"), "")
    st.caption(_("Every chart names its section here. Parameters are those in force in this version."))
    if current_language() != "en":
        st.caption(_("The text of the sections is in English."))
    for name, body in sections().items():
        with st.expander(_(name), expanded=name == wanted):
            st.markdown(body)
            draw_parameters(name)
    with st.expander(_("Words")):
        st.markdown((DOCS / "GLOSSARY.md").read_text(encoding="utf-8").partition("\n")[2])
    if context is not None:
        with st.expander(_("This build of the case")):
            st.table(pd.DataFrame(cached.build_facts(context.case_id).items(), columns=[_("Fact"), _("Value")]))


def draw_parameters(section: str) -> None:
    """The parameters of a section's methods, with unit, range and source."""
    for params in PARAMETERS.get(section, ()):
        rows = [
            (p.name, str(p.default), _(p.unit), f"{p.low} – {p.high}", _(p.help), _(p.source)) for p in describe(params)
        ]
        names = [_("Parameter"), _("Value"), _("Unit"), _("Range"), _("Meaning"), _("Source")]
        st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True)
