"""A report says what is there and what is not, keeps the learner's words, and calls nobody."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.drivetrain.card.blocks import Block, Chart, Link, Picture, Pictures, Table, Words
from core.drivetrain.card.markdown import as_markdown
from core.drivetrain.plan.plan import Lever, Plan, load_plan, save_plan
from core.drivetrain.plan.start_from import start_from
from core.drivetrain.plan.templates import plan_templates
from core.evaluation.confusion import Confusion
from core.evaluation.evidence_sets import open_test
from core.learning.pages import page_info
from core.learning.report.as_html import as_html, pictures_html, still_open
from core.learning.report.charts import (
    BLUE,
    Bar,
    Curve,
    Dot,
    bars,
    curves,
    dots,
    matrix,
    standalone,
)
from core.learning.report.content import (
    LONGEST,
    Kind,
    own_words,
    report_text,
    save_words,
    show_unlicensed,
)
from core.learning.report.documents import CARD, POST, document, report_html, report_zip
from core.learning.report.facts import facts
from core.learning.report.origins import Origin
from core.learning.report.project_parts import borrowed
from core.project.archive.archive import save_archive
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.outcome import Outcome
from tests.reading import figures

DAY = date(2026, 11, 21)
KINDS: tuple[Kind, ...] = ("card", "post")
HOSTILE = "<script>alert(1)</script> [a](javascript:b) | `c` 'd' \"e\" &copy;"


def blocks(project: Project, kind: Kind = "card") -> list[Block]:
    return list(document(facts(project, DAY), kind).blocks())


def gaps(project: Project, kind: Kind = "card") -> list[str]:
    return [gap.says for gap in document(facts(project, DAY), kind).gaps()]


def markdown(project: Project, kind: Kind = "card") -> str:
    return as_markdown(document(facts(project, DAY), kind), lambda one: "picture", still_open)


def all_tokens(text: str) -> list[Token]:
    """Every token a Markdown reader finds, those inside paragraphs too."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [*tokens, *(inside for token in tokens for inside in token.children or ())]


def make_mistakes(project: Project, split: str = "valid") -> None:
    """The run of the project now calls every picture of a split by another name."""
    file = project.runs.folder(project.runs.all()[0].id) / "outcome.npz"
    said = Outcome.load(file)
    rows = np.array(said.splits) == split
    probs = np.where(
        rows[:, None], np.roll(np.eye(len(said.vocab)), 1, 1)[said.targets], said.probs
    )
    Outcome(said.vocab, said.image_ids, said.splits, said.targets, probs).save(file)


def lock_some(project: Project) -> None:
    """The first three validation pictures are the run's locked test set, and all answered wrong."""
    file = project.runs.folder(project.runs.all()[0].id) / "outcome.npz"
    said = Outcome.load(file)
    rows = [row for row, split in enumerate(said.splits) if split == "valid"][:3]
    splits = ["test" if row in rows else split for row, split in enumerate(said.splits)]
    Outcome(said.vocab, said.image_ids, splits, said.targets, said.probs).save(file)
    with project.writing() as connection:
        ids = [(said.image_ids[row],) for row in rows]
        connection.executemany("UPDATE image SET split = 'test' WHERE id = ?", ids)
    make_mistakes(project, "test")


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_project_says_what_is_missing_and_where_to_get_it(
    project: Project, kind: Kind
) -> None:
    made = document(facts(project, DAY), kind)
    pages = {gap.page for gap in made.gaps()}
    assert pages == {"objective", "levers", "gather", "train", "clean", "decide"}
    assert all(page_info(gap.page) for gap in made.gaps())
    assert made.unwritten() == made.prompts() and len(made.prompts()) >= 6
    assert not [block for block in made.blocks() if isinstance(block, Chart | Table | Pictures)]


def test_both_texts_together_ask_every_prompt() -> None:
    asked = {name for outline in (CARD, POST) for part in outline.values() for name in part}
    assert set(report_text().prompts) - asked == {"title"}
    assert set(report_text().sections) == CARD.keys() | POST.keys()


