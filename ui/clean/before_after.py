"""What cleaning changed: accuracy before and after, by class, and the pictures that flipped."""

from collections.abc import Sequence

import streamlit as st

from core.content import lesson_text
from core.evaluation.evidence_sets import since_run
from core.evaluation.runs.comparison import RunComparison, SharedPicture, compare_runs
from core.project.project import Project
from core.statistics import Score
from core.training.outcome import Outcome
from core.training.runs import before_and_after, outcome_of, run_name
from core.words import count_of, percent, percent_range
from ui.clean.before_after_classes import class_changes
from ui.clean.steps import go_to
from ui.parts.background_work import quick_training
from ui.parts.lesson import note, what_you_saw
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

TEXT = lesson_text("clean")
MOST_PICTURES = 30
SETS = {"valid": "Validation set", "test": "Locked test set"}


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
    _flips(project, "Wrong before, right now", flipped.second_right, "now_right")
    _flips(project, "Right before, wrong now", flipped.first_right, "now_wrong")
    _by_class(changes)
    return True


def _sets(changes: dict[str, RunComparison], after: Outcome) -> None:
    """Both sets beside each other; the second one only where it was locked away."""
    locked = after.part("test").image_ids
    names = [name for name in SETS if name == "valid" or locked]
    for name, column in zip(names, st.columns(2, gap="large"), strict=False):
        with column:
            st.markdown(f"**{SETS[name]}**")
            if changes[name].pictures or name == "valid":
                _scores(changes[name])
            if name == "test":
                note(TEXT["test_shut" if changes[name].pictures else "test_new"])


def _scores(change: RunComparison) -> None:
    if not change.pictures:
        st.markdown("No picture in it was kept from the first model and from the second.")
        return
    with st.container(horizontal=True, gap="large"):
        _score("Before", change.score(0))
        _score("After", change.score(1))
    then = change.marked[0]
    if then != change.score(0):
        note(
            f"At its own training the first model was marked {then.correct} of {then.total}. "
            "The set changed since, so here both models are marked on the same pictures, by "
            "today's labels."
        )


def _score(label: str, score: Score) -> None:
    st.metric(
        label,
        f"{score.correct} of {score.total}",
        delta=f"{percent(score.accuracy)}, likely {percent_range(score.likely)}",
        delta_color="off",
        delta_arrow="off",
        width="content",
    )


def _by_class(changes: dict[str, RunComparison]) -> None:
    st.markdown("**Class by class**")
    names = [name for name in SETS if changes[name].pictures]
    chosen = names[0] if names else ""
    if len(names) > 1:
        chosen = st.segmented_control(
            "Which pictures",
            names,
            format_func=lambda name: SETS[name],
            default=names[0],
            required=True,
            key="before_after_set",
            label_visibility="collapsed",
        )
    if chosen:
        class_changes(changes[chosen], key=f"class_changes_{chosen}")


def _flips(project: Project, title: str, flips: Sequence[SharedPicture], key: str) -> None:
    here = {record.id for record in project.dataset.images()} if flips else set()
    shown = [flip for flip in flips if flip.image_id in here][:MOST_PICTURES]
    if not shown:
        return
    st.markdown(f"**{title}: {count_of(len(flips), 'validation picture')}**")
    pictures = [
        WallPicture(
            id=flip.image_id,
            path=project.dataset.thumbnail(flip.image_id),
            caption=" → ".join(flip.answers),
        )
        for flip in shown
    ]
    picture_wall(pictures, key=f"before_after_{key}", label=title, pick=False)


def _alt_text(changes: dict[str, RunComparison]) -> str:
    sentences = [_flipped(changes[name], name) for name in SETS if changes[name].pictures]
    if not sentences:
        return "The two models share no picture they were checked on."
    differences = [change.difference(0, 1) for change in changes.values()]
    flipped = [difference for difference in differences if difference.disagreed]
    if flipped:  # the test set, the last one, has the last word
        sentences.append(TEXT["chance" if flipped[-1].could_be_chance else "no_chance"])
    return " ".join(sentences)


def _flipped(change: RunComparison, name: str) -> str:
    flipped = change.difference(0, 1)
    gained, lost = len(flipped.second_right), len(flipped.first_right)
    picture = "validation picture" if name == "valid" else "locked test picture"
    if not gained and not lost:
        return f"No {picture} changed sides."
    return f"{count_of(gained, picture)} went from wrong to right and {lost} from right to wrong."


def retrain_and_compare(project: Project, outcome: Outcome) -> None:
    """The button where the model does not know today's data; else the latest two models."""
    if why := _out_of_date(project, outcome):
        st.markdown(why)
        quick_training(project, "Retrain", key="retrain")
    elif not before_after(project):
        st.markdown(lesson_text("clean")["no_comparison"])
        st.button("Sort pictures", on_click=go_to, args=("sort",), key="sort_first")


def _out_of_date(project: Project, outcome: Outcome) -> str:
    """Why the latest model should be trained anew; empty where there is no reason."""
    since = since_run(outcome, project.dataset.images())
    if since.any:
        return f"Since the last training: **{since.in_words}**."
    if project.dataset.test_locked() and not outcome.part("test").image_ids:
        return "Since the last training **a test set was locked away**."
    return ""
