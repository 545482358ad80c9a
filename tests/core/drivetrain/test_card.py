"""The card says everything on one page, and shows a learner's words as they were typed."""

import re
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fpdf import FPDF
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.drivetrain.card import typeface
from core.drivetrain.card.blocks import Quote
from core.drivetrain.card.card import Card, card, card_document
from core.drivetrain.card.markdown import as_markdown, escaped
from core.drivetrain.card.pdf import card_pdf
from core.drivetrain.card.sheet import shortened
from core.drivetrain.card.typeface import FAMILY, Typeface, use_typeface
from core.drivetrain.decide.decision import Decision, StrategyCost, load_decision, save_decision
from core.drivetrain.decide.rule_words import decision_words
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.drivetrain.plan.start_from import start_from
from core.drivetrain.plan.templates import plan_templates
from core.plain_text import one_line
from core.project.project import Project
from tests.core.project.pictures import store_setting
from tests.reading import figures

DAY = date(2026, 5, 3)
STRATEGIES = {"nothing": (1160, 900, 1500), "policy": (121, 80, 190), "perfect": (0, 0, 0)}


def decide(project: Project, template: str) -> None:
    """A decision as Decide saves it."""
    costs = plan_templates()[template].costs
    save_decision(
        project,
        Decision(
            at=time.mktime((2026, 5, 1, 12, 0, 0, 0, 0, -1)),
            run_id="run",
            classes=costs.classes,
            seen=[0.3, 0.4, 0.3],
            temperature=1.0,
            look_price=0.1,
            costs=costs,
            strategies=[
                StrategyCost(key=key, name=f"Strategy {key}", cost=cost, low=low, high=high)
                for key, (cost, low, high) in STRATEGIES.items()
            ],
        ),
    )


def whole(project: Project) -> Card:
    """A card with every part on it."""
    start_from(project, plan_templates()["bears"])
    decide(project, "bears")
    return card(project, DAY)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def written(pdf: bytes) -> str:
    """The text of a PDF that is set in one of the built-in fonts."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    lines = [
        line
        for stream in streams
        if stream.startswith(b"x")
        for line in re.findall(rb"\((.*?)(?<!\\)\) Tj", zlib.decompress(stream))
    ]
    return " ".join(line.decode("latin-1").replace("\\", "") for line in lines)


def shown(markdown: str) -> str:
    """What a reader sees of one paragraph of Markdown, and that it is one plain paragraph."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@given(st.text(max_size=60))
@example("# no heading")
@example("<script>alert(1)</script> & &copy;")
@example("1. no list")
@example("2) no list")
@example("- no list")
@example("| a | b |\n|---|---|")
@example("[a](javascript:x) ![b](c) `d` *e* _f_ ~~g~~ \\")
@example("==\n==")
@example("    no code")
def test_markdown_shows_what_was_typed(words: str) -> None:
    plain = " ".join(one_line(words).split()).replace("\u2060", "")
    seen = shown(escaped(words)).replace("\u2060", "") if escaped(words) else ""
    assert seen == plain


def test_markdown_has_the_whole_plan_and_the_decision(project: Project) -> None:
    text = as_markdown(card_document(whole(project)))
    plan = plan_templates()["bears"].plan
    for words in (plan.objective, plan.success, plan.fear, plan.really_well, plan.data_need):
        assert escaped(words) in text
    assert "| Do nothing | 500 | 20 | 0 |" in text
    assert "1 May 2026" in text
    made = load_decision(project)
    assert made is not None
    for words in decision_words(made):
        assert escaped(words) in text
    assert "| Strategy policy | 121 (80 to 190) |" in text


def test_a_learners_words_cannot_break_the_tables(project: Project) -> None:
    project.dataset.add_class("a|b")
    project.dataset.add_class("<i>c</i>")
    save_plan(project, Plan(levers=[Lever(name="x | y"), Lever(name="Do nothing")]))
    decide(project, "bears")
    store_setting(project, "decision", None)
    store_setting(project, "costs", {})
    text = as_markdown(card_document(card(project, DAY)))
    head = next(line for line in text.splitlines() if line.startswith("| If we do this"))
    assert len(re.findall(r"(?<!\\)\|", head)) == 4
    assert "&lt;i&gt;c&lt;/i&gt;" in head


def test_results_say_how_sure_they_are(trained: Project) -> None:
    result = card(trained, DAY).chain[3].blocks[-1]
    assert isinstance(result, Quote)
    right, judged, low, high = figures(result.text)[:4]
    assert right <= judged and low <= 100 * right / judged <= high


