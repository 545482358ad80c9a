"""The page for phones: small, from this server alone, and safe whatever a learner typed."""

from html.parser import HTMLParser

from starlette.testclient import TestClient

from core.deploy.phone import FILES, phone_page
from core.project.project import Project
from tests.pages.hostile_text import HOSTILE

MOST_BYTES = 60_000


class Page(HTMLParser):
    """Its elements, each with its attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_it_is_small_and_all_of_it_is_here(visitor: TestClient, address: str) -> None:
    page = visitor.get(address)
    parts = [visitor.get(f"{address}{name}") for name in FILES]
    assert all(part.is_success for part in (page, *parts))
    assert sum(len(part.content) for part in (page, *parts)) < MOST_BYTES
    assert not any("://" in found.text for found in (page, *parts))
    kinds = [part.headers["content-type"].split(";")[0] for part in parts]
    assert kinds == list(FILES.values())


def test_a_browser_may_do_nothing_but_ask_this_server(visitor: TestClient, address: str) -> None:
    answer = visitor.get(address)
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    page = Page(answer.text)
    assert [one.get("src") for one in page.named("script")] == ["phone.js"]
    assert not any(name.startswith("on") or name == "style" for _, a in page.elements for name in a)


def test_every_way_to_a_picture_has_a_name(visitor: TestClient, address: str) -> None:
    page = Page(visitor.get(address).text)
    labels = {label["for"] for label in page.named("label")}
    files = [one for one in page.named("input") if one["type"] == "file"]
    assert {one["id"] for one in files} == labels
    assert [one["id"] for one in files if "capture" in one] == ["take"]
    assert any(one.get("aria-live") == "polite" for _, one in page.elements)
    assert any(one.get("role") == "alert" for _, one in page.elements)
    assert page.named("html")[0]["lang"]


def test_names_are_text_whatever_they_are() -> None:
    plain = Page(phone_page("bear", ["a", "b"], 5))
    odd = ('"><script>alert(1)</script>', "</title><img src=x onerror=alert(1)>", "$name ${x} $$")
    for text in (HOSTILE, *odd):
        page = Page(phone_page(text, [text, "b"], 5))
        assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
        assert page.text.count(text) == 3, "title, heading and classes"


def test_without_its_slash_the_address_leads_to_the_page(
    visitor: TestClient, address: str, trained: Project
) -> None:
    found = visitor.get(address.rstrip("/"))
    assert found.url.path == address and trained.name in found.text
