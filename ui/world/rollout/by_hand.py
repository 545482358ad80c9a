"""Nights 1 to 10: the learner names what comes by, the model answers where nobody sees it."""

import streamlit as st

from core.content import lesson_text, says
from core.project.guesses import Question, is_near
from core.world.rollout.camp import BY_HAND
from core.world.rollout.diary import (
    Answer,
    answers,
    goes_on,
    misses_by_night,
    place,
    tally,
    with_night,
)
from core.world.rollout.rules import Rules
from ui.parts.guess import guess_first, note_result, tell_number
from ui.parts.lesson import answer, as_text, metric, what_you_saw
from ui.world.condition import shown_jpeg
from ui.world.night_desk.night_desk import night_desk
from ui.world.rollout.play import Play, colleague_button, who_played
from ui.world.rollout.quiet_nights import quiet_nights
from ui.world.rollout.rule_sliders import IN_TEN_NIGHTS

MISSES = Question[int]("guess_rollout_misses_", int, "misses")  # about a run and a seed
WALL = 5


def by_hand(play: Play, rules: Rules) -> None:
    """A guess, ten nights, and what they say."""
    text = lesson_text("rollout")
    st.markdown(text["hand_intro"])
    about = place(play.model, play.seed)
    guess = guess_first(play.here, MISSES, _ask, about, key="rollout_misses")
    if not guess.revealed:
        return
    done = len(play.diary.nights)
    if done < BY_HAND:
        desk(play)
        if done:
            last_night(play)
        colleague_button(play, BY_HAND)
        return
    _ten_nights(play, rules, guess.choice)
    quiet_nights(play)


def desk(play: Play, *, with_model: bool = False) -> None:
    """The next night's pictures; `with_model` says beside each what the model answers."""
    kept = play.diary
    rows = play.own_rows[len(kept.nights)]
    shots = [play.home.shots[row] for row in rows]
    answers_shown = [play.home.vocab[play.home.said[row]] for row in rows] if with_model else None
    st.subheader(says("world", "night", number=len(kept.nights) + 1), anchor=False)

    def save(said: list[str]) -> None:
        play.keep(with_night(kept, play.home, rows, said))

    night_desk(
        f"{place(play.model, play.seed)}-{len(kept.nights)}",
        [shown_jpeg(str(shot.path), shot.id) for shot in shots],
        play.home.vocab,
        save,
        says=answers_shown,
    )


def last_night(play: Play) -> None:
    """In one line where person and model differed in the night before, and those pictures."""
    text, night = lesson_text("rollout"), len(play.diary.nights)
    said = answers(play.diary, play.home, night, night)
    differ = _differing(play, said)
    words = text["night_so_far"] if differ else text["differ_none"]
    who = who_played(play.diary, night, night)
    st.markdown(words.format(night=night, who=who, differ=len(differ), pictures=len(said)))
    _wall(play, differ, who)


def _ask() -> int:
    question = lesson_text("rollout")["hand_guess"].format(pictures=IN_TEN_NIGHTS)
    st.markdown(f"**{question}**")
    most, key = IN_TEN_NIGHTS // 2, "guess_rollout_misses"
    chosen = st.slider(
        says("world", "how_many_misses"),
        0,
        most,
        IN_TEN_NIGHTS // 8,
        key=key,
        persist_state="session",
    )
    tell_number(question, chosen, most)
    return chosen


def _ten_nights(play: Play, rules: Rules, guess: int | None) -> None:
    text, who = lesson_text("rollout"), who_played(play.diary, 1, BY_HAND)
    said = answers(play.diary, play.home, 1, BY_HAND)
    counted = tally(said, play.home, play.now.stakes)
    with st.container(horizontal=True, gap="large"):
        metric(says("world", "different_answers"), f"{counted.differ} of {counted.pictures}")
        metric(
            says("world", "misses_by_the_model"),
            counted.misses,
            says("world", "rule_allows", misses=rules.go),
        )
        metric(says("world", "it_would_have_asked"), counted.asks)
    words = text["hand_saw" if counted.differ else "hand_saw_same"].format(
        who=who,
        differ=counted.differ,
        pictures=counted.pictures,
        you=counted.you_right,
        model=counted.model_right,
        misses=counted.misses,
        asks=counted.asks,
    )
    if guess is not None:
        note_result(is_near(guess, counted.misses, IN_TEN_NIGHTS // 2))
    guessed = "" if guess is None else f"{text['hand_guessed'].format(guess=guess)} "
    what_you_saw(guessed + words)
    _wall(play, _differing(play, said), who)
    decision = text["goes_on"] if goes_on(play.diary, play.home, rules) else text["stays"]
    misses = sum(misses_by_night(play.diary, play.home)[:BY_HAND])
    answer(decision.format(misses=misses, go=rules.go), icon=":material/rule:")


def _differing(play: Play, said: list[Answer]) -> list[Answer]:
    """Where person and model differ, each picture once."""
    differ = {one.row: one for one in said if one.said != play.home.said[one.row]}
    return list(differ.values())


def _wall(play: Play, said: list[Answer], who: str) -> None:
    caption, vocab = lesson_text("rollout")["differ_caption"], play.home.vocab
    with st.container(horizontal=True, gap="small"):
        for one in said[:WALL]:
            shot = play.home.shots[one.row]
            words = caption.format(
                who=who,
                said=vocab[one.said],
                model=vocab[play.home.said[one.row]],
                label=vocab[play.home.targets[one.row]],
            )
            st.image(shown_jpeg(str(shot.path), shot.id), width=150, caption=as_text(words), alt="")
