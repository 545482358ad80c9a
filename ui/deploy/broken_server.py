"""It worked in the notebook: a server is broken on purpose, guessed about, and really asked."""

from typing import Any

import streamlit as st

from core.content import says
from core.deploy.broken_server.faults import FAULTS
from core.deploy.broken_server.measured import (
    LOSS,
    MEASURING,
    TEN,
    Asked,
    Band,
    Measured,
    about,
    held_out,
    measured,
    start_measuring,
)
from core.deploy.broken_server.missing_module import KEY, Lacked, lacked, start_without_module
from core.deploy.broken_server.words import broken_text, fault_text
from core.production.run_files import model_labels
from core.project.guesses import Guess
from core.project.project import Project
from core.project.records import RunRecord
from core.words import count_of, listed
from ui.parts.background_work import watched
from ui.parts.choice import one_of
from ui.parts.guess import guess_choice, guess_first, verdict
from ui.parts.lesson import as_text, hint
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall
from ui.parts.worker_answer import warm_worker

SHOWN = 24


def broken_server(project: Project, run: RunRecord) -> None:
    """The learner picks a fault, guesses what it costs, and both servers are asked."""
    text = broken_text()
    st.subheader(says("deploy", "worked_notebook"), anchor=False)
    st.markdown(text.intro)
    if not held_out(project, run):
        hint(text.no_pictures)
        return
    fault = _which_fault()
    _its_story(project, run, fault)
    guess = guess_first(
        project,
        LOSS,
        lambda: _ask(fault),
        about(run, fault),
        key=f"broken_server_{fault}",
        topic=fault,
    )
    if guess.revealed:
        _reveal(project, run, fault, guess)


def _which_fault() -> str:
    titles = {fault: said.title for fault, said in broken_text().faults.items()}
    how: dict[str, Any] = {"row": st.pills, "wrap": True, "persist_state": "session"}
    fault: str = one_of(broken_text().which, titles, key="broken_server_fault", **how)
    return fault


def _its_story(project: Project, run: RunRecord, fault: str) -> None:
    """What goes wrong, in words and as the one line of code that differs."""
    said = fault_text(fault, model_labels(project, run).resize)
    st.markdown(" ".join(filter(None, [said.story, said.sent])))
    right, wrong = st.columns(2, gap="medium")
    right.markdown(says("deploy", "the_careful_server"))
    right.code(said.right, wrap_lines=True)
    wrong.markdown(says("deploy", "the_broken_server"))
    wrong.code(said.wrong, wrap_lines=True)


def _ask(fault: str) -> Band | None:
    bands = broken_text().bands
    place = guess_choice(broken_text().ask, list(bands.values()), key=f"broken_loss_{fault}")
    return None if place is None else list(bands)[place]


def _reveal(project: Project, run: RunRecord, fault: str, guess: Guess[Band]) -> None:
    if fault == KEY:
        found = lacked(project, run)
        if found is None:
            _work_on(project, run, fault)
        else:
            _without_module(project, run, found, guess)
        return
    answers = measured(project, run, fault)
    if answers is None:
        _work_on(project, run, fault)
    else:
        _told(project, run, fault, answers, guess)


def _work_on(project: Project, run: RunRecord, fault: str) -> None:
    """The progress with Stop; begun by itself, and by a button after it was stopped or failed."""
    if watched(MEASURING, project, key="broken_server_stop"):
        return
    last = MEASURING.progress(project)
    if last is not None and last.result == fault and last.state in ("stopped", "failed"):
        (st.error if last.state == "failed" else st.caption)(as_text(last.message))
        if not st.button(broken_text().measure, type="primary", key="broken_server_again"):
            return
    if fault in FAULTS:
        start_measuring(project, run, fault)
    else:
        start_without_module(project, run, warm_worker())
    st.rerun()


def _told(
    project: Project, run: RunRecord, fault: str, answers: Measured, guess: Guess[Band]
) -> None:
    """Both scores, the pictures that flipped, and what the smoke test says of the first ten."""
    text = broken_text()
    figures = {"careful": answers.careful.in_words, "broken": answers.broken.in_words}
    _verdict(guess, answers.band, text.told.format(**figures))
    _flipped(project, run, fault, answers)
    verdict_of_test = text.caught_some if answers.caught else text.caught_nothing
    ten = min(TEN, len(answers.asked))
    st.markdown(text.caught.format(caught=f"{answers.caught} of {ten}", verdict=verdict_of_test))


def _verdict(guess: Guess[Band], found: Band, told: str) -> None:
    if guess.choice is None:
        st.markdown(told)
    else:
        verdict(guess.choice == found, told)


def _flipped(project: Project, run: RunRecord, fault: str, answers: Measured) -> None:
    flipped = answers.flipped
    if not flipped:
        st.markdown(broken_text().none_flipped)
        return
    count = count_of(len(flipped), "picture")
    st.markdown(broken_text().flipped.format(count=count))
    shown = [_on_wall(project, answers.vocab, one) for one in flipped[:SHOWN]]
    key = f"broken_wall_{about(run, fault)}"
    picture_wall(shown, key, label=says("deploy", "pictures_with_another_answer"), pick=False)


def _on_wall(project: Project, vocab: list[str], one: Asked) -> WallPicture:
    label, said = vocab[one.label], vocab[one.broken]
    right = one.broken == one.label
    thumbnail = project.dataset.thumbnail(one.image_id)
    return WallPicture(one.image_id, thumbnail, label, said, "good" if right else "bad")


def _without_module(project: Project, run: RunRecord, found: Lacked, guess: Guess[Band]) -> None:
    """What the log of the server says, and what belongs into its requirements."""
    text = broken_text()
    pictures = count_of(len(held_out(project, run)), "validation picture")
    figures = {"module": as_text(found.module), "pictures": pictures}
    told = text.started if found.answers else text.started_not
    _verdict(guess, "none" if found.answers else "most", told.format(**figures))
    if not found.answers:
        _log(found)
    modules = listed([f"`{as_text(name)}`" for name in found.needed])
    st.markdown(text.needed.format(modules=modules))


def _log(found: Lacked) -> None:
    text = broken_text()
    above, below = st.columns(2, gap="medium")
    above.markdown(text.fastai_says)
    above.code(found.fastai, language=None, wrap_lines=True)
    below.markdown(text.python_says)
    below.code(found.python, language=None, wrap_lines=True)
    if found.module not in found.fastai and found.module in found.python:
        st.markdown(text.hidden)
