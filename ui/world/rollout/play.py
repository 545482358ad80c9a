"""One learner's thirty nights: the model, its costs, the pictures, and which nights they are."""

from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st

from core.content import lesson_text, says
from core.drivetrain.decide.situation import Situation, situation
from core.evaluation.abroad import NotJudged
from core.evaluation.evidence_sets import is_test_open
from core.project.project import Project
from core.project.records import RunRecord
from core.world.rollout.camp import JudgedShots, Pool, Rows, at_home, pool
from core.world.rollout.diary import Diary, diary, keep, with_colleague
from core.world.rollout.expansion import EXPANSION, Expansion, judge_expansion, place
from core.world.rollout.nights import (
    Camp,
    Nights,
    bad_from_the_start,
    camp,
    home_nights,
    thirty_nights,
)
from core.world.rollout.rules import Rules, kept_rules, with_costlier_mistakes
from ui.parts.background_work import quick_training
from ui.parts.cost_words import amount
from ui.parts.lesson import hint
from ui.world.abroad import outcome_or_wait

MOST_SEEDS = 999


@dataclass(frozen=True, eq=False)
class Play:
    """A model in a project, the learner's costs, what the first camera sees, and the seed of the
    nights."""

    here: Project
    model: RunRecord
    now: Situation
    seen: JudgedShots
    seed: int

    @property
    def home(self) -> Pool:
        """The first camera under the learner's rule."""
        return _pool(self.now, self.seen)

    @property
    def diary(self) -> Diary:
        """What the learner's nights were so far."""
        return diary(self.here, self.model, self.seed)

    def keep(self, kept: Diary) -> None:
        """Write the nights down."""
        keep(self.here, self.model, self.seed, kept)

    @property
    def own_rows(self) -> Rows:
        """The pictures of the learner's own nights 1 to 20, (20, A_NIGHT) rows of `home`."""
        return _own_rows(self.home, self.seed)

    @property
    def rules(self) -> Rules | None:
        """The rules that were written first."""
        return kept_rules(self.here)

    def amount(self, cost: float) -> str:
        """A cost with the learner's unit, for Markdown."""
        return amount(cost, self.now.costs.unit)


def begun(here: Project, model: RunRecord, seed: int) -> Play | None:
    """What there is to play with; says what to do, and returns None, where there is nothing."""
    try:
        now = situation(here, model)
        if now is None:
            raise NotJudged(says("world", "model_left_no"))
        opened = is_test_open(here, model)
        seen = _seen(here.path, model.id, here.changed(), opened)
    except NotJudged as reason:
        hint(str(reason))
        quick_training(here, says("world", "train_again"), key="rollout_train")
        return None
    return Play(here, model, now, seen, seed)


def which_nights() -> int:
    """The seed, from a box that stays out of the way; a class with one number has one camp."""
    with st.popover(says("world", "other_nights"), type="tertiary"):
        number = st.number_input(
            says("world", "which_thirty_nights"),
            1,
            MOST_SEEDS,
            key="nights",
            bind="query-params",
            help=says("world", "another_number_other"),
        )
    return min(max(int(number), 1), MOST_SEEDS)


def expansion(play: Play) -> Expansion | None:
    """What the model says of the new cameras; its progress, with Stop, until then."""
    begin = partial(judge_expansion, play.here, play.model)
    about = place(play.here, play.model)
    return outcome_or_wait(EXPANSION, play.here, about, begin, key="rollout")


def prepare(play: Play) -> None:
    """Begin to judge the new cameras while the learner does something else."""
    if EXPANSION.progress(play.here, place(play.here, play.model)) is None:
        judge_expansion(play.here, play.model)


def tries(play: Play, grown: Expansion, times: int = 1, *, bad: bool = False) -> Nights:
    """The thirty nights many times over; the first try is the learner's own. With `times` costlier
    mistakes; `bad` where the camp is from the start as on night 30."""
    now = with_costlier_mistakes(play.now, times)
    return _tries(play.seen, now, grown, play.seed, bad)


def camp_of(play: Play, grown: Expansion) -> Camp:
    """The cameras."""
    return _camp(play.seen, play.now, grown)


def colleague_button(play: Play, until: int) -> None:
    """Lets somebody else do the nights that are left of this step."""
    text = lesson_text("rollout")

    def take_over() -> None:
        play.keep(with_colleague(play.diary, play.home, play.own_rows, until))

    st.button(
        text["hand_colleague"].format(night=until),
        key=f"colleague_{until}",
        help=text["hand_colleague_about"],
        on_click=take_over,
    )


def who_played(kept: Diary, first: int, last: int) -> str:
    """Who did most of these nights: "You", or "Your colleague"."""
    nights = kept.nights[first - 1 : last]
    own = sum(not night.by_colleague for night in nights)
    return "You" if own else "Your colleague"


@lru_cache(maxsize=8)
def _seen(path: Path, run_id: str, _changed: int, _opened: bool) -> JudgedShots:
    project = Project(path)
    return at_home(project, project.runs.get(run_id))


@lru_cache(maxsize=8)
def _pool(now: Situation, seen: JudgedShots) -> Pool:
    return pool(now, seen)


@lru_cache(maxsize=16)
def _own_rows(home: Pool, seed: int) -> Rows:
    rows: Rows = home_nights(home, seed)[0]
    return rows


@lru_cache(maxsize=8)
def _camp(seen: JudgedShots, now: Situation, grown: Expansion) -> Camp:
    return camp(now, seen, grown)


@lru_cache(maxsize=4)
def _tries(seen: JudgedShots, now: Situation, grown: Expansion, seed: int, bad: bool) -> Nights:
    usual = _camp(seen, now, grown)
    return thirty_nights(bad_from_the_start(usual) if bad else usual, seed)
