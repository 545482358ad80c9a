"""A model's answer about one picture: the class, how sure it is, and all the other classes."""

import io
from functools import lru_cache

import pandas as pd
import streamlit as st
from PIL import Image

from core.content import lesson_text, says
from core.evaluation.novelty_line import FALSE_CALLS, strangeness
from core.production.predictor import ModelUnavailable, Prediction, load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run, run_name, waiting_runs
from core.vision.judge import Strangeness
from core.words import count_of, duration, percent
from ui.navigation import page_link
from ui.parts import charts
from ui.parts.chart_labels import LONGEST, plain, shortened
from ui.parts.lesson import as_text, hint
from ui.parts.no_model import say_result_waits
from ui.parts.palette import class_colours

BAR_PX, FRAME_PX, MOST_BARS = 44, 40, 15


def model_to_ask(project: Project) -> RunRecord | None:
    """The learner's model, ready to be asked; None where there is none, or it does not load: then
    the page says so, with the way out."""
    model = chosen_run(project)
    if model is None and waiting_runs(project):
        say_result_waits()
        return None
    if model is None:
        hint(says("predict", "no_trained_model"))
        page_link("train", says("predict", "train_a_model"), primary=True)
        return None
    if not can_be_asked(project, model):
        page_link("train", says("predict", "train_again"), primary=True)
        return None
    return model


def can_be_asked(project: Project, run: RunRecord) -> bool:
    """Whether the run's model is there and loads; says why where it does not."""
    try:
        load_predictor(project, run.id)
    except ModelUnavailable as reason:
        st.error(as_text(str(reason)))
        return False
    return True


def answer_about(project: Project, run_id: str, jpeg: bytes) -> Prediction:
    """What the run's model says about a stored JPEG; the same question is answered from memory
    (this visit's memory only)."""
    return _answer(project, run_id, project.changed(), jpeg)


@st.cache_data(max_entries=64, scope="session", show_spinner=says("predict", "asking_your_model"))
def _answer(_project: Project, run_id: str, changed: int, jpeg: bytes) -> Prediction:
    """`changed` grows when a class gets another name, too."""
    return load_predictor(_project, run_id).predict(Image.open(io.BytesIO(jpeg)))


def prediction_card(prediction: Prediction, run: RunRecord, key: str) -> None:
    """The class in large letters, a bar for every class, which model said so and how fast."""
    st.markdown(says("predict", "your_model_says"))
    st.subheader(
        says(
            "predict", "says_sure", label=as_text(prediction.label), sure=percent(prediction.sure)
        ),
        anchor=False,
    )
    table = probability_table(prediction)
    charts.show(
        _bars(tuple(table.itertuples(index=False, name=None)), charts.ink()),
        table=table.assign(probability=table["probability"].map("{:.4f}".format)),
        alt="; ".join(f"{row[0]} {percent(row[1])}" for row in table.itertuples(index=False)),
        key=key,
    )
    rest = table["probability"][MOST_BARS:]
    if len(rest):
        others = count_of(len(rest), "more class", "more classes")
        st.caption(says("predict", "rest", others=others, share=percent(float(rest.sum()))))
    took = duration(prediction.seconds)
    st.caption(says("predict", "took", time=took, model=run_name(run)))


def unlike_anything(project: Project, run: RunRecord, jpeg: bytes) -> bool:
    """Say so where the picture lies beyond the learner's line, and return whether it does."""
    line = project.settings.get(FALSE_CALLS)
    found = _strangeness(project, str(project.path), run.id, line, project.changed(), jpeg)
    if found is None or not found.strange:
        return False
    text = lesson_text("domain")["strange"]
    st.warning(
        text.format(distance=f"{found.distance:.2f}", line=f"{found.line:.2f}"),
        icon=":material/help:",
    )
    return True


@st.cache_data(max_entries=64, scope="session", show_spinner=False)
def _strangeness(
    _project: Project, path: str, run_id: str, line: float | None, changed: int, jpeg: bytes
) -> Strangeness | None:
    """`line` is the learner's own: another one gives another answer about the same picture."""
    run = _project.runs.get(run_id)
    return strangeness(_project, run, Image.open(io.BytesIO(jpeg)))


def probability_table(prediction: Prediction) -> pd.DataFrame:
    """Columns class and probability (0…1), the likeliest first."""
    pairs = sorted(prediction.probs.items(), key=lambda pair: -pair[1])
    return pd.DataFrame(pairs, columns=["class", "probability"])


@lru_cache(maxsize=charts.KEPT)
def _bars(shares: tuple[tuple[str, float], ...], _ink: str) -> charts.Finished:
    """Horizontal bars, the likeliest on top, each with its class and its figure written on it."""
    shown = shares[:MOST_BARS]
    colours = class_colours([name for name, _ in shares])
    fig = charts.share_bars(
        [(plain(shortened(name, LONGEST)), share) for name, share in shown],
        [colours[name] for name, _ in shown],
        to=1.3,
        whole=[plain(name) for name, _ in shown],
    )
    return charts.finished(fig, height=BAR_PX * len(shown) + FRAME_PX)
