"""Fix and see at once: what the choices that wait would change, before they are applied."""

import streamlit as st

from core.content import lesson_text
from core.evaluation.runs.comparison import Difference, RunComparison
from core.evaluation.staged_labels import (
    Choices,
    Foreseen,
    changes_waiting,
    foreseen_so_far,
)
from core.learning.tour.place import tour_asks
from core.project.project import Project
from core.statistics import Score
from core.words import count_of, percent_range
from ui.clean.before_after import flipped_picture, luck
from ui.parts.lesson import as_text, note
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

TEXT = lesson_text("clean")
LOOK_AGAIN = 0.4  # seconds
MOST_PICTURES = 4
SIZE = 52
NEVER_APART = "\u00a0"
_SHOWN = "fix_and_see_shown"  # what stays on screen while the next one is worked out


def fix_and_see(project: Project) -> None:
    """A strip that stays in sight below the wall; nothing while nothing waits to be changed.

    It never makes the page wait: what is not worked out yet is shown when it is."""
    choices = changes_waiting(project)
    if not choices:
        st.session_state.pop(_SHOWN, None)
        return
    works = foreseen_so_far(project, choices).state == "running"
    with st.bottom, st.container(border=True, key="fix_and_see", gap="xsmall"):
        st.fragment(_strip, run_every=LOOK_AGAIN if works else None)(project, choices, works)


def _strip(project: Project, choices: Choices, worked: bool) -> None:
    now = foreseen_so_far(project, choices)
    if now.result is not None:
        st.session_state[_SHOWN] = (project.id, now.result)
    whose, shown = st.session_state.get(_SHOWN, ("", None))
    title = TEXT["see_title"].format(changes=count_of(len(choices), "change"))
    if now.state == "failed":
        st.markdown(f"**{title}**")
        note(as_text(now.message))
    elif shown is None or whose != project.id:
        st.markdown(f"**{title}** :gray[{as_text(now.message) or TEXT['see_working']}]")
    else:
        _found(project, shown, f"**{title}**", old=now.result is None)
    if worked and now.state != "running":
        st.rerun()  # what was found is on screen; the page need not look again


def _found(project: Project, found: Foreseen, title: str, *, old: bool) -> None:
    """All scores in one line, grey where they are `old`: of the changes before the last one."""
    flips = _flips(project, found.valid)
    words, beside = st.columns([2, 1], vertical_alignment="center") if flips else (st, None)
    figures = _figures(found)
    words.markdown(f"{title} " + (f":gray[{figures} …]" if old else figures))
    change = found.valid.difference(0, 1)
    on_tour = tour_asks(project, "clean")  # the tour has the other half of the screen
    said = _exam(found.valid) if on_tour else _said(found.valid, change)
    if said:
        words.caption(said, help=luck(change) if change.disagreed else None)
    if beside is not None:
        with beside:
            picture_wall(flips, key="foreseen", size=SIZE, label=TEXT["see_wall"], pick=False)


def _figures(found: Foreseen) -> str:
    """All scores in one line."""
    title = TEXT["see_day" if found.has_night else "see_valid"]
    scores = {title: (found.valid.score(0), found.valid.score(1))}
    elsewhere = {as_text(one.title): one.scores for one in found.elsewhere}
    said = (f"{name} {_figure(both)}" for name, both in (scores | elsewhere).items())
    return " · ".join(one.replace(" ", NEVER_APART) for one in said)


def _figure(scores: tuple[Score, Score] | None) -> str:
    if scores is None:
        return "…"
    before, after = scores
    return f"**{before.correct} → {after.fraction}**"


def _flips(project: Project, valid: RunComparison) -> list[WallPicture]:
    """The first validation pictures that change sides, those that get right before the others."""
    difference = valid.difference(0, 1)
    marked = [(flip, "✓", "good") for flip in difference.second_right]
    marked += [(flip, "✗", "bad") for flip in difference.first_right]
    here = {record.id for record in project.dataset.images()}
    return [
        flipped_picture(project, flip, caption=flip.answers[1], badge=badge, tone=tone)
        for flip, badge, tone in marked
        if flip.image_id in here
    ][:MOST_PICTURES]


def _said(valid: RunComparison, difference: Difference) -> str:
    """How many change sides, how sure that is, and what the validation pictures are judged by."""
    right, wrong = len(difference.second_right), len(difference.first_right)
    flips = TEXT["see_flips"].format(right=right, wrong=wrong) if right or wrong else ""
    likely = TEXT["see_likely"].format(likely=percent_range(valid.score(1).likely))
    return " ".join(filter(None, (flips or TEXT["see_none"], likely, _exam(valid))))


def _exam(valid: RunComparison) -> str:
    """What the validation pictures are judged by, where some of them are among the changed."""
    return TEXT["see_exam"] if valid.relabelled or any(valid.left_out) else ""
