"""What stands below a figure, what its saver offers, and that nothing is made before it is asked for."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.shared import export
from tests.core.export.samples import FOREIGN, SHORT

REFUSES = "def data():\n    raise RuntimeError('the data were computed')\n"
FIGURE = f"""
from pages.shared.export import figure_block
from tests.core.export.samples import SHORT, FOREIGN, stacked
{REFUSES}
figure_block("chart", stacked(), SHORT, data)
figure_block("foreign", stacked(), FOREIGN, data)
"""
TABLE = f"""
import pandas as pd
from pages.shared.export import table_block
from tests.core.export.samples import SHORT
{REFUSES}
table_block("table", pd.DataFrame({{"n": [1]}}), SHORT, data)
"""


def opened(script, **state):
    app = AppTest.from_string(script, default_timeout=30)
    for key, value in state.items():
        app.session_state[key.replace("_", "-")] = value
    return app.run()


def shown(app, kind):
    return [getattr(element, "proto", element) for element in app.get(kind)]


def test_evidence_stands_below_and_the_data_are_not_computed():
    app = opened(FIGURE)
    assert not app.exception
    below = [proto.body for proto in shown(app, "html")]
    assert all(words in below[0] for words in ("SIMULATED DATA", SHORT.n_text, SHORT.zone_text, SHORT.source))
    assert "<img" not in below[1]
    assert "&lt;img" in below[1]


def test_the_chart_is_named_for_readers_who_do_not_see_it():
    assert [proto.alt for proto in shown(opened(FIGURE), "plotly_chart")] == [SHORT.alt, FOREIGN.title]


def test_a_table_of_invented_data_says_so_in_every_row_and_in_the_text_beside_it():
    files = export.table_files(pd.DataFrame({"posts": [1, 2]}), SHORT)
    assert files["csv"][1]().decode("utf-8-sig").splitlines() == ["posts,simulated", "1,true", "2,true"]
    assert files["csv"][2] == "SIMULATED-The-story-slept-for-seven-hours.csv"
    told = files["txt"][1]().decode("utf-8-sig").splitlines()
    assert told[0] == f"About the table in {files['csv'][2]}"
    assert "SIMULATED DATA" in told[1]
    for fact in (SHORT.title, SHORT.n_text, SHORT.filter_text, SHORT.zone_text, f"Source: {SHORT.source}"):
        assert fact in told


def test_a_table_of_real_data_has_no_such_column():
    files = export.table_files(lambda: pd.DataFrame({"posts": [1]}), replace(SHORT, simulated=False))
    assert files["csv"][1]().decode("utf-8-sig").splitlines() == ["posts", "1"]
    assert "SIMULATED" not in files["txt"][1]().decode()


def test_a_table_offers_its_csv_without_computing_it():
    app = opened(TABLE)
    assert not app.exception
    assert [proto.label for proto in shown(app, "download_button")] == ["Save table (CSV)", "About this table (TXT)"]
