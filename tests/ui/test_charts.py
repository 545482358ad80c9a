import numpy as np
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from core.evaluation.confusion import Confusion, confusion, shares
from tests.core.evaluation.outcomes import outcome
from ui.evaluate.matrix_chart import (
    LONGEST,
    Drawn,
    clicked_cell,
    confusion_table,
    matrix_figure,
)
from ui.parts.charts import chosen_point, dressed


def draw_a_chart() -> None:
    import pandas as pd
    import plotly.graph_objects as go

    from ui.parts.charts import show

    table = pd.DataFrame({"class": ["a", "b"], "pictures": [3, 4]})
    show(go.Figure(go.Bar(x=["a", "b"], y=[3, 4])), table=table, alt="Three a, four b", key="bars")


def test_every_chart_has_its_numbers_and_words_beside_it() -> None:
    app = AppTest.from_function(draw_a_chart).run()
    assert not app.exception
    assert app.dataframe[0].value["pictures"].tolist() == [3, 4]
    assert app.get("plotly_chart")[0].proto.alt == "Three a, four b"


def test_charts_are_transparent_so_that_both_themes_show() -> None:
    layout = dressed(go.Figure())["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"


def test_the_look_of_a_chart_is_valid_and_leaves_what_was_drawn() -> None:
    drawn = go.Figure(go.Bar(x=["a"], y=[1]), {"xaxis": {"title": "kinds", "type": "category"}})
    before = drawn.to_dict()
    shown = go.Figure(dressed(drawn, height=200))
    assert drawn.to_dict() == before
    assert (shown.layout.height, shown.layout.xaxis.title.text) == (200, "kinds")
    assert shown.layout.xaxis.type == "category"


def test_a_click_names_its_cell_and_no_click_names_none() -> None:
    event = {"selection": {"points": [{"x": "teddy", "y": "black", "point_index": 2}]}}
    assert clicked_cell(event) == ("black", "teddy")
    assert clicked_cell({"selection": {"points": []}}) is None
    assert chosen_point(None) is None


def test_the_table_behind_the_matrix_says_which_side_is_which() -> None:
    table = confusion_table(confusion(outcome(["a", "b"], [("1", "a", [0, 1])])))
    assert table.loc["a (actual)", "called b"] == 1
    assert table.to_numpy().sum() == 1


@pytest.mark.parametrize("size", [2, 12, 25, 40])
def test_a_matrix_has_a_tick_for_each_class_and_whole_names_behind_short_ones(size: int) -> None:
    names = [f"a name of sixty characters that differs at its end only {i:04}" for i in range(size)]
    matrix = Confusion(names, np.eye(size, dtype=np.int64))
    figure = matrix_figure(Drawn(names, matrix.counts, shares(matrix, "row"), "counts"), None)
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert list(axis.tickvals) == names
        assert len(set(axis.ticktext)) == size
        assert max(map(len, axis.ticktext)) <= LONGEST
    assert names[0] in figure.data[-1].customdata[0]
