"""What cleaning changed: accuracy before and after, by class, and the pictures that flipped."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.evaluation.evidence_sets import since_run
from core.evaluation.runs.comparison import (
    Difference,
    RunComparison,
    SharedPicture,
    compare_runs,
)
from core.project.project import Project
from core.statistics import Score
from core.training.outcome import Outcome
from core.training.runs import before_and_after, outcome_of, run_name
from core.words import count_of, percent, percent_range
from ui.clean.steps import go_to
from ui.parts import charts
from ui.parts.background_work import quick_training
from ui.parts.choice import one_of
from ui.parts.lesson import metric, note, what_you_saw
from ui.parts.palette import BLUE, GREY
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

TEXT = lesson_text("clean")
MOST_PICTURES = 30
SETS = {"valid": "Validation set", "test": "Locked test set"}
MOST_CLASSES = 12
ROW_HEIGHT = 52
COUNTS_AT = 1.03  # of the accuracy axis
OFFSET = 0.2  # of a row: the older dot above, the newer below


def before_after(project: Project) -> bool:
    """The latest run beside the last one that saw other labels; whether there are two."""
    runs = before_and_after(project)
    if runs is None:
        return False
    before, after = (outcome_of(project, run) for run in runs)
    if before is None or after is None:
        return False
    note(f"{run_name(runs[0])} → {run_name(runs[1])}")
    changes = {name: compare_runs([before, after], name) for name in SETS}
    _sets(changes, after)
    what_you_saw(_alt_text(changes))
    flipped = changes["valid"].difference(0, 1)
    _flips(project, says("clean", "wrong_before_right_now"), flipped.second_right, "now_right")
    _flips(project, says("clean", "right_before_wrong_now"), flipped.first_right, "now_wrong")
    _by_class(changes)
    return True


def _sets(changes: dict[str, RunComparison], after: Outcome) -> None:
    """Both sets beside each other; the second one only where it was locked away."""
    locked = after.part("test").image_ids
    names = [name for name in SETS if name == "valid" or locked]
    for name, column in zip(names, st.columns(len(names), gap="large"), strict=True):
        with column:
            st.markdown(f"**{SETS[name]}**")
            if changes[name].pictures or name == "valid":
                _scores(changes[name])
            if name == "test":
                note(TEXT["test_shut" if changes[name].pictures else "test_new"])


def _scores(change: RunComparison) -> None:
    if not change.pictures:
        st.markdown(says("clean", "no_picture_kept"))
        return
    with st.container(horizontal=True, gap="large"):
        for label, score in (("Before", change.score(0)), ("After", change.score(1))):
            likely = f"likely {percent_range(score.likely)}"
            metric(label, score.fraction, f"{percent(score.accuracy)}, {likely}")
    then = change.marked[0]
    if then != change.score(0):
        note(TEXT["marked_then"].format(then=then.fraction))


def _by_class(changes: dict[str, RunComparison]) -> None:
    st.markdown(says("clean", "class_by_class"))
    names = {name: title for name, title in SETS.items() if changes[name].pictures}
    if not names:
        return
    chosen = next(iter(names))
    if len(names) > 1:
        chosen = one_of(says("clean", "which_pictures"), names, key="before_after_set", quiet=True)
    class_changes(changes[chosen], key=f"class_changes_{chosen}")


def _flips(project: Project, title: str, flips: Sequence[SharedPicture], key: str) -> None:
    here = {record.id for record in project.dataset.images()} if flips else set()
    shown = [flip for flip in flips if flip.image_id in here][:MOST_PICTURES]
    if not shown:
        return
    st.markdown(f"**{title}: {count_of(len(flips), 'validation picture')}**")
    pictures = [flipped_picture(project, flip, caption=" → ".join(flip.answers)) for flip in shown]
    picture_wall(pictures, key=f"before_after_{key}", label=title, pick=False)


def flipped_picture(
    project: Project, flip: SharedPicture, *, caption: str, badge: str = "", tone: str = ""
) -> WallPicture:
    """A picture that changed sides, as a wall shows it."""
    path = project.dataset.thumbnail(flip.image_id)
    return WallPicture(flip.image_id, path, caption, badge, tone)


def _alt_text(changes: dict[str, RunComparison]) -> str:
    sentences = [_flipped(changes[name], name) for name in SETS if changes[name].pictures]
    if not sentences:
        return says("clean", "two_models_share")
    differences = [change.difference(0, 1) for change in changes.values()]
    flipped = [difference for difference in differences if difference.disagreed]
    if flipped:  # the test set, the last one, has the last word
        sentences.append(luck(flipped[-1]))
    return " ".join(sentences)


def luck(difference: Difference) -> str:
    """Whether coin tosses would often split the flipped pictures like this, in a sentence."""
    return TEXT["chance" if difference.could_be_chance else "no_chance"]


def _flipped(change: RunComparison, name: str) -> str:
    flipped = change.difference(0, 1)
    gained, lost = len(flipped.second_right), len(flipped.first_right)
    stay, flip = ("valid_stay", "valid_flip") if name == "valid" else ("test_stay", "test_flip")
    return says("clean", flip if gained or lost else stay, gained=gained, lost=lost)


def retrain_and_compare(project: Project, outcome: Outcome) -> None:
    """The button where the model does not know today's data; else the latest two models."""
    if why := _out_of_date(project, outcome):
        st.markdown(why)
        quick_training(project, says("clean", "retrain"), key="retrain")
    elif not before_after(project):
        st.markdown(lesson_text("clean")["no_comparison"])
        st.button(says("clean", "sort_pictures"), on_click=go_to, args=("sort",), key="sort_first")


