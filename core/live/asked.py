"""A trained model that is asked about one frame after the other, and what its answer sets off."""

import re
import time
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, get_args

from core.content import read
from core.deploy.whole_judge import whole_judge
from core.evaluation.novelty_line import FALSE_CALLS, novelty_of
from core.live.envelope import Trouble, frame_of
from core.production.predictor import ModelUnavailable
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.backbone import BackboneUnavailable, backbone
from core.vision.judge import Answer, Judge, Line, line_from
from core.vision.recipe import run_recipe

FRESH_S = 2.0
"""For so long a decision or a line that was changed elsewhere may be the one of before."""


@dataclass
class Asked:
    """One run of a project, ready for frames."""

    project: Project
    run: RunRecord
    _judge: Judge | None = None
    _until: float = 0.0
    _line: Line | None = None
    _line_of: tuple[int, float | None] = (-1, None)

    def answer(self, frame: bytes) -> Answer:
        """What the model says, what was decided for it, and how strange it is where a line is set.
        Nothing of the frame is kept. Raises Trouble."""
        picture = frame_of(frame)
        (answer,) = self.judge().answers([picture])
        if self._line is None:
            return answer
        seen = backbone().embed(run_recipe(self.run).preprocess()(picture)[None])
        return replace(answer, strangeness=self._line.of(seen)[0])

    def judge(self) -> Judge:
        """The model with decision and line as they stand now, or stood a moment ago."""
        now = time.monotonic()
        if self._judge is None or now > self._until:
            try:
                self._judge = whole_judge(self.project, self.run)
            except ModelUnavailable as error:
                raise Trouble("refused", why=str(error)) from error
            self._set_line()
            self._until = now + FRESH_S
        return self._judge

    def _set_line(self) -> None:
        """The line of a fine-tune, whose own network gives no embeddings: it is that of the shared
        network, as on Predict. Worked out again only where pictures or the line changed."""
        line_of = (self.project.changed(), self.project.settings.get(FALSE_CALLS))
        if self.run.kind == "quick" or line_of == self._line_of:
            return
        try:
            found = novelty_of(self.project, self.run)
        except BackboneUnavailable:
            found = None
        self._line = line_from(found.model_dump()) if found else None
        self._line_of = line_of


Scene = Literal["siren", "call", "calm", "done"]


def scene_of(action: str, *, is_look: bool = False) -> Scene:
    """The scene for an action by the words in its name; a human's look (`is_look`) is a call, and
    what no word tells is simply "done"."""
    words = set(re.findall(r"\w+", action.casefold()))
    found = (scene for scene in get_args(Scene) if words & _words().get(scene, frozenset()))
    return next(found, "call" if is_look else "done")


@cache
def _words() -> dict[str, frozenset[str]]:
    listed = read("live.yaml", dict[str, str], "scene_words")
    return {scene: frozenset(words.split()) for scene, words in listed.items()}
