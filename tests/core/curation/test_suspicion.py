"""Why a picture is suspicious: wrong labels, odd pictures, near duplicates; never test pictures."""

import threading

import pytest

from core.curation.labels import suspicion
from core.curation.labels.suspicion import (
    SPLIT_WORDS,
    Hint,
    HintsFailed,
    Kind,
    find_hints,
    hints_so_far,
    suspicious,
    worst_first,
)
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import cleaning_run
from tests.core.evaluation.outcomes import outcome, record


@pytest.fixture
def run(trained: Project) -> RunRecord:
    found = cleaning_run(trained)
    assert found
    return found


def test_only_the_suspicious_are_left_most_suspicious_first() -> None:
    judged = outcome(["cat", "dog"], [(name, "cat", [0.9, 0.1]) for name in "abc"])
    suspects = worst_first(judged, [record(name, "cat") for name in "abc"])
    hints = {"c": Hint(2.0, ""), "a": Hint(1.0, "")}
    assert [suspect.image_id for suspect in suspicious(suspects, hints)] == ["c", "a"]


def test_a_wrong_label_is_found_with_the_right_one_until_it_is_corrected(
    trained: Project, run: RunRecord
) -> None:
    from core.training.quick.quick import train_quick

    wrong = trained.dataset.images(label="three", split="train")[0].id
    trained.dataset.move([wrong], "five")
    again = train_quick(trained)
    hint = find_hints(trained, again, "label")[wrong]
    assert (hint.suggested, 0.5 < hint.score <= 1) == ("three", True)
    trained.dataset.move([wrong], "three")
    assert wrong not in find_hints(trained, again, "label")


def test_near_duplicates_stand_together_and_say_where_the_other_is(
    trained: Project, run: RunRecord
) -> None:
    groups = trained.dataset.near_duplicates()
    hints = find_hints(trained, run, "alike")
    assert set(hints) == set(groups)
    assert len({hint.score for hint in hints.values()}) == len(set(groups.values()))
    assert all(any(SPLIT_WORDS[s] in h.why for s in ("train", "valid")) for h in hints.values())


@pytest.mark.parametrize("kind", ["label", "odd", "alike"])
def test_the_locked_test_set_is_never_suspicious(
    trained: Project, run: RunRecord, kind: Kind
) -> None:
    trained.dataset.lock_test(0.4)
    locked = {image.id for image in trained.dataset.images(split="test")}
    assert locked.isdisjoint(find_hints(trained, run, kind))


def test_every_picture_has_a_loss_so_that_is_no_hint(trained: Project, run: RunRecord) -> None:
    assert hints_so_far(trained, run, "loss") == {}


def test_no_page_waits_for_a_long_search(
    trained: Project, run: RunRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(*_: object) -> dict[str, Hint]:
        go_on.wait(120)
        return {"a": Hint(1.0, "found")}

    monkeypatch.setattr(suspicion, "find_hints", slow)
    assert hints_so_far(trained, run, "odd", patience=0) is None
    go_on.set()
    assert hints_so_far(trained, run, "odd", patience=120) == {"a": Hint(1.0, "found")}


def test_a_search_that_broke_off_says_so_and_can_be_repeated(
    trained: Project, run: RunRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> dict[str, Hint]:
        raise RuntimeError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(suspicion, "find_hints", broken)
        with pytest.raises(HintsFailed):
            hints_so_far(trained, run, "odd", patience=120)
    assert hints_so_far(trained, run, "odd", patience=120) is not None
