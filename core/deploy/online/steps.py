"""The steps to a host, as `assets/content/online.yaml` has them, and which of them are done."""

from datetime import date
from functools import cache

from core.content import Content, Text, read
from core.deploy.online.asking import Kind
from core.project.project import Project
from core.project.settings import Setting

DONE = Setting[set[str]]("online_steps", set[str], set)


class HostText(Content):
    """A host: whose folder goes there (a key of HOMES), the steps by each way, how an app there is
    `asked` (None: programs cannot), what was true when the book appeared and what is now."""

    title: Text
    home: Text
    asked: Kind | None = None
    then: Text
    now: Text
    ways: dict[str, list[Text]]


class OnlineText(Content):
    """All words of the part, and the day its facts were `checked`."""

    checked: date
    intro: Text
    host: Text
    way: Text
    ways: dict[str, Text]
    first: Text
    then: Text
    now: Text
    all_done: Text
    terminal: Text
    systems: dict[str, Text]
    script: Text
    script_code: Text
    paste: Text
    address: Text
    ask: Text
    by_hand: Text
    phone: Text
    same: Text
    same_files: Text
    other: Text
    other_files: Text
    hosts: dict[str, HostText]


@cache
def online_text() -> OnlineText:
    """The words, checked."""
    return read("online.yaml", OnlineText)


def step_ids(host: str, way: str) -> list[str]:
    """What the steps to a host by one way are called in DONE."""
    count = len(online_text().hosts[host].ways[way])
    return [f"{host}.{way}.{number}" for number in range(1, count + 1)]


def tick(project: Project, step: str, done: bool) -> None:
    """Note that a step is done, or not."""
    steps = project.settings.get(DONE)
    project.settings.set(DONE, steps | {step} if done else steps - {step})
