"""What the card and the reports are made of: plain text, tables, charts and pictures, in sections.

Text here is never markup. Each writer (Markdown, HTML, PDF) makes it safe for its own readers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Link:
    """Words that lead to an address of the web (https or http; anything else stays words)."""

    words: str
    address: str


Cell = str | Link


@dataclass(frozen=True)
class Words:
    """A paragraph of facts."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What the learner wrote elsewhere in the project, or a figure, under a label."""

    label: str
    text: str

    @property
    def lead(self) -> str:
        """The label as it stands before the text: with a colon, where it is no sentence."""
        return self.label if self.label.endswith((".", "?", "!")) else f"{self.label}:"


@dataclass(frozen=True)
class Points:
    """Sentences that stand one under the other."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a head; `caption` says what they are, "" where the heading does."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A drawing (`svg`) named for its file, what it shows in words, and the table behind it."""

    name: str
    svg: str
    alt: str
    table: Table


@dataclass(frozen=True)
class Picture:
    """One picture, its file, what it shows in words, and whose it is."""

    path: Path
    alt: str
    caption: str
    credit: Cell


@dataclass(frozen=True)
class Pictures:
    """Pictures side by side."""

    shown: tuple[Picture, ...]


@dataclass(frozen=True)
class Own:
    """A prompt, and the learner's answer; "" while there is none."""

    prompt: str
    asks: str
    text: str


@dataclass(frozen=True)
class Gap:
    """What is not there yet, and the key of the page where to get it."""

    says: str
    page: str


Block = Words | Quote | Points | Table | Chart | Pictures | Own | Gap


@dataclass(frozen=True)
class Section:
    """One heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]
    key: str = ""


@dataclass(frozen=True)
class Document:
    """A whole text; a report's `title` is an answer to the prompt "title", or stands in for one."""

    kind: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    closing: str = ""

    def blocks(self) -> Iterator[Block]:
        """Every block, from top to bottom."""
        for section in self.sections:
            yield from section.blocks

    def gaps(self) -> list[Gap]:
        """What is not there yet, each point once."""
        return list(dict.fromkeys(block for block in self.blocks() if isinstance(block, Gap)))

    def unwritten(self) -> list[Own]:
        """The prompts that wait for an answer."""
        own = [block for block in self.blocks() if isinstance(block, Own)]
        return [block for block in own if not block.text.strip()]

    def prompts(self) -> list[Own]:
        """Every prompt of the document."""
        return [block for block in self.blocks() if isinstance(block, Own)]
