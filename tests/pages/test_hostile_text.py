"""What somebody typed, or wrote into a ZIP, is shown as text: no markup, no icon, no address."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from core.deploy.homes.readme import readme
from core.learning.pages import PAGES, PageInfo
from core.plain_text import as_text, escaped
from core.production.notebook import notebook
from core.production.run_files import model_labels
from core.project.database import let_go
from core.project.project import Project
from core.training.runs import chosen_run
from tests.app import open_page
from tests.conftest import _copy_of, trained_in
from tests.pages.hostile_text import HOSTILE, MARKUP, leaks_on, make_hostile, shown_on

WAYS = {
    "train": [{"how": "Minutes"}, {"how": "Compare"}],
    "rollout": [{"rollout_part": part} for part in ("Rules", "Nights 1 to 10", "Protocol")],
    "evaluate": [{"look": look} for look in ("Class by class", "How sure", "Top losses")],
}
FOLDED = ("edit_classes", "questions_here", "words", "bias_check", "your_runs", "more_settings")


def views(info_id: str, path: str, project: Project) -> Iterator[AppTest]:
    """The page in each of its ways, then with its guesses skipped and its folds open."""
    for query in WAYS.get(info_id, [{}]):
        app = open_page(path, project, **query)
        yield app
        for key in FOLDED:
            app.session_state[key] = True
        for skip in [button for button in app.button if str(button.key).startswith("skip_")]:
            skip.click()
        app.run()
        assert not app.exception
        yield app


@pytest.fixture(scope="module")
def hostile_home(
    tmp_path_factory: pytest.TempPathFactory, _template_home: Callable[[str], Path]
) -> Path:
    """A home to copy, with a trained project whose every text is hostile."""
    home = tmp_path_factory.mktemp("hostile")
    with trained_in(home, _template_home) as project:
        let_go(make_hostile(project).path)
        let_go(home)
    return home


@pytest.mark.parametrize("info", PAGES, ids=lambda info: info.id)
def test_a_page_shows_hostile_words_as_they_are(
    home: Path, hostile_home: Path, info: PageInfo
) -> None:
    project = _copy_of(hostile_home, "trained", home)
    for app in views(info.id, info.url_path, project):
        assert leaks_on(app) == []
        assert shown_on(app) or info.id in ("glossary", "possible", "questionnaire")


def test_a_leak_would_be_seen() -> None:
    def page() -> None:
        import streamlit as st

        from tests.pages.hostile_text import HOSTILE

        st.caption(HOSTILE)
        st.button("a", help=HOSTILE)
        st.code(HOSTILE)

    assert len(leaks_on(AppTest.from_function(page).run())) == 2


@pytest.mark.parametrize("harmless", [as_text, escaped])
def test_both_ways_leave_no_markup(harmless) -> None:  # type: ignore[no-untyped-def]
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(harmless(HOSTILE))
    assert not re.search(r"<(?!/?p>)", html) and "zq" in html


def test_exports_show_hostile_words_as_they_are(trained: Project) -> None:
    run = chosen_run(trained)
    assert run
    make_hostile(trained)
    cells = json.loads(notebook(trained, "a.zip"))["cells"]
    words = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert "zq" in words and not re.search(r"(?<!\\)!?\[zq\](?!\\)|(?<!\\)<img|(?<!\\)`zq", words)
    (trained.runs.folder(run.id) / "labels.json").write_text(
        json.dumps({"vocab": [HOSTILE, "b"]}), encoding="utf-8"
    )
    words = readme("edge", trained, model_labels(trained, run))
    assert "zq" in words and not re.search(r"(?<!\\)!?\[zq\](?!\\)|(?<!\\)<img", words)
    assert MARKUP.search(HOSTILE)
