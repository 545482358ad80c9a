"""Nights 11 to 20: the model answers first, a person sees every answer and may stop it."""

import streamlit as st

from core.content import lesson_text, read, says
from core.project.guesses import Question
from core.world.rollout.camp import A_NIGHT, BY_HAND, SUPERVISED
from core.world.rollout.diary import (
    Tally,
    answers,
    goes_on,
    is_stopped,
    misses_by_night,
    place,
    tally,
)
from core.world.rollout.rules import Rules
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import answer, metric, what_you_saw
from ui.world.rollout.by_hand import desk, last_night
from ui.world.rollout.play import Play, colleague_button, who_played

OVERLOOKED = Question[str]("guess_rollout_overlooked_", str, "choice")  # about a run and a seed
CHOICES = read("rollout.yaml", dict[str, str], "watch_choices")


def watched_nights(play: Play, rules: Rules) -> None:
    """The nights one by one, with what they cost so far and the red button; then their sum."""
    text = lesson_text("rollout")
    at_work = goes_on(play.diary, play.home, rules)
    st.markdown(text["watch_intro"].format(look=play.amount(play.now.stakes.look)))
    if not at_work:
        misses = sum(misses_by_night(play.diary, play.home)[:BY_HAND])
        answer(text["stays"].format(misses=misses, go=rules.go), icon=":material/rule:")
    stopped = _stopped(play, rules) if at_work else 0
    if len(play.diary.nights) < SUPERVISED:
        _next_night(play, rules, works=at_work and not stopped)
    else:
        _sum(play, at_work=at_work)


def _stopped(play: Play, rules: Rules) -> int:
    """After which night the model was stopped, 0 where it was not; says so."""
    text, stopped = lesson_text("rollout"), is_stopped(play.diary, play.home, rules)
    if stopped:
        by_rule = play.diary.red_button != stopped
        why = text["watch_by_rule"].format(stop=rules.stop) if by_rule else ""
        st.warning(
            f"{text['watch_stopped'].format(night=stopped)} {why}", icon=":material/stop_circle:"
        )
    return stopped


def _next_night(play: Play, rules: Rules, *, works: bool) -> None:
    night = len(play.diary.nights)
    counted = _counted(play)
    with st.container(horizontal=True, gap="large"):
        metric(says("world", "cost_so_far"), play.amount(counted.cost))
        metric(
            says("world", "the_model_misses"),
            counted.misses,
            says("world", "red_button", misses=rules.stop),
        )
        metric(says("world", "nights_to_go"), SUPERVISED - night)
    desk(play, with_model=works)
    if night > BY_HAND:
        last_night(play)
    with st.container(horizontal=True, vertical_alignment="center"):
        if works:
            st.button(
                says("world", "red_stop_the_model"),
                icon=":material/dangerous:",
                key="red_button",
                on_click=_press,
                args=(play,),
            )
        colleague_button(play, SUPERVISED)


def _press(play: Play) -> None:
    kept = play.diary
    play.keep(kept.model_copy(update={"red_button": max(BY_HAND, len(kept.nights))}))


def _counted(play: Play) -> Tally:
    said = answers(play.diary, play.home, BY_HAND + 1, SUPERVISED)
    return tally(said, play.home, play.now.stakes)


def _sum(play: Play, *, at_work: bool) -> None:
    text, counted = lesson_text("rollout"), _counted(play)
    who = who_played(play.diary, BY_HAND + 1, SUPERVISED)
    asked = "watch_guess_you" if who == "You" else "watch_guess_colleague"
    guess = guess_first(
        play.here,
        OVERLOOKED,
        lambda: guess_pills(text[asked], CHOICES, key="overlooked"),
        place(play.model, play.seed),
        key="rollout_overlooked",
    )
    if not guess.revealed:
        return
    by_hand = counted.pictures * play.now.stakes.look
    with st.container(horizontal=True, gap="large"):
        metric(says("world", "caught"), f"{counted.caught} of {counted.misses}")
        metric(
            says("world", "cost"),
            play.amount(counted.cost),
            says("world", "for_looks", by_hand=play.amount(by_hand)),
        )
        metric(
            says("world", "pictures"), counted.pictures, says("world", "a_night", pictures=A_NIGHT)
        )
    if guess.choice is not None:
        past, half = counted.misses - counted.caught, counted.misses / 2
        note_result(guess.choice == ("none" if not past else "half" if past >= half else "few"))
    lesson = text["watch_missed"] if counted.caught < counted.misses else text["watch_all"]
    guessed = f"{text['late_guessed'].format(guess=CHOICES[guess.choice])} " if (
        guess.choice in CHOICES
    ) else ""  # fmt: skip
    said = text["watch_saw" if counted.misses else "watch_saw_none"].format(
        misses=counted.misses,
        who=who,
        caught=counted.caught,
        cost=play.amount(counted.cost),
        lesson=lesson if at_work else text["watch_not"],
    )
    what_you_saw(guessed + said)