@pytest.mark.parametrize("letters", ["long words ", "w", "中文 ", "{nb} "])
def test_however_long_the_plan_it_is_one_page(project: Project, letters: str) -> None:
    words = (letters * 4000)[:4000]
    texts = {name: words for name in Plan.model_fields if name != "levers"}
    levers = [Lever(name=words[:120], note=words[:400])] * 30
    save_plan(project, Plan.model_validate({**texts, "levers": levers}))
    for name in range(20):
        project.dataset.add_class(f"{name} {words[:80]}")
    decide(project, "bears")
    assert pages(card_pdf(card(project, DAY))) == 1


def test_the_page_has_every_part(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeface, "font_files", lambda: None)
    text = written(card_pdf(whole(project)))
    for words in ("no bear has to be", "Sound the alarm", "A grizzly comes", "1 May 2026"):
        assert words in text
    assert "121 (80 to 190)" in text
    assert "shortened" not in text


def test_print_says_what_it_cannot_show(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeface, "font_files", lambda: None)
    save_plan(project, Plan(objective="Žádný {nb} – 目標", success="far too long " * 300))
    text = written(card_pdf(card(project, DAY)))
    assert "Zádný {nb} - ??" in text
    lengths = []
    for objective in ("Zadny nb - ab", "Žádný {nb} – 目標"):
        save_plan(project, Plan(objective=objective))
        lengths.append(len(written(card_pdf(card(project, DAY))).split()))
    assert lengths[1] > lengths[0], "that characters could not be shown is said"


def test_type_that_reads_most_alphabets_comes_with_a_package() -> None:
    assert typeface.font_files() is not None


def test_what_a_type_lacks_gets_a_plainer_form() -> None:
    latin = Typeface("helvetica", frozenset("abcdeR? "))
    assert latin.printable("a\tb\x00é") == "a b e"
    assert latin.printable("ñ") == "?"
    assert latin.shows("abé") and not latin.shows("ñ")
    assert Typeface(FAMILY, frozenset("\u1100\u1169\u11b7")).printable("곰") == "?"


def test_a_text_is_cut_between_words() -> None:
    assert shortened("one two three", 20) == "one two three"
    assert shortened("one two, three", 10) == "one two …"


def test_arabic_is_joined_and_hebrew_is_read_from_the_right() -> None:
    pdf = FPDF()
    face = use_typeface(pdf)
    pdf.set_font(FAMILY, size=12)
    apart = pdf.get_string_width("دب بني")
    face.get_ready_for(pdf, "دب بني")
    assert pdf.get_string_width("دب بني") < apart, "letters that are joined are narrower"
    face.get_ready_for(pdf, "bear")
    assert not pdf.text_shaping


@pytest.fixture
def han(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only East Asian font of this computer: one sign of Chinese, made here."""
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", "bear"])
    made.setupCharacterMap({ord("熊"): "bear"})
    pen = TTGlyphPen(None)
    for draw, *to in (("moveTo", (0, 0)), ("lineTo", (900, 0)), ("lineTo", (450, 900))):
        getattr(pen, str(draw))(*to)
    pen.closePath()
    made.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "bear": pen.glyph()})
    made.setupHorizontalMetrics({".notdef": (500, 0), "bear": (1000, 0)})
    made.setupHorizontalHeader(ascent=900, descent=-100)
    made.setupNameTable({"familyName": "Han", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    made.save(font := tmp_path / "Han.ttf")
    monkeypatch.setattr(typeface, "east_asian_fonts", lambda: (font,))
    return font


def test_letters_of_east_asia_come_from_a_font_of_this_computer(han: Path) -> None:
    pdf = FPDF()
    face = use_typeface(pdf)
    face.get_ready_for(pdf, "bear, Bär, медведь")
    assert han.stem.lower() not in pdf.fonts, "it is read only when it is needed"
    for words in ("熊", "a 熊"):
        face.get_ready_for(pdf, words)
    assert face.printable("熊 a") == "熊 a" and face.shows("熊") and not face.shows("目")
    pdf.add_page()
    pdf.set_font(FAMILY, "B", 12)
    pdf.cell(text="熊")
    assert b"Han" in bytes(pdf.output())


def test_without_such_a_font_the_card_says_what_it_cannot_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typeface, "east_asian_fonts", tuple)
    face = use_typeface(pdf := FPDF())
    face.get_ready_for(pdf, "熊")
    assert face.printable("熊") == "?" and not face.shows("熊")
