"""The registry of pages, from which menu, journey, next steps, time shares, links and tests follow.

A new page is its file, its entry in `assets/content/pages.yaml`, and its content.
"""

from functools import cache
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from core.content import Content, Text, read

HOME = "journey"
Needs = Literal["nothing", "pictures", "model"]
Share = Literal["data", "labels", "training", "production", "elsewhere"]


class PageInfo(Content):
    """One page: where it stands in the app and on the journey, and what is said of it.

    `section` is its part of the menu and `question` the line under its title. `stop` orders the
    stops of the journey, in tens so that another fits between two; 0 is no stop. A page that is no
    stop leads to the stop `leads_to`. `about` says in the journey what to do there, and `lead_in`
    says it at the foot of the page before. A visit counts only once the project has what the page
    `needs`. `share` is the part of the work to which time spent here belongs.
    """

    id: str = Field(pattern=r"^[a-z]+$")
    file: str = Field(pattern=r"^pages/[a-z]+/[a-z]+\.py$")
    title: Text
    section: Text
    question: str = ""
    stop: int = Field(default=0, ge=0)
    leads_to: str = ""
    about: str = ""
    lead_in: str = ""
    needs: Needs = "nothing"
    share: Share = "elsewhere"

    @property
    def url_path(self) -> str:
        """The page's address below `/`; the journey is the home page."""
        return "" if self.id == HOME else self.id


class _Registry(Content):
    pages: tuple[PageInfo, ...]


PAGES = read("pages.yaml", _Registry).pages
STOPS = tuple(sorted((page for page in PAGES if page.stop), key=lambda page: page.stop))


@cache
def _by_id() -> dict[str, PageInfo]:
    return {page.id: page for page in PAGES}


def page_info(page_id: str) -> PageInfo:
    """The page with this id; raises KeyError for an id that no page has."""
    return _by_id()[page_id]


def stops_ahead(here: PageInfo) -> tuple[PageInfo, ...]:
    """The stops after a stop; from another page those from where it leads, or else all."""
    if here.stop:
        return tuple(page for page in STOPS if page.stop > here.stop)
    return STOPS[STOPS.index(page_info(here.leads_to)) :] if here.leads_to else STOPS


def pages_of(share: Share) -> list[PageInfo]:
    """The pages on which time is spent for a part of the work."""
    return [page for page in PAGES if page.share == share]


def _known(page_id: str) -> str:
    if page_id not in _by_id():
        raise ValueError(f"there is no page {page_id!r}")
    return page_id


PageId = Annotated[str, AfterValidator(_known)]  # for content: an id that the registry has
