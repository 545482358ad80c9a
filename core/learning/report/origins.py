"""Where the project's pictures are from, counted, and whose each single one is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.drivetrain.card.blocks import Cell, Link
from core.project.archive.attribution import (
    CREATOR,
    LICENCE,
    NOT_KNOWN,
    PAGE,
    PROVIDER,
    TITLE,
    URL,
    arrived,
)
from core.project.project import Project

_CAME = {
    "upload": "files you brought",
    "files": "files you brought",
    "folder": "a folder you brought",
    "zip": "a ZIP you brought",
    "webcam": "your webcam",
    "paste": "pictures you pasted",
    "starter": "a starter set",
    "url": "addresses on the web",
    "search": "a search on the web",
}


@dataclass(frozen=True)
class Origin:
    """How one picture came, and what was noted of it on arrival."""

    image_id: str
    source: str
    noted: Mapping[str, str] = field(default_factory=dict)

    @property
    def came(self) -> str:
        """The service that found it, else the way it came in."""
        return self.noted.get(PROVIDER) or _CAME.get(self.source, self.source)

    @property
    def licence(self) -> str:
        return self.noted.get(LICENCE) or NOT_KNOWN

    @property
    def has_licence(self) -> bool:
        return bool(self.noted.get(LICENCE))

    @property
    def creator(self) -> str:
        """Whose it is; "" where nobody noted it."""
        return self.noted.get(CREATOR) or self.noted.get("author") or ""

    @property
    def credit(self) -> Cell:
        """One line to stand beside the picture, with a link where there is an address."""
        parts = (self.noted.get(TITLE), self.creator, self.noted.get(LICENCE))
        words = ", ".join(part for part in parts if part) or NOT_KNOWN
        address = self.noted.get(PAGE) or self.noted.get(URL) or ""
        return Link(words, address) if address else words


def origins(project: Project) -> dict[str, Origin]:
    """Image id → origin of every picture in the dataset."""
    with project.reading() as connection:
        return {
            one.image_id: Origin(one.image_id, one.source, one.known)
            for one in arrived(connection)
            if one.label and not one.held_back
        }


def counted(found: Mapping[str, Origin]) -> list[tuple[str, str, int]]:
    """(how they came, licence, how many pictures), most first."""
    counts = Counter((origin.came, origin.licence) for origin in found.values())
    return [(came, licence, number) for (came, licence), number in counts.most_common()]
