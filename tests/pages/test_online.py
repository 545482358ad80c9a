"""Deploy, *Online, step by step*: steps that tick off, and an address that is asked."""

import pytest

from core.deploy.online.asking import ASKING, Compared
from core.deploy.online.steps import DONE, online_text, step_ids
from core.project.project import Project
from tests.app import has, open_page


def test_steps_tick_off_and_are_remembered(trained: Project) -> None:
    page = open_page("/deploy", trained)
    page.segmented_control(key="deploy_part").set_value("Online").run()
    ids = step_ids("pages", "browser")
    for step in ids:
        page.checkbox(key=f"online_{step}").check().run()
    assert trained.settings.get(DONE) == set(ids) and len(page.success) == 1
    for host in online_text().hosts:
        page.pills(key="online_host").set_value(host).run()
        for way in online_text().ways:
            page.segmented_control(key="online_way").set_value(way).run()
            assert not page.exception
            assert len(page.checkbox) >= len(step_ids(host, way))


def test_an_address_is_asked_and_what_came_of_it_is_told(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Compared(same=True)
    monkeypatch.setattr("core.deploy.online.asking.compared", lambda *_: found)
    page = open_page("/deploy", trained)
    page.segmented_control(key="deploy_part").set_value("Online").run()
    assert page.button(key="online_ask").disabled
    page.text_input(key="online_address").set_value("jo.github.io/bears").run()
    page.button(key="online_ask").click().run()
    ASKING.wait(trained, 60, ("files", "jo.github.io/bears"))
    assert len(page.run().success) == 1
    page.pills(key="online_host").set_value("cloud").run()
    assert not has(page, "online_ask") and not page.success
