"""It worked in the notebook, as a learner meets it on Deploy."""

import pytest

from core.deploy.broken_server import measured as measuring
from core.deploy.broken_server.measured import LOSS, MEASURING, about, held_out, measured
from core.project.guesses import saved_guess
from core.project.project import Project
from tests.app import has, open_page, shows

PART = "It worked in the notebook"


def test_nothing_is_asked_before_the_guess_and_both_scores_stand_there_after(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "MOST", 8)
    run = trained.runs.all()[0]
    page = open_page("/deploy", trained)
    page.segmented_control(key="deploy_part").set_value(PART).run()
    page.pills(key="broken_server_fault").set_value("vocab").run()
    assert has(page, "lock_broken_server_vocab") and not MEASURING.running(trained)
    page.radio(key="broken_loss_vocab").set_value(3).run()
    page.button(key="lock_broken_server_vocab").click().run()
    assert not page.exception
    assert saved_guess(trained, LOSS, about(run, "vocab")).choice == "most"
    MEASURING.wait(trained, 60)
    found = measured(trained, run, "vocab")
    assert found is not None
    page.run()
    assert not page.exception
    assert shows(page, found.careful.correct, found.broken.correct, len(held_out(trained, run)))
    assert len(page.success) + len(page.info) >= 1 and shows(page, len(found.flipped))


def test_a_run_without_held_out_pictures_says_so(trained: Project) -> None:
    for image in trained.dataset.images(split="valid"):
        trained.dataset.image_path(image.id).unlink()
    page = open_page("/deploy", trained)
    page.segmented_control(key="deploy_part").set_value(PART).run()
    assert not page.exception
    assert not any(pills.key == "broken_server_fault" for pills in page.pills)
