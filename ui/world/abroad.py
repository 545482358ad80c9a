"""A guess, then what the model really says of its pictures under a condition."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pandas as pd
import streamlit as st

from core.content import lesson_text, says
from core.evaluation.abroad import (
    ABROAD,
    Abroad,
    Standing,
    go_abroad,
    home_outcome,
    place,
    standing,
    surely_wrong,
    work_place,
)
from core.evaluation.elsewhere import Elsewhere, seen_elsewhere
from core.evaluation.reliability import confidence_bars
from core.evaluation.tried_abroad import note_tried
from core.jobs.background import Background
from core.learning.tour.place import tour_asks, tour_waits
from core.project.guesses import Question, is_near, saved_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.words import count_of, percent
from ui.parts.background_work import watched
from ui.parts.charts import show
from ui.parts.guess import guess_first, guess_number, note_result
from ui.parts.lesson import as_text, hint, metric, note, what_you_saw
from ui.parts.palette import BLUE, ORANGE
from ui.parts.reliability_chart import (
    lowest_bar,
    reliability_alt,
    reliability_chart,
    reliability_curve,
)
from ui.world.condition import shown_jpeg

RIGHT_ABROAD = Question[int]("guess_abroad_", int, "right")  # about a run under a condition
WALL = 6
SOON = 0.4  # seconds that are shorter than showing a progress bar
T = TypeVar("T")


def study(here: Project, model: RunRecord, where: Elsewhere) -> Abroad | None:
    """What was found out, once the learner has guessed and it is worked out; asks until then."""
    guess = _guess(here, model, where)
    return worked_out(here, model, where) if guess is not None else None


def worked_out(here: Project, model: RunRecord, where: Elsewhere) -> Abroad | None:
    """The study of the run elsewhere; begins it, and shows how far it is, until then."""
    begin = partial(go_abroad, here, model, where)
    about = work_place(here, model, where)
    return outcome_or_wait(ABROAD, here, about, begin, key="abroad")


def outcome_or_wait(
    kind: Background[T], here: Project, about: str, begin: Callable[[], None], *, key: str
) -> T | None:
    """What the work gave, which is begun here; while it is under way its progress, and where it
    ended without, why."""
    if kind.progress(here, about) is None:
        begin()
        kind.wait(here, SOON, about)
    if watched(kind, here, key=f"{key}_stop", about=about):
        return None
    ended = kind.progress(here, about)
    if ended is None or ended.result is None:
        hint(as_text(ended.message if ended else ""))
        if st.button(says("world", "look_again"), key=f"{key}_again"):
            kind.forget(here, about)
            st.rerun()
        return None
    return ended.result


def _guess(here: Project, model: RunRecord, where: Elsewhere) -> int | None:
    """The learner's guess about this, −1 where they skipped it; None until then."""
    if tour_asks(here, "domain"):
        return None if tour_waits(here, "domain") else -1
    outcome = home_outcome(here, model)
    home, count = standing(outcome).score, len(seen_elsewhere(here, outcome, where).files)

    pictures = count_of(count, "picture")

    def ask() -> int:
        question = lesson_text("domain")["guess_set" if where.held_back else "guess_right"]
        prompt = question.format(home=home.fraction, count=count, pictures=pictures)
        key = f"guess_abroad_{where.name}"
        return guess_number(prompt, says("world", "how_many_right"), max(count, 1), key=key)

    about = place(model, where)
    guess = guess_first(here, RIGHT_ABROAD, ask, about, key="abroad", topic=where.name)
    if not guess.revealed:
        return None
    return -1 if guess.choice is None else guess.choice


def reveal(here: Project, model: RunRecord, found: Abroad, where: Elsewhere) -> None:
    """The figures, the curve, and the pictures it was surely wrong about."""
    note_tried(here, model, where, found)
    home, abroad = standing(found.home), standing(found.abroad)
    _figures(home, abroad)
    what_you_saw(_words(here, model, home, abroad, where))
    _wrong(found, where)
    _curve(found)


def _figures(home: Standing, abroad: Standing) -> None:
    with st.container(horizontal=True, gap="large"):
        for name, one in (("Right at home", home), ("Right here", abroad)):
            low, high = one.score.likely
            metric(
                name,
                one.score.fraction,
                says("world", "likely", low=percent(low), high=percent(high)),
            )
        metric(
            says("world", "how_sure_here"),
            percent(abroad.sure),
            says("world", "at_home", figure=percent(home.sure)),
        )
        metric(
            says("world", "sure_and_wrong_here"),
            abroad.sure_and_wrong,
            says("world", "at_home", figure=home.sure_and_wrong),
        )


def _words(
    here: Project,
    model: RunRecord,
    home: Standing,
    abroad: Standing,
    where: Elsewhere,
) -> str:
    text = lesson_text("domain")
    said = text["revealed"].format(
        home=home.score.in_words,
        abroad=abroad.score.in_words,
        sure_home=percent(home.sure),
        sure_abroad=percent(abroad.sure),
        surely=abroad.sure_and_wrong,
    )
    guess = saved_guess(here, RIGHT_ABROAD, place(model, where)).choice
    if guess is not None and not tour_asks(here, "domain"):
        note_result(is_near(guess, abroad.score.correct, abroad.score.total))
        said = f"{text['your_guess'].format(guess=guess, count=abroad.score.total)} {said}"
    lost = home.score.accuracy - abroad.score.accuracy
    return f"{said} {text['still_good'] if lost < 0.1 else text['worse']}"


def _wrong(found: Abroad, where: Elsewhere) -> None:
    rows = surely_wrong(found.abroad)[:WALL]
    st.markdown(f"**{lesson_text('domain')['surely_wrong']}**")
    if not rows:
        note(lesson_text("domain")["none_wrong"])
        return
    with st.container(horizontal=True, gap="small", key="abroad_wrong"):
        for row in rows:
            judged = found.abroad.judged(row)
            sure = percent(judged.confidence)
            names = {"label": judged.label, "called": judged.predicted, "sure": sure}
            caption = as_text(says("world", "called", **names))
            st.image(picture_abroad(found, row, where), width=150, caption=caption, alt="")


def picture_abroad(found: Abroad, row: int, where: Elsewhere) -> bytes:
    """A JPEG of one picture as the model saw it there."""
    image_id = found.abroad.image_ids[row]
    path = str(found.files[image_id])
    if where.held_back:
        return shown_jpeg(path)
    return shown_jpeg(path, image_id, where.name, where.strength)


def _curve(found: Abroad) -> None:
    note(lesson_text("domain")["curve"])
    home, abroad = confidence_bars(found.home), confidence_bars(found.abroad)
    curves = [
        reliability_curve(home, says("world", "home"), BLUE, "circle"),
        reliability_curve(abroad, "here", ORANGE, "diamond"),
    ]
    show(
        reliability_chart(curves, lowest_bar(home, abroad)),
        table=pd.DataFrame(
            [
                (where, percent(bar.said), bar.score.fraction)
                for where, bars in (("at home", home), ("here", abroad))
                for bar in bars
                if bar.score.total
            ],
            columns=["where", "sure on average", "right"],
        ),
        alt=reliability_alt(abroad),
        key="abroad_curve",
        height=360,
    )
