"""How a fine-tune goes: its loss, its errors, its schedule, and a few watched pictures."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.project.project import Project
from core.training.finetune.how_many_epochs import best_epoch
from core.training.finetune.snapshot import EpochRow, RunSnapshot
from core.training.outcome import JudgedPicture
from core.words import percent
from ui.parts import charts
from ui.parts.palette import BLUE, ORANGE
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

HEIGHT = 260
RATE_HEIGHT = 170
FEW = 5
SIZE = 116


def loss_curves(moment: RunSnapshot, key: str) -> None:
    """Both curves side by side, as far as the fine-tune has come."""
    loss, errors = st.columns(2, gap="large")
    with loss:
        st.markdown(says("train", "loss_training_validation"))
        _losses(moment, f"{key}_loss")
    with errors:
        st.markdown(says("train", "error_rate_share"))
        _errors(moment, f"{key}_errors")


def rate_curve(moment: RunSnapshot, key: str) -> None:
    """Learning rate and momentum over the epochs, as one cycle has them; nothing without."""
    if not moment.rates:
        return
    rate, momentum = st.columns(2, gap="large")
    with rate:
        st.markdown(says("train", "learning_rate_up"))
        _schedule(moment, "learning rate", moment.rates, key)
    if moment.momenta:
        with momentum:
            st.markdown(says("train", "momentum_low_while"))
            _schedule(moment, "momentum", moment.momenta, f"{key}_momentum")


def _schedule(
    moment: RunSnapshot, name: str, points: Sequence[tuple[float, float]], key: str
) -> None:
    x, y = [at for at, _ in points], [value for _, value in points]
    figure = go.Figure()
    figure.add_scatter(x=x, y=y, mode=_drawn(x), line={"color": BLUE, "width": 2})
    _epochs_below(figure, moment)
    if name == "learning rate":
        figure.update_yaxes(rangemode="tozero", exponentformat="none")
    else:
        figure.update_yaxes(range=[min(0.8, *y), 1])
    charts.show(
        figure,
        table=pd.DataFrame({"epoch": x, name: y}),
        alt=says("train", "schedule_alt", name=name, max=max(y), y=y[-1]),
        key=key,
        height=RATE_HEIGHT,
    )


def epoch_table(rows: Sequence[EpochRow]) -> pd.DataFrame:
    """The table that fastai prints, one row an epoch; the picture size where it changed."""
    resized = len({row.size for row in rows}) > 1
    return pd.DataFrame(
        [
            {
                "Epoch": row.epoch,
                "Trained": "the head" if row.frozen else "all layers",
                **({"Pixels": row.size} if resized else {}),
                "Training loss": round(row.train_loss, 4),
                "Validation loss": round(row.valid_loss, 4),
                "Error rate": round(row.error_rate, 4),
                "Seconds": round(row.seconds, 1),
            }
            for row in rows
        ]
    )


def _losses(moment: RunSnapshot, key: str) -> None:
    figure = go.Figure()
    x, y = [at for at, _ in moment.losses], [loss for _, loss in moment.losses]
    line = {"color": BLUE, "width": 2}
    figure.add_scatter(x=x, y=y, mode=_drawn(x), name="training", line=line)
    rows = moment.epoch_rows
    figure.add_scatter(
        x=[row.epoch for row in rows],
        y=[row.valid_loss for row in rows],
        mode="lines+markers",
        name="validation",
        line={"color": ORANGE, "width": 2, "dash": "dot"},
        marker={"size": 9},
    )
    _mark_best(figure, moment)
    _epochs_below(figure, moment)
    figure.update_yaxes(rangemode="tozero")
    last = f"{y[-1]:.2f}" if y else "not known yet"
    charts.show(
        figure,
        table=pd.DataFrame({"epoch": x, "training loss": y}),
        alt=says("train", "losses_alt", last=last),
        key=key,
        height=HEIGHT,
    )


def _errors(moment: RunSnapshot, key: str) -> None:
    rows = moment.epoch_rows
    figure = go.Figure()
    figure.add_scatter(
        x=[row.epoch for row in rows],
        y=[row.error_rate for row in rows],
        mode="lines+markers+text",
        text=[percent(row.error_rate) for row in rows],
        textposition="top center",
        cliponaxis=False,
        line={"color": ORANGE, "width": 2, "dash": "dot"},
        marker={"size": 9},
    )
    _epochs_below(figure, moment)
    if not rows:
        _say_inside(figure, says("train", "first_point_after"))
    highest = max((row.error_rate for row in rows), default=1.0)
    figure.update_yaxes(range=[0, max(0.05, highest * 1.3)], tickformat=".0%")
    said = ", ".join(f"epoch {row.epoch}: {percent(row.error_rate)}" for row in rows)
    charts.show(
        figure,
        table=epoch_table(rows),
        alt=says("train", "errors_alt", said=said or "No epoch has ended yet"),
        key=key,
        height=HEIGHT,
    )


def _drawn(points: Sequence[float]) -> str:
    """One batch makes no line yet: the first few are dots as well."""
    return "lines+markers" if len(points) < FEW else "lines"


def _say_inside(figure: go.Figure, words: str) -> None:
    """Words in the middle of a chart that has nothing to show yet."""
    middle = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    figure.add_annotation(text=words, **middle)


def _mark_best(figure: go.Figure, moment: RunSnapshot) -> None:
    """A ring around the epoch with the lowest validation loss, once there is a choice."""
    best = best_epoch(moment.epoch_rows)
    if best is None or len(moment.epoch_rows) < 2:
        return
    figure.add_scatter(
        x=[best.epoch],
        y=[best.valid_loss],
        mode="markers+text",
        text=["lowest"],
        textposition="top center",
        cliponaxis=False,
        marker={"size": 18, "symbol": "circle-open", "color": ORANGE, "line": {"width": 2}},
        hovertemplate=f"{says('train', 'best_hover', epoch=best.epoch)}<extra></extra>",
    )


def _epochs_below(figure: go.Figure, moment: RunSnapshot) -> None:
    figure.update_xaxes(
        range=[0, moment.epochs * 1.06],
        dtick=max(1, moment.epochs // 10),
        title=says("train", "epoch"),
    )


def picture_progress(project: Project, moment: RunSnapshot, key: str) -> None:
    """The pictures after the epoch that the learner slides to, the latest at first."""
    if not moment.pictures:
        return
    st.markdown(says("train", "same_validation_pictures"))
    epoch = _epoch(sorted(moment.pictures), key)
    picture_wall(
        [picture for said in moment.pictures[epoch] for picture in _on_the_wall(project, said)],
        key=f"{key}_pictures",
        size=SIZE,
        label=says("train", "pictures_after" if epoch else "pictures_before", epoch=epoch),
        pick=False,
    )
    st.caption(in_words(moment, epoch))


def in_words(moment: RunSnapshot, epoch: int) -> str:
    """For example: After epoch 3: 11 of 12 right, on average 87 % sure of the true class."""
    said = moment.pictures[epoch]
    first = moment.pictures.get(0) if epoch else None
    words = says(
        "train", "watched_after" if epoch else "watched_before", epoch=epoch, **_right(said)
    )
    if first is None:
        return words
    return f"{words} {says('train', 'watched_before', **_right(first))}"


def _epoch(epochs: Sequence[int], key: str) -> int:
    if len(epochs) < 2:
        return epochs[-1]
    return int(
        st.select_slider(
            says("train", "look_at_them"),
            epochs,
            epochs[-1],
            format_func=_when,
            key=f"{key}_epoch_{epochs[-1]}",
            label_visibility="collapsed",
        )
    )


def _when(epoch: int) -> str:
    return says("train", "after_epoch" if epoch else "at_first", epoch=epoch)


def _right(said: Sequence[JudgedPicture]) -> dict[str, object]:
    """How many are right, and how sure it is of the true class on average."""
    sure = percent(sum(one.label_probability for one in said) / len(said))
    return {"right": sum(one.is_correct for one in said), "all": len(said), "sure": sure}


def _on_the_wall(project: Project, said: JudgedPicture) -> list[WallPicture]:
    """The picture with its verdict; nothing when the project no longer has it."""
    try:
        path = project.dataset.thumbnail(said.image_id)
    except FileNotFoundError:
        return []
    wrong = says("train", "says_wrong", label=said.label, predicted=said.predicted)
    caption = said.label if said.is_correct else wrong
    tone = "good" if said.is_correct else "bad"
    return [WallPicture(said.image_id, path, caption, percent(said.label_probability), tone)]
