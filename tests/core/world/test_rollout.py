"""Thirty nights against sums done by hand, night by night and try by try, and exact intervals."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.stakes import Stakes
from core.evaluation.abroad import home_outcome
from core.learning.report.content import filled, own_words, save_words, write_steps
from core.project.project import Project
from core.starter.bear_sets import add_bears
from core.training.quick.quick import train_quick
from core.training.runs import chosen_run
from core.world.rollout import expansion
from core.world.rollout.camp import A_NIGHT, BY_HAND, CAMERAS, NIGHTS, SUPERVISED, Pool, Shot
from core.world.rollout.diary import (
    Diary,
    alone_next,
    answers,
    goes_on,
    is_stopped,
    misses_by_night,
    tally,
    with_colleague,
    with_night,
)
from core.world.rollout.expansion import MONTHS, judged_expansion
from core.world.rollout.nights import Camp, Nights, bad_from_the_start, home_nights, thirty_nights
from core.world.rollout.poster import protocol_pdf
from core.world.rollout.protocol import STEPS, Protocol, steps
from core.world.rollout.quiet import most_misses, nights_needed, pictures_needed, rule_of_three
from core.world.rollout.rules import (
    MORNINGS,
    Rules,
    events,
    followed,
    live_cost,
    never_cost,
    with_costlier_mistakes,
)

STAKES = Stakes(
    classes=["bear", "fox"],
    actions=["alarm", "nothing"],
    idle=1,
    table=np.array([[1.0, 5.0], [100.0, 0.0]]),
    rates=np.array([0.5, 0.5]),
    look=2.0,
    capacity=1.0,
)
LOOK = STAKES.look


def _pool(missed: float, seed: int = 0, count: int = 40) -> Pool:
    random = np.random.default_rng(seed)
    truth = np.arange(count) % 2
    wrong = random.random(count) < missed
    said = np.where(wrong, 1 - truth, truth)
    asks = random.random(count) < 0.1
    costs = STAKES.table[STAKES.right_action[said], truth]
    return Pool(
        vocab=STAKES.classes,
        shots=tuple(Shot(Path(str(row)), f"{seed}-{row}") for row in range(count)),
        targets=truth,
        said=said,
        asks=asks,
        alone=np.where(asks, STAKES.asking[truth], costs),
        hand=STAKES.asking[truth],
        missed=wrong & ~asks,
        weights=np.full(count, 1 / count),
    )


def _camp(home: float = 0.05, late: float = 0.3) -> Camp:
    first = tuple(_pool(home + (late - home) * night / 10, 10 + night) for night in range(10))
    return Camp(_pool(home), first, _pool(late, 1), _pool(late, 2), LOOK)


RULES = st.builds(
    Rules,
    go=st.integers(0, 40),
    stop=st.integers(1, 8),
    back=st.integers(1, 12),
    checked=st.integers(0, 36),
)
TRIES = thirty_nights(_camp(), seed=3, tries=40)


@settings(max_examples=50)
@given(st.integers(1, 500), st.floats(0.5, 0.999), st.data())
def test_the_highest_share_of_misses_is_clopper_and_pearsons(
    pictures: int, sure: float, data: st.DataObject
) -> None:
    misses = data.draw(st.integers(0, pictures))
    two_sided = binomtest(misses, pictures).proportion_ci(2 * sure - 1, "exact").high
    assert most_misses(misses, pictures, sure) == pytest.approx(two_sided, abs=1e-9)


def test_no_miss_is_the_closed_form_and_the_rule_of_three_is_near() -> None:
    for pictures in (1, 12, 59, 120, 1000):
        exact = 1 - 0.05 ** (1 / pictures)
        assert most_misses(0, pictures) == pytest.approx(exact)
        assert pictures < 12 or rule_of_three(pictures) == pytest.approx(exact, rel=0.15)
    assert (pictures_needed(0.05), nights_needed(12), nights_needed(4)) == (59, 5, 15)
    assert most_misses(0, 0) == rule_of_three(0) == 1.0


@given(st.floats(0.001, 0.999))
def test_no_fewer_pictures_would_do(limit: float) -> None:
    needed = pictures_needed(limit)
    assert most_misses(0, needed) < limit or needed > 10_000
    assert needed == 1 or most_misses(0, needed - 1) >= limit * (1 - 1e-9)


@settings(max_examples=30)
@given(RULES)
def test_two_hundred_tries_at_once_are_one_after_the_other(rules: Rules) -> None:
    course = followed(TRIES, rules)
    for one in (0, 7, 31):
        cost, cameras, found, unseen = _by_hand(TRIES, rules, one)
        assert course.cost[one].tolist() == pytest.approx(cost)
        assert course.cameras[one].tolist() == cameras
        assert (course.found[one].tolist(), course.unseen[one].tolist()) == (found, unseen)


def _by_hand(
    nights: Nights, rules: Rules, one: int
) -> tuple[list[float], list[int], list[int], list[int]]:
    """The same with loops: every picture of every camera in its turn."""
    missed = nights.missed[one]
    first = missed[:BY_HAND].sum()
    second = [int(missed[night].sum()) for night in range(BY_HAND, SUPERVISED)]
    red = first <= rules.go and max(second) >= rules.stop
    alone = 0 if red or sum(second) > rules.go else 3 if first <= rules.go else 1
    costs, cameras = [float(nights.hand[one, night].sum()) for night in range(SUPERVISED)], []
    found, unseen = [0] * SUPERVISED, [0] * SUPERVISED
    for night in range(SUPERVISED, NIGHTS):
        cameras.append(alone)
        works = [
            (nights.turn[one, night, camera, slot], camera, slot)
            for camera in range(alone)
            for slot in range(A_NIGHT)
            if not nights.asks[one, night, camera, slot]
        ]
        looked = {place[1:] for place in sorted(works)[: rules.checked]}
        cost, saw, slipped = LOOK * len(looked), 0, 0
        for camera in range(len(CAMERAS)):
            for slot in range(A_NIGHT):
                here = one, night, camera, slot
                cost += nights.alone[here] if camera < alone else nights.hand[here]
                if camera < alone and nights.missed[here]:
                    saw += (camera, slot) in looked
                    slipped += (camera, slot) not in looked
        costs.append(cost)
        found.append(saw)
        unseen.append(slipped)
        if sum(found[max(SUPERVISED, night - MORNINGS + 1) :]) >= rules.back:
            alone = min(alone, 1)
        if saw >= rules.stop:
            alone = 0
    return costs, [0] * SUPERVISED + cameras, found, unseen


@settings(max_examples=30)
@given(RULES)
def test_a_stricter_red_button_never_leaves_the_model_alone_for_longer(rules: Rules) -> None:
    stricter = rules.model_copy(update={"stop": max(1, rules.stop - 1)})
    assert (followed(TRIES, stricter).cameras <= followed(TRIES, rules).cameras).all()


@settings(max_examples=30)
@given(st.integers(0, 39))
def test_who_allows_more_misses_begins_on_no_fewer_cameras(go: int) -> None:
    begins = [
        followed(TRIES, Rules(go=one, stop=12)).cameras[:, SUPERVISED] for one in (go, go + 1)
    ]
    assert (begins[1] >= begins[0]).all()


def test_live_and_never_are_the_two_ends() -> None:
    never = followed(TRIES, Rules(go=40, stop=1, checked=0), np.zeros(len(TRIES.rows), np.int64))
    assert never.cost == pytest.approx(never_cost(TRIES))
    alone = followed(TRIES, Rules(stop=12, back=24, checked=0), np.full(len(TRIES.rows), 3))
    assert alone.cost[:, SUPERVISED:] == pytest.approx(live_cost(TRIES)[:, SUPERVISED:])
    assert alone.found.sum() == 0 and not events(alone, Rules(checked=0))


def test_events_are_where_the_cameras_change() -> None:
    rules = Rules(go=40, stop=4, back=4, checked=12)
    course = followed(TRIES, rules, np.full(len(TRIES.rows), 3))
    for row in range(len(TRIES.rows)):
        cameras = course.cameras[row]
        changed = {night for night in range(21, NIGHTS) if cameras[night] != cameras[night - 1]}
        happened = events(course, rules, row)
        assert changed == {night for night in happened if night < NIGHTS}


def test_pictures_come_by_as_often_as_they_count_and_one_seed_is_one_camp() -> None:
    pool = _pool(0.1)
    rare = Pool(**{**vars(pool), "weights": np.where(pool.targets == 0, 0.01, 0.04)})
    rows = home_nights(rare, seed=1)
    assert (rare.targets[rows] == 0).mean() == pytest.approx(0.2, abs=0.01)
    assert np.array_equal(rows, home_nights(rare, seed=1))
    camp = _camp()
    assert np.array_equal(thirty_nights(camp, 5, 4).rows, thirty_nights(camp, 5, 4).rows)
    assert not np.array_equal(thirty_nights(camp, 5, 4).rows, thirty_nights(camp, 6, 4).rows)
    assert bad_from_the_start(camp).home is camp.first[-1]


def test_the_learners_own_nights_are_counted_and_priced() -> None:
    pool, rules = _pool(0.3), Rules(go=0, stop=1)
    rows = home_nights(pool, seed=2, tries=1)[0]
    said = ["bear"] * A_NIGHT
    kept = with_night(Diary(), pool, rows[0], said)
    counted = tally(answers(kept, pool), pool, STAKES)
    truth, model = pool.targets[rows[0]], pool.said[rows[0]]
    assert counted.pictures == A_NIGHT
    assert (
        counted.differ == (model != 0).sum()
        and counted.you_right == ((model != 0) & (truth == 0)).sum()
    )
    assert counted.cost == pytest.approx(sum(LOOK + [1.0, 5.0][one] for one in truth))
    whole = with_colleague(kept, pool, rows, SUPERVISED)
    colleague = tally(answers(whole, pool, 2), pool, STAKES)
    assert colleague.cost == pytest.approx(pool.hand[rows[1:]].sum())
    assert colleague.caught == colleague.misses > 0
    assert misses_by_night(whole, pool) == pool.missed[rows].sum(axis=1).tolist()
    assert not goes_on(whole, pool, rules) and alone_next(whole, pool, rules) == 0
    easy = Rules(go=40, stop=12)
    pressed = whole.model_copy(update={"red_button": 14})
    assert is_stopped(pressed, pool, easy) == 14
    assert alone_next(pressed, pool, easy) == 0


def test_costlier_mistakes_scale_what_is_more_than_the_right_action(trained: Project) -> None:
    from core.drivetrain.decide.situation import situation

    run = chosen_run(trained)
    assert run is not None
    now = situation(trained, run)
    assert now is not None and with_costlier_mistakes(now, 1) is now
    dear = with_costlier_mistakes(now, 10)
    assert dear.stakes.excess == pytest.approx(10 * now.stakes.excess)
    assert dear.stakes.best == pytest.approx(now.stakes.best)
    assert dear.stakes.look == now.stakes.look and isinstance(dear.costs, Costs)


def test_new_cameras_are_really_judged(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    grown = judged_expansion(trained, run)
    home = set(home_outcome(trained, run).image_ids)
    assert not grown.rendered and len(grown.first) == len(MONTHS)
    for seen in (grown.night, grown.far, *grown.first):
        assert set(seen.outcome.image_ids) <= home
        assert [shot.id for shot in seen.shots] == seen.outcome.image_ids
    assert grown.first[0].shots[0].strength < grown.first[-1].shots[0].strength


def test_in_bear_world_the_new_cameras_pictures_are_rendered(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "EACH_VIEW", 3)
    add_bears(project, per_class=8)
    run = train_quick(project)
    grown = judged_expansion(project, run)
    own = {image.id for image in project.dataset.images()}
    assert grown.rendered and len(grown.first) == len(MONTHS)
    for seen in (grown.night, grown.far, *grown.first):
        assert len(seen.shots) == 3 and not own & set(seen.outcome.image_ids)
        assert all(shot.path.exists() for shot in seen.shots)


def test_the_protocol_goes_into_the_report_and_own_words_stay(project: Project) -> None:
    kept = Protocol(who="Anna", where="the lake", way_back="two rangers", stopper="all")
    said = steps(Rules(), kept)
    assert tuple(said) == STEPS and all("{" not in words for words in said.values())
    save_words(project, "limited", "My own plan.")
    write_steps(project, said)
    assert filled(project, said) == {"manual": True, "limited": False, "expand": True}
    assert own_words(project)["limited"] == "My own plan."
    later = steps(Rules(go=2), kept)
    write_steps(project, later)
    assert own_words(project)["manual"] == later["manual"] != said["manual"]


@pytest.mark.parametrize("words", ["Anna", "熊 熊", "מי שומר", "**zq** <img src=x>", "long " * 60])
def test_the_wall_gets_one_page_whatever_is_written(words: str) -> None:
    kept = Protocol(who=words[:300], where=words[:300], way_back=words[:300], stopper=words[:300])
    pdf = protocol_pdf(words, kept, Rules(), date(2026, 5, 3))
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page\n") == 1
    assert b"/URI" not in pdf and b"/JavaScript" not in pdf
