"""Another theme in the middle of a visit: what is painted into a chart takes its colours."""

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server

pytestmark = pytest.mark.browser

DARK_INK, LIGHT_INK = "rgb(36, 34, 31)", "rgb(242, 240, 235)"


def test_labels_of_a_chart_follow_the_theme(page: Page, server: Server) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{server.url}/decide")
    label = page.locator(".js-plotly-plot text", has_text="The sure one").first
    expect(label).to_have_css("fill", DARK_INK)
    page.emulate_media(color_scheme="dark")
    expect(label).to_have_css("fill", LIGHT_INK)
    page.emulate_media(color_scheme="light")
    expect(label).to_have_css("fill", DARK_INK)
