"""Two classes taught while one watches: the model follows, and the project keeps what was shown."""

from dataclasses import replace

import numpy as np
import pytest

from bench.live import CLASSES, picture
from core.evaluation.novelty_line import keep_line
from core.live.asked import Asked, scene_of
from core.live.envelope import FRAME_PX, Trouble
from core.live.state import laid_out
from core.live.teaching import Teaching
from core.project.project import Project
from tests.core.deploy.decided import decide

BALL, FENCE = CLASSES
RNG = np.random.default_rng(5)


def shown(name: str, count: int) -> list[bytes]:
    return [picture(name, RNG, 240) for _ in range(count)]


def says(teaching: Teaching, name: str) -> str:
    head, shares = teaching.look(picture(name, RNG, FRAME_PX))
    assert head is not None and shares is not None and abs(shares.sum() - 1) < 1e-4
    return head.vocab[int(shares.argmax())]


def test_the_model_follows_every_handful_every_move_and_every_undo(project: Project) -> None:
    teaching = Teaching(project)
    assert teaching.keep(BALL, shown(BALL, 4)) == 4 and teaching.state.head is None
    assert teaching.look(picture(BALL, RNG, FRAME_PX)) == (None, None)
    teaching.keep(FENCE, shown(FENCE, 4))
    assert says(teaching, BALL) == BALL and says(teaching, FENCE) == FENCE
    assert project.dataset.split_counts() == {"train": 6, "valid": 2}
    assert {one.label: one.says for one in teaching.state.pictures} == {BALL: BALL, FENCE: FENCE}

    before = teaching.state.head
    moved = next(one for one in teaching.state.pictures if one.label == BALL)
    teaching.move(moved.id, FENCE)
    assert project.dataset.image(moved.id).label == FENCE and teaching.state.head is not before
    teaching.undo()
    assert project.dataset.image(moved.id).label == BALL
    teaching.undo()
    assert teaching.state.classes[FENCE] == 0 and teaching.state.head is None
    teaching.undo()
    assert not project.dataset.images() and not teaching.state.can_undo


def test_it_is_fooled_by_what_it_calls_something_else(project: Project) -> None:
    teaching = Teaching(project)
    for name in CLASSES:
        teaching.keep(name, shown(name, 5))
    assert teaching.state.fooled == 0
    teaching.keep(BALL, shown(FENCE, 1))
    assert teaching.state.fooled == 1 and teaching.state.surely > 0.5
    worst = teaching.state.surest_wrong
    assert worst is not None and (worst.label, worst.says) == (BALL, FENCE)


def test_what_cannot_be_done_is_said_and_changes_nothing(project: Project) -> None:
    teaching = Teaching(project)
    with pytest.raises(Trouble):
        teaching.keep(BALL, [b"no picture"])
    with pytest.raises(Trouble):
        teaching.move("0" * 64, BALL)
    assert not project.dataset.images()


def test_the_map_turns_with_the_pictures_that_stayed() -> None:
    vectors = RNG.normal(size=(12, 40)).astype(np.float32)
    ids = [str(n) for n in range(12)]
    first = laid_out(ids[:10], vectors[:10], {})
    mirrored = {one: (-x, y) for one, (x, y) in first.items()}
    again = laid_out(ids[:10], vectors[:10], mirrored)
    assert all(np.allclose(again[one], mirrored[one], atol=1e-5) for one in mirrored)
    assert set(laid_out(ids, vectors, mirrored)) == set(ids)


def test_a_trained_model_answers_about_frames(trained: Project) -> None:
    run = trained.runs.all()[0]
    asked = Asked(trained, run)
    answer = asked.answer(picture(BALL, RNG, FRAME_PX))
    assert answer.label in answer.probs and answer.action is None and answer.strangeness is None
    with pytest.raises(Trouble):
        asked.answer(b"\xff\xd8\xff")
    decide(trained)
    keep_line(trained, 0.05)
    for kind in ("quick", "finetune"):  # whose own network gives no embeddings
        answer = Asked(trained, replace(run, kind=kind)).answer(picture(BALL, RNG, FRAME_PX))
        assert answer.action and answer.strangeness is not None and answer.strangeness.strange


@pytest.mark.parametrize(
    ("action", "scene"),
    [
        ("Ring the siren", "siren"),
        ("Call a ranger", "call"),
        ("Do nothing", "calm"),
        ("茶", "done"),
    ],
)
def test_an_action_is_shown_as_its_words_say(action: str, scene: str) -> None:
    assert scene_of(action) == scene
    assert scene_of("茶", is_look=True) == "call"
