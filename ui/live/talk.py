"""What a live lesson says to the browser: classes with colours and marks, the map, the bars."""

import time
from typing import Any

from core.learning.rename_class import TrainingUnderWay, rename_class
from core.live.envelope import Letter, Trouble
from core.live.state import Said, State
from core.live.teaching import Teaching
from core.project.lengths import TooLong
from core.words import duration
from ui.parts.component import picture_address
from ui.parts.live_camera.there import how_there, known_there
from ui.parts.palette import class_colours, class_marks

THUMBNAIL_PX = 64


class TeachingTalk:
    """One line to a browser that teaches; a repeat of what was done is passed over."""

    def __init__(self, teaching: Teaching) -> None:
        self._teaching = teaching
        self._seen: set[str] = set()

    def hello(self) -> dict[str, Any]:
        """All there is now; only what was never looked at takes time."""
        return self._told(self._teaching.catch_up())

    def look(self, frame: bytes) -> dict[str, Any]:
        """The shares of the classes about a frame; none before there is a model."""
        began = time.perf_counter()
        head, shares = self._teaching.look(frame)
        said = dict(zip(head.vocab, _rounded(shares), strict=True)) if head is not None else {}
        return {"shares": said, "ms": round(1000 * (time.perf_counter() - began), 1)}

    def do(self, letter: Letter) -> dict[str, Any]:
        """Do what was asked, once, and say what is so now."""
        asked = letter.header
        if not (asked.n and self._teaching.did(asked.n)):
            self._obey(letter)
        return self._told(self._teaching.state)

    def _obey(self, letter: Letter) -> None:
        asked = letter.header
        if asked.do == "keep":
            self._teaching.keep(asked.label, letter.pictures)
        elif asked.do == "move":
            self._teaching.move(asked.id, asked.label)
        elif asked.do == "undo":
            self._teaching.undo()
        elif asked.do == "rename":
            self._rename(asked.label, asked.now)

    def _rename(self, old: str, new: str) -> None:
        try:
            rename_class(self._teaching.project, old, new)
        except (TrainingUnderWay, TooLong, ValueError) as error:
            raise Trouble("refused", why=str(error)) from error
        self._teaching.learn()

    def _told(self, state: State) -> dict[str, Any]:
        names = list(state.classes)
        colours, marks = class_colours(names), class_marks(names)
        worst = state.surest_wrong
        return {
            "state": {
                "classes": [
                    {"name": one, "colour": colours[one], "mark": marks[one], "count": count}
                    for one, count in state.classes.items()
                ],
                "pictures": [_picture(one) for one in state.pictures],
                "thumbnails": self._thumbnails(state.pictures),
                "is_taught": state.head is not None,
                "known": known_there(state.head),
                "how": how_there(self._teaching.seen_as),
                "learned": sum(one.split == "train" for one in state.pictures),
                "refit": duration(state.refit_ms / 1000),
                "worst": worst and _picture(worst),
                "fooled": state.fooled,
                "surely": state.surely,
                "can_undo": state.can_undo,
            }
        }

    def _thumbnails(self, pictures: tuple[Said, ...]) -> dict[str, str]:
        """Those that this browser has not been sent yet."""
        dataset = self._teaching.project.dataset
        new = {}
        for one in pictures:
            if one.id not in self._seen:
                try:
                    new[one.id] = picture_address(dataset.thumbnail(one.id, THUMBNAIL_PX))
                except OSError:  # it went this moment
                    continue
        self._seen.update(new)
        return new


def _picture(one: Said) -> dict[str, Any]:
    x, y = one.at
    return {
        "id": one.id,
        "label": one.label,
        "says": one.says,
        "sure": round(one.sure, 4),
        "x": round(x, 3),
        "y": round(y, 3),
        "held": one.split != "train",
    }


def _rounded(shares: Any) -> list[float]:
    return [round(float(share), 4) for share in shares]