def test_every_part_of_the_card_is_there_once_the_project_has_it(trained: Project) -> None:
    charts = {block.name for block in blocks(trained) if isinstance(block, Chart)}
    assert charts == {"classes", "found", "matrix"}
    assert "train" not in {gap.page for gap in document(facts(trained, DAY), "card").gaps()}
    assert all(
        block.alt and block.table.rows for block in blocks(trained) if isinstance(block, Chart)
    )


def test_the_learners_words_stand_in_both_texts_and_travel_with_the_project(
    project: Project, tmp_path: Path
) -> None:
    save_words(project, "manual", "For a month.\n\nAnna compares.")
    save_words(project, "title", "Bears at night")
    archive = save_archive(project, tmp_path / "saved.zip")
    again = Workspace.create().open_archive(archive)
    for kind in KINDS:
        text = markdown(again, kind)
        assert text.startswith("# Bears at night\n")
        assert "For a month.\n\nAnna compares." in text
        asked = report_text().prompts["manual"].asks
        assert 0 < text.index(asked) < text.index("For a month."), "an answer has its question"
    with pytest.raises(KeyError):
        save_words(project, "no such prompt", "x")
    save_words(project, "why", "w" * (LONGEST + 1))
    assert len(own_words(project)["why"]) == LONGEST


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_stay_words(trained: Project, kind: Kind) -> None:
    trained.rename(HOSTILE)
    trained.dataset.rename_class("five", "<b>|x</b>")
    save_plan(trained, Plan.model_validate(dict.fromkeys(("objective", "fear"), HOSTILE)))
    for prompt in report_text().prompts:
        save_words(trained, prompt, HOSTILE)
    html = as_html(document(facts(trained, DAY), kind))
    assert "<script" not in html and "<b>" not in html
    assert re.findall(r"<(?:iframe|link|object)\b", html) == []
    assert all(address.startswith("https://") for address in re.findall(r'href="([^"]*)', html))
    text = markdown(trained, kind)
    kinds = {token.type for token in all_tokens(text)}
    assert not kinds & {"html_block", "html_inline", "code_inline", "fence"}
    links = [token.attrs["href"] for token in all_tokens(text) if token.type == "link_open"]
    assert all(str(link).startswith("https://") for link in links)
    assert {line.count(" | ") for line in text.splitlines() if line.startswith("| Class")} <= {
        1,
        2,
        3,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_html_asks_no_other_host(trained: Project, kind: Kind) -> None:
    make_mistakes(trained)
    html = report_html(trained, kind, DAY).decode()
    assert "default-src 'none'" in html and "<script" not in html
    fetched = re.sub(r'<a href="https://[^"]*"', "", html)  # links wait for a reader's click
    sources = re.findall(r"(?:src|href|url|@import)\s*[=(]\s*['\"]?([^'\")\s>]+)", fetched)
    assert sources and all(one.startswith("data:image/jpeg;base64,") for one in sources)
    assert html.count("<img") == html.count(" alt='A picture")
    assert html.count("<svg") == html.count('role="img" aria-label="')


def test_the_zip_holds_every_file_that_its_markdown_shows(trained: Project) -> None:
    make_mistakes(trained)
    archive = zipfile.ZipFile(io.BytesIO(report_zip(trained, DAY)))
    names = set(archive.namelist())
    assert {"model-card.html", "model-card.md", "blog-post.html", "blog-post.md"} < names
    for text in ("model-card.md", "blog-post.md"):
        shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", archive.read(text).decode())
        assert len(shown) >= 3 and set(shown) <= names
    drawn = archive.read("charts/matrix.svg").decode()
    assert drawn.startswith("<svg xmlns=") and 'fill="#FCFBF8"/>' in drawn
    assert "five" in archive.read("ATTRIBUTION.md").decode()


def test_a_worked_examples_words_are_not_taken_for_the_learners(project: Project) -> None:
    start_from(project, plan_templates()["bears"])
    bears = load_plan(project)
    assert borrowed(bears)
    said = gaps(project)
    own = {name: f"{words} Ours." for name, words in bears.model_dump(exclude={"levers"}).items()}
    save_plan(project, Plan.model_validate({**own, "levers": [Lever(name="Ring the bell")]}))
    assert not borrowed(load_plan(project))
    assert set(said) - set(gaps(project)), "that the words are borrowed is no longer said"


def test_a_report_does_not_open_the_locked_test_set(trained: Project) -> None:
    lock_some(trained)
    before, lines = gaps(trained), markdown(trained).splitlines()
    open_test(trained, trained.runs.all()[0])
    [closed] = set(before) - set(gaps(trained))
    assert closed
    new = [line for line in markdown(trained).splitlines() if line not in lines]
    assert [0, 3, 0] in [figures(row)[:3] for row in new if row.startswith("|")]
    assert any(figures(words) == [1] for words in new)


def test_pictures_without_a_licence_are_shown_only_when_the_learner_says_so(
    trained: Project,
) -> None:
    make_mistakes(trained)
    assert [block for block in blocks(trained) if isinstance(block, Pictures)]
    with trained.writing() as connection:
        connection.execute("UPDATE picture SET provenance = '{}'")
    assert not [block for block in blocks(trained) if isinstance(block, Pictures)]
    assert Words(report_text().draft.left_out) in blocks(trained)
    assert any(len(trained.dataset.images()) in figures(says) for says in gaps(trained))
    show_unlicensed(trained, True)
    assert [block for block in blocks(trained) if isinstance(block, Pictures)]


def test_a_cleaning_undone_is_no_part_of_the_story(trained: Project) -> None:
    record = trained.dataset.images(split="valid")[0]
    other = next(name for name in trained.dataset.classes() if name != record.label)
    trained.cleaning.stage(record.id, "relabel", other)
    trained.cleaning.apply()
    applied, cleaned = gaps(trained), facts(trained, DAY).cleaning
    assert cleaned.of_valid == 1
    trained.cleaning.undo()
    assert set(gaps(trained)) - set(applied), "that nothing has been cleaned is said once more"
    assert facts(trained, DAY).cleaning.of_valid == 0


def test_a_picture_is_credited_with_all_that_is_known_of_it() -> None:
    noted = {"title": "Bear", "creator": "Ann", "licence": "CC BY", "page": "https://a.example/1"}
    assert Origin("1", "search", noted).credit == Link("Bear, Ann, CC BY", "https://a.example/1")
    assert Origin("2", "upload", {}).credit == "not known"
    assert not Origin("2", "upload", {}).has_licence


def test_drawings_are_whole_whatever_a_class_is_called() -> None:
    names = [f"{HOSTILE} {number}" for number in range(30)]
    counts = np.arange(900).reshape(30, 30)
    drawn = [
        matrix(Confusion(names, counts), names[:12]),
        bars([Bar(name, ((0.0, BLUE),), "0") for name in names], [(0, 0)] * 30, [("x", BLUE)]),
        curves([Curve(HOSTILE, [1.0, 0.5]), Curve("b", [0.0, 0.5], dashed=True)], ["1", "2"]),
        dots([Dot(name, 0.5, 0.4, 0.6, HOSTILE) for name in names]),
    ]
    for svg in drawn:
        for one in (svg, standalone(svg)):
            assert ElementTree.fromstring(one).tag == "{http://www.w3.org/2000/svg}svg"
    for svg in drawn[:2]:
        assert max(map(len, re.findall(r">([^<]*)</text>", svg))) <= 60  # cut, though "<" is "&lt;"


def test_a_pasted_picture_is_said_to_be_pasted() -> None:
    assert Origin("one", "paste").came != Origin("one", "upload").came


def test_a_credit_that_all_pictures_share_stands_once(tmp_path: Path) -> None:
    path = tmp_path / "one.jpg"
    path.write_bytes(b"jpeg")
    same = [Picture(path, "", "one", "Ann, CC BY"), Picture(path, "", "two", "Ann, CC BY")]
    other = Picture(path, "", "three", "Bo, CC0")
    assert pictures_html(same).count("Ann, CC BY") == 1
    assert pictures_html([*same, other]).count("Ann, CC BY") == 2
