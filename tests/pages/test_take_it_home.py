"""Deploy, *Take it home*: a folder for each place, its size, its price and the next step."""

from core.deploy.homes.homes import HOMES
from core.deploy.homes.places import homes_text, places
from core.project.project import Project
from tests.app import open_page


def test_every_home_is_offered_and_the_free_ones_first() -> None:
    offered = [place.home for place in places().values()]
    assert set(offered) == {None, *HOMES}
    assert {"gradio"} <= set(offered[-2:])


def test_each_place_says_its_price_and_has_one_folder(trained: Project) -> None:
    page = open_page("/deploy", trained)
    page.segmented_control(key="deploy_part").set_value("Take it home").run()
    for number, place in enumerate(places().values()):
        row = page.radio(key="home_place")
        row.set_value(row.options[number]).run()
        assert not page.exception
        links = [link for link in page.get("link_button") if "/take/" in link.proto.url]
        assert len(links) == (place.home is not None)
        shown = " ".join(one.value for one in page.caption)
        assert str(homes_text().checked.year) in shown
