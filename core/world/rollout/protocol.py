"""The protocol that is kept: who looks, where it begins, by which numbers, the way back."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.content import read
from core.project.project import Project
from core.project.settings import Setting
from core.words import count_of, percent
from core.world.rollout.camp import A_NIGHT, BY_HAND
from core.world.rollout.quiet import most_misses
from core.world.rollout.rules import MORNINGS, Rules

LONGEST = 300
Line = Annotated[str, Field(max_length=LONGEST)]
STEPS = ("manual", "limited", "expand")
LINES = ("who", "where", "way_back", "stopper")


class Protocol(BaseModel):
    """The learner's own words, one line each: `who` looks at the answers, `where` it begins, the
    `way_back` when the model is stopped, and who is the `stopper`. `rules` are those that are kept,
    None for those that were written first."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    rules: Rules | None = None
    who: Line = ""
    where: Line = ""
    way_back: Line = ""
    stopper: Line = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return all(getattr(self, name).strip() for name in LINES)


PROTOCOL = Setting[Protocol]("rollout_protocol", Protocol, Protocol)


def kept_protocol(project: Project) -> Protocol:
    """What was written so far."""
    return project.settings.get(PROTOCOL)


def keep_protocol(project: Project, kept: Protocol) -> None:
    """Write it down."""
    project.settings.set(PROTOCOL, kept)


def steps(rules: Rules, kept: Protocol) -> dict[str, str]:
    """Each of STEPS → what happens in it, in sentences with the rules' numbers; the learner's words
    stand as they wrote them."""
    pictures = BY_HAND * A_NIGHT
    figures = {
        "go": count_of(rules.go, "miss", "misses"),
        "pictures": pictures,
        "most": percent(most_misses(rules.go, pictures)),
        "stop": count_of(rules.stop, "miss", "misses"),
        "back": count_of(rules.back, "miss", "misses"),
        "mornings": MORNINGS,
        "checked": count_of(rules.checked, "answer"),
    }
    words = {name: getattr(kept, name).strip() or "…" for name in LINES}
    text = read("rollout.yaml", dict[str, str], "steps")
    return {step: text[step].format(**figures, **words) for step in STEPS}
