"""What a model that is asked live says to the browser: shares, and what happens then."""

import time
from typing import Any

from core.live.asked import Asked
from core.live.envelope import Letter
from core.live.scenes import scene_of
from core.live.trouble import Trouble
from ui.parts.palette import class_colours


class AskedTalk:
    """One line to a browser that asks a trained model about its camera."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def hello(self) -> dict[str, Any]:
        """The colours of the classes: those of the project, so that they are the same everywhere.
        The model is loaded by this."""
        judge, project = self._asked.judge(), self._asked.project
        return {"asked": {"colours": class_colours([*project.dataset.classes(), *judge.vocab])}}

    def look(self, frame: bytes) -> dict[str, Any]:
        """The shares, and the action with its scene where something was decided."""
        began = time.perf_counter()
        said = self._asked.answer(frame)
        strange = said.strangeness is not None and said.strangeness.strange
        told: dict[str, Any] = {
            "shares": {name: round(share, 4) for name, share in said.probs.items()},
            "strange": strange,
        }
        if said.action is not None:
            told |= {"action": said.action, "scene": self._scene(said.action)}
        return told | {"ms": round(1000 * (time.perf_counter() - began), 1)}

    def do(self, letter: Letter) -> dict[str, Any]:
        """Nothing can be changed here. Raises Trouble."""
        raise Trouble("garbled")

    def _scene(self, action: str) -> str:
        decided = self._asked.judge().decided
        is_look = decided is not None and decided.asks and action == decided.actions[-1]
        return scene_of(action, is_look=is_look)
