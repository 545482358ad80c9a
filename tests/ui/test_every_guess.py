"""Every guess of the app can be held: each question is asked by the parts that a class shares."""

import ast
from collections.abc import Iterator
from functools import cache

from core.content import CONTENT_FOLDER, lesson_text
from tests.app import ROOT

HELD_BY = {"guess_first", "guess_now", "shown_at_once", "shared_guess"}
TELLS = {"tell", "tell_number", "keep"}
WIDGETS = {
    "radio", "pills", "segmented_control", "selectbox", "slider", "select_slider", "number_input",
    "text_input", "text_area", "multiselect", "checkbox", "toggle", "feedback",
}  # fmt: skip
PARTS = {"guess.py", "class_guess.py"}  # ui/parts: what all guesses are asked by
SOURCES = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for room in ("ui", "pages")
    for file in sorted((ROOT / room).rglob("*.py"))
    if file.parent.name != "parts" or file.name not in PARTS
}


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The name of each function that is called, under the name it was imported by."""
    names = {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            yield names.get(name, name), node


def key_of(call: ast.Call) -> str:
    """The fixed part of a widget's key, "" for one that has none."""
    key = next((one.value for one in call.keywords if one.arg == "key"), None)
    parts = [one.value for one in ast.walk(key) if isinstance(one, ast.Constant)] if key else []
    return "".join(str(part) for part in parts)


def unheld_widgets(source: str) -> list[str]:
    """The keys of widgets that take a guess which no class hears of."""
    found = []
    tree = parsed(source)
    for one in tree.body:
        names = {name for name, _ in called(one)}
        for name, call in called(one):
            if name in WIDGETS and "guess" in key_of(call) and not names & TELLS:
                found.append(key_of(call))
    return found


def says_right_alone(source: str) -> bool:
    """Whether it says that a choice is right or not, and the class is not told."""
    calls = list(called(parsed(source)))
    judges = any(
        name == "answer" and one.arg == "right" and not isinstance(one.value, ast.Constant)
        for name, call in calls
        for one in call.keywords
    )
    return judges and "note_result" not in {name for name, _ in calls}


def questions(source: str) -> list[str]:
    """The names of the questions whose guesses a project keeps."""
    if "Question[" not in source:
        return []
    return [
        target.id
        for node in parsed(source).body
        if isinstance(node, ast.Assign) and "Question[" in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]


def asked_of(source: str) -> set[str]:
    """The names that stand in calls of what holds a guess."""
    return {
        name.id
        for called_name, call in called(parsed(source))
        if called_name in HELD_BY
        for argument in call.args
        for name in ast.walk(argument)
        if isinstance(name, ast.Name)
    }


def test_each_question_that_a_project_keeps_is_asked_by_what_a_class_can_hold() -> None:
    kept = {
        name
        for room in ("core", "ui", "pages")
        for file in (ROOT / room).rglob("*.py")
        for name in questions(file.read_text(encoding="utf-8"))
    }
    asked = {name for source in SOURCES.values() for name in asked_of(source)}
    assert len(kept) > 20
    assert kept - asked == set()


def test_no_widget_takes_a_guess_that_no_class_hears_of() -> None:
    unheld = {file: found for file, source in SOURCES.items() if (found := unheld_widgets(source))}
    assert unheld == {}


def test_no_page_says_right_or_wrong_of_what_no_class_hears_of() -> None:
    unheard = [file for file, source in SOURCES.items() if says_right_alone(source)]
    assert unheard == []
    assert says_right_alone("boxes.answer(because, right=chosen == truth)")


def test_each_guess_in_the_content_is_drawn_where_a_class_can_hold_it() -> None:
    holding = [s for s in SOURCES.values() if {name for name, _ in called(parsed(s))} & HELD_BY]
    prompts = [
        name
        for file in CONTENT_FOLDER.glob("*.yaml")
        for name, words in lesson_text(file.stem).items()
        if name.endswith("_guess") and "?" in words
    ]
    assert len(prompts) > 10
    assert [one for one in prompts if not any(f'"{one}"' in source for source in holding)] == []


def test_there_are_over_forty_and_one_past_the_class_is_found() -> None:
    places = [
        name for source in SOURCES.values() for name, _ in called(parsed(source)) if name in HELD_BY
    ]
    assert len(places) > 40
    raw = 'def ask():\n    return st.pills("What will it say?", OPTIONS, key=f"my_guess_{run}")'
    assert unheld_widgets(raw) == ["my_guess_"]
    assert not asked_of("saved_guess(project, MIX_UP)") and questions('A = Question[int]("a")')
