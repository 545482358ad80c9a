"""A notebook to practise on, as a learner meets it on Deploy."""

from core.production.practice import code_of, found_faults, practice
from core.project.project import Project
from tests.app import has, open_page, shows


def test_a_code_ticks_its_fault_and_another_word_does_not(trained: Project) -> None:
    page = open_page("/deploy", trained)
    page.segmented_control(key="deploy_part").set_value("Practise").run()
    page.text_input(key="practice_code").set_value("![x](y)")
    page.button(key="practice_enter").click().run()
    assert not page.exception and len(page.warning) == 1 and found_faults(trained) == []
    page.text_input(key="practice_code").set_value(code_of("debug"))
    page.button(key="practice_enter").click().run()
    assert not page.exception and not page.warning
    assert found_faults(trained) == ["debug"]
    assert shows(page, practice().faults["debug"].learned)
    assert not shows(page, practice().faults["time"].learned)


def test_export_pkl_is_offered_where_the_notebooks_are(trained: Project) -> None:
    page = open_page("/deploy", trained)
    page.segmented_control(key="deploy_part").set_value("Take it home").run()
    page.radio(key="home_place").set_value("binder").run()
    assert not page.exception and has(page, "prepare_learner")
    page.radio(key="home_place").set_value("edge").run()
    assert not page.exception and not has(page, "prepare_learner")