def _out_of_date(project: Project, outcome: Outcome) -> str:
    """Why the latest model should be trained again; empty where there is no reason."""
    since = since_run(outcome, project.dataset.images())
    if since.any:
        return says("clean", "since_last", in_words=since.in_words)
    if project.dataset.test_locked() and not outcome.part("test").image_ids:
        return says("clean", "since_last_training")
    return ""


def class_changes(comparison: RunComparison, key: str) -> None:
    """The classes that changed most; all of them in the table behind the chart."""
    olds, news = comparison.by_class(0), comparison.by_class(1)
    names = comparison.classes_by_change()
    shown = names[:MOST_CLASSES]
    said = "; ".join(
        says("clean", "before_and_after", name=name, before=before, after=after)
        for name in shown
        for before, after in [(_score_in_words(olds[name]), _score_in_words(news[name]))]
    )
    charts.show(
        _changes_drawn(shown, [olds[name] for name in shown], [news[name] for name in shown]),
        table=_change_frame(names, olds, news),
        alt=says("clean", "accuracy_by_class", said=said),
        key=key,
        height=50 + ROW_HEIGHT * len(shown),
    )
    more = len(names) > len(shown)
    most = says("clean", "most_changed", count=MOST_CLASSES) if more else ""
    note(f"{TEXT['two_dots']} {most}".strip())


def _changes_drawn(
    names: Sequence[str], before: Sequence[Score], after: Sequence[Score]
) -> go.Figure:
    """Two dots a class, and their counts in a column of their own."""
    figure = go.Figure()
    _dots(figure, "before", before, -OFFSET, GREY, "circle-open")
    _dots(figure, "after", after, OFFSET, BLUE, "circle")
    _counts(figure, before, -OFFSET)
    _counts(figure, after, OFFSET)
    lowest = min(score.likely[0] for score in (*before, *after))
    figure.update_xaxes(range=[max(-0.02, lowest - 0.05), 1.22], tickformat=".0%")
    figure.update_xaxes(tickvals=[0, 0.25, 0.5, 0.75, 1])
    rows = list(range(len(names)))
    return figure.update_yaxes(range=[len(names) - 0.5, -0.5], tickvals=rows, ticktext=names)


def _dots(
    figure: go.Figure, when: str, scores: Sequence[Score], offset: float, colour: str, symbol: str
) -> None:
    figure.add_scatter(
        x=[score.accuracy for score in scores],
        y=[row + offset for row in range(len(scores))],
        error_x=charts.likely_ranges(scores),
        mode="markers",
        marker={"size": 13, "color": colour, "symbol": symbol, "line": {"width": 3}},
        cliponaxis=False,
        customdata=[f"{when}: {_score_in_words(score)}" for score in scores],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _counts(figure: go.Figure, scores: Sequence[Score], offset: float) -> None:
    """In a column of their own on the right, where no dot can cover them."""
    figure.add_scatter(
        x=[COUNTS_AT] * len(scores),
        y=[row + offset for row in range(len(scores))],
        mode="text",
        text=[score.fraction for score in scores],
        textposition="middle right",
        textfont={"size": 13},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _score_in_words(score: Score) -> str:
    return f"{score.fraction}, likely {percent_range(score.likely)}"


def _change_frame(
    names: Sequence[str], before: Mapping[str, Score], after: Mapping[str, Score]
) -> pd.DataFrame:
    rows = [
        (when, score.correct, score.total, score.accuracy, *score.likely)
        for name in names
        for when, score in (("before", before[name]), ("after", after[name]))
    ]
    columns = ["when", "right", "pictures", "accuracy", "likely from", "likely to"]
    labels = [name for name in names for _ in range(2)]
    return pd.DataFrame(rows, columns=columns, index=labels)
