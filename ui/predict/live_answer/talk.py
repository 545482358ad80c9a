"""What a model that is asked live says to the browser: shares, and what happens then."""

import time
from dataclasses import replace
from typing import Any

from core.deploy.whole_judge import decision_file, novelty_file
from core.live.asked import Asked, scene_of
from core.live.envelope import Letter, Trouble
from core.live.here import can_judge_there
from core.production.run_files import quick_head
from ui.parts.live_camera.there import how_there, known_there
from ui.parts.palette import class_colours


class AskedTalk:
    """One line to a browser that asks a trained model about its camera."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def hello(self) -> dict[str, Any]:
        """Colours of the classes, the scene of each action, and what a browser needs that judges
        by itself: of a quick run alone, whose network all browsers have. Loads the model."""
        judge, project = self._asked.judge(), self._asked.project
        actions = judge.decided.actions if judge.decided else []
        return {
            "asked": {
                "colours": class_colours([*project.dataset.classes(), *judge.vocab]),
                "scenes": {action: self._scene(action) for action in actions},
                "how": how_there(judge.preprocess),
                "known": self._known(judge.vocab),
            }
        }

    def _known(self, vocab: list[str]) -> dict[str, Any] | None:
        project, run = self._asked.project, self._asked.run
        if run.kind != "quick" or not can_judge_there():
            return None
        return known_there(
            replace(quick_head(project.runs.folder(run.id)), vocab=vocab),
            decision=decision_file(project, vocab),
            novelty=novelty_file(project, run),
        )

    def look(self, frame: bytes) -> dict[str, Any]:
        """The shares, the action where something was decided, and whether it is beyond the line."""
        began = time.perf_counter()
        said = self._asked.answer(frame)
        strange = said.strangeness is not None and said.strangeness.strange
        told = {
            "shares": {name: round(share, 4) for name, share in said.probs.items()},
            "strange": strange,
        }
        return {**told, "action": said.action, "ms": _since(began)}

    def do(self, letter: Letter) -> dict[str, Any]:
        """Nothing can be changed here. Raises Trouble."""
        raise Trouble("garbled")

    def _scene(self, action: str) -> str:
        decided = self._asked.judge().decided
        is_look = decided is not None and decided.asks and action == decided.actions[-1]
        return scene_of(action, is_look=is_look)


def _since(began: float) -> float:
    return round(1000 * (time.perf_counter() - began), 1)
