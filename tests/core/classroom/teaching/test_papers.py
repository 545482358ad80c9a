"""Papers for a lesson: plans that follow their paths, keys that are worked out, sheets to print."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from pydantic import ValidationError

from core.classroom.teaching.answer_sheet import answers_paper
from core.classroom.teaching.content import (
    ASK_EXPLAIN,
    PLANS,
    LessonPlan,
    lesson_plan,
    stops_of,
    worksheets,
)
from core.classroom.teaching.figures import expected_figures, planted
from core.classroom.teaching.keys import (
    answered,
    cost_key,
    counted,
    matrix_key,
    paper_costs,
    resize_key,
    threshold_key,
)
from core.classroom.teaching.papers import (
    consent_paper,
    plan_paper,
    rubric_paper,
    ticket_paper,
    words_paper,
    worksheets_paper,
)
from core.classroom.teaching.pdf import paper_pdf
from core.drivetrain.card.blocks import Document, Quote, Section, Table, Words
from core.learning.paths.paths import guided_paths
from core.learning.tour.content import tour
from core.project.project import Project

PAPERS: dict[str, Callable[[], Document]] = {
    **{f"plan_{path}": partial(plan_paper, path) for path in PLANS},
    "worksheets": worksheets_paper,
    "words": words_paper,
    "ticket": ticket_paper,
    "rubric": rubric_paper,
    "consent": consent_paper,
    "answers": answers_paper,
}


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def cells(document: Document) -> list[str]:
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    return [str(cell) for table in tables for row in (table.head, *table.rows) for cell in row]


def test_a_plan_takes_what_its_path_takes() -> None:
    promised = {name: path.minutes for name, path in guided_paths().items()}
    promised["tour"] = tour().minutes
    assert {path: lesson_plan(path).minutes for path in PLANS} == promised
    titles = {session.title for session in guided_paths()["course"].sessions}
    assert titles <= set(cells(PAPERS["plan_course"]()))
    lesson = lesson_plan("class")
    assert sum(lesson.around.values()) <= lesson.left_out_minutes
    for path in ASK_EXPLAIN:
        answers = [one for part in lesson_plan(path).blocks for one in part.explain]
        assert len(answers) == len(stops_of(path))


@pytest.mark.parametrize("wrong", ["minutes", "pages", "last", "explain", "leave_out"])
def test_a_plan_that_does_not_follow_its_path_is_refused(wrong: str) -> None:
    plan = lesson_plan("class").model_dump()
    plan["blocks"] = [dict(block) for block in plan["blocks"]]
    if wrong == "minutes":
        plan["blocks"][0]["minutes"] += 1
    elif wrong == "pages":
        plan["blocks"][0]["pages"] = plan["blocks"][0]["pages"][::-1]
    elif wrong == "last":
        plan["blocks"].pop()
    elif wrong == "explain":
        plan["blocks"][0]["explain"] = ("One.",)
    else:
        plan["leave_out"] = ()
    with pytest.raises(ValidationError):
        LessonPlan.model_validate(plan)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_whole_and_prints(name: str) -> None:
    paper = PAPERS[name]()
    said = [paper.title, paper.subtitle, paper.closing, *cells(paper)]
    for block in paper.blocks():
        said += [block.text] if isinstance(block, Words | Quote) else []
    assert not [text for text in said if "{" in text or "*" in text]
    assert all(section.title for section in paper.sections)
    one_page = name in ("words", "consent")
    pdf = paper_pdf(paper, own_page=name == "worksheets", one_page=one_page)
    expected = {"worksheets": 4, "words": 1, "ticket": 1, "rubric": 1, "consent": 1}
    most = 5 if name == "answers" else 4
    assert pages_in(pdf) == expected.get(name, pages_in(pdf)) and pages_in(pdf) <= most


def test_a_paper_prints_names_from_every_script() -> None:
    names = ("熊猫", "دب", "דוב", "Bär", "🐻", "x" * 400)
    blocks = (Table("", names, (names,)), Words(" ".join(names)), *(Quote(n, n) for n in names))
    pdf = paper_pdf(Document("odd", names[0], names[1], (Section(names[2], blocks),)))
    assert pages_in(pdf) >= 1


def test_keys_are_worked_out_and_fit_their_answers() -> None:
    sheets = worksheets()
    keys = {
        "resize": resize_key(sheets.resize.numbers),
        "threshold": threshold_key(sheets.threshold.numbers),
        "matrix": matrix_key(sheets.matrix.numbers),
        "costs": cost_key(sheets.costs.numbers),
    }
    for name, key in keys.items():
        assert len(answered(getattr(sheets, name).answers, key)) == len(getattr(sheets, name).tasks)
    wide, high = sheets.resize.numbers.wide, sheets.resize.numbers.high
    assert int(keys["resize"]["lost"]) == wide * high - min(wide, high) ** 2
    paper = sheets.threshold.numbers
    cut = paper.alarm / (paper.alarm + paper.miss)
    rings = [chance > cut for chance in paper.chances]
    alone = sum(paper.alarm for r, b in zip(rings, paper.bear, strict=True) if r and not b)
    missed = sum(paper.miss for r, b in zip(rings, paper.bear, strict=True) if b and not r)
    assert keys["threshold"]["alarms"] == str(sum(rings))
    assert float(keys["threshold"]["cost"]) == alone + missed
    assert float(keys["threshold"]["cost"]) < float(keys["threshold"]["cost_half"])
    pairs = sheets.matrix.numbers.pictures
    assert counted(sheets.matrix.numbers).correct == sum(one == other for one, other in pairs)
    best = [keys["costs"][f"best_{n}"] for n in (1, 2, 3)]
    assert len(set(best)) == 3 and set(best) == set(paper_costs().actions)
    assert {max(one, key=one.__getitem__) for one in sheets.costs.numbers.pictures} == {"teddy"}


def test_the_answer_sheet_names_every_planted_fault() -> None:
    told = cells(answers_paper())
    assert {one.file for some in planted().values() for one in some} <= set(told)
    assert set(expected_figures().classes) <= set(told)


def test_the_page_for_parents_says_what_this_server_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.project import limits

    always = consent_paper()
    monkeypatch.setenv("DRIVETRAIN_KEEP_DAYS", "37")
    getattr(limits.limits, "cache_clear", lambda: None)()
    try:
        assert "37" in str(consent_paper()) and "37" not in str(always)
    finally:
        monkeypatch.undo()
        getattr(limits.limits, "cache_clear", lambda: None)()


def test_the_figures_are_those_of_a_real_training(project: Project) -> None:
    from core.classroom.teaching.figures import WRONG, as_matrix
    from core.evaluation.abroad import judged_abroad, standing
    from core.evaluation.conditions import CONDITIONS
    from core.evaluation.confusion import confusion
    from core.evaluation.elsewhere import Elsewhere
    from core.starter.bear_sets import known_faults
    from core.starter.starter_sets import FIRST, add_starter
    from core.training.quick.quick import train_quick
    from core.training.runs import outcome_of

    told = expected_figures()
    add_starter(project, FIRST)
    run = train_quick(project)
    outcome = outcome_of(project, run)
    assert outcome is not None
    valid = outcome.part("valid")
    assert (tuple(valid.vocab), len(valid.image_ids)) == (told.classes, told.held)
    seen = as_matrix(confusion(valid))
    assert abs(valid.correct - told.right) <= told.near
    for row, expected in zip(seen, told.matrix, strict=True):
        assert max(abs(a - b) for a, b in zip(row, expected, strict=True)) <= told.near
    night = standing(
        judged_abroad(project, run, Elsewhere("night", CONDITIONS["night"].usual)).abroad
    )
    assert abs(night.score.correct - told.night_right) <= told.near
    assert night.sure_and_wrong > 0 and night.score.correct < valid.correct
    wrong = {i: one for i, one in known_faults().items() if one.fault == WRONG}
    rows = [outcome.row_of(image_id) for image_id in wrong]
    doubted = sum(not outcome.is_correct[row] for row in rows if row is not None)
    assert abs(doubted - told.doubted) <= told.near
    for image_id, one in wrong.items():
        project.dataset.move([image_id], one.true)
    cleaned = train_quick(project).results["correct"]
    assert isinstance(cleaned, int) and abs(cleaned - told.cleaned_right) <= told.near
