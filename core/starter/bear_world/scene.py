"""What a picture shows: every control of Bear World in one record, drawn from a seed."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from core.starter.bear_world.arrays import Random
from core.starter.bear_world.coats import COATS
from core.starter.bear_world.poses import POSES
from core.starter.bear_world.teddy import TEDDY_POSES

SIZE = 224  # pixels a side of the pictures that ship
Time = Literal["day", "dusk", "night"]
KINDS = ("grizzly", "black", "teddy")
OUTDOORS = ("forest", "meadow", "river bank", "snow")
INDOORS = ("living room", "shop shelf")
BACKGROUNDS = OUTDOORS + INDOORS
TIMES: tuple[Time, ...] = ("day", "dusk", "night")


@dataclass(frozen=True)
class Subject:
    """One picture, described. Render it with the same seed and it comes out the same.

    `yaw` is degrees the bear is turned away (0 faces us, 180 from behind); `fill` the share of
    the frame it takes (far away is 0.2); `resolution` the pixels a side the camera really had;
    `hidden`, `blur`, `rain` and `fog` go from 0 to 1; `dark` is how underexposed it is, in stops.
    """

    kind: str
    background: str
    coat: str
    pose: str
    yaw: float = 30.0
    fill: float = 0.75
    time: Time = "day"
    resolution: int = 224
    hidden: float = 0.0
    blur: float = 0.0
    rain: float = 0.0
    fog: float = 0.0
    dark: float = 0.0
    season: float = 0.0

    def conditions(self) -> dict[str, Any]:
        """Every control as plain values, for a manifest."""
        return {
            name: round(v, 3) if isinstance(v, float) else v for name, v in asdict(self).items()
        }


def outdoors(background: str) -> bool:
    """Whether weather can reach this background."""
    return background in OUTDOORS


_WILD_COLOURS = ("brown", "chocolate", "black")
# How often each background is drawn: the classes overlap, but not evenly.
_PLACES = {
    "grizzly": (0.27, 0.27, 0.27, 0.13, 0.03, 0.03),
    "black": (0.37, 0.24, 0.18, 0.13, 0.04, 0.04),
    "teddy": (0.12, 0.13, 0.08, 0.09, 0.33, 0.25),
}
_POSE_ODDS = {
    "wild": dict(zip(POSES, (0.32, 0.2, 0.1, 0.18, 0.1, 0.1), strict=True)),
    "teddy": dict(zip(TEDDY_POSES, (0.68, 0.2, 0.12), strict=True)),
}


def draw_subject(kind: str, random: Random, *, bias: bool = False) -> Subject:
    """A subject of `kind` as the default set draws them; `bias` makes the background a give-away.

    With `bias` every teddy is indoors and every wild bear outdoors, all a little smaller in the
    frame, and teddies wear a wild bear's colours: the place is the easiest thing to go by.
    """
    teddy = kind == "teddy"
    odds = np.array(_PLACES[kind])
    if bias:
        odds = odds * ([0, 0, 0, 0, 1, 1] if teddy else [1, 1, 1, 1, 0, 0])
    background = str(random.choice(BACKGROUNDS, p=odds / odds.sum()))
    poses = _POSE_ODDS["teddy" if teddy else "wild"]
    open_air = outdoors(background)
    drawn = Subject(
        kind=kind,
        background=background,
        coat=_pick(COATS[kind], random),
        pose=_pick(poses, random),
        yaw=_draw_yaw(random),
        fill=float(np.clip(random.normal(0.72, 0.16), 0.34, 0.92)),
        time="dusk" if open_air and random.random() < 0.14 else "day",
        hidden=float(random.uniform(0.15, 0.4)) if open_air and random.random() < 0.16 else 0.0,
        rain=float(random.uniform(0.3, 0.8))
        if open_air and background != "snow" and random.random() < 0.06
        else 0.0,
        fog=float(random.uniform(0.25, 0.6)) if open_air and random.random() < 0.1 else 0.0,
        season=float(random.uniform(0, 0.6)),
    )
    return lookalike(drawn, random) if bias else drawn


def lookalike(subject: Subject, random: Random) -> Subject:
    """`subject` as it is hardest to tell by itself: smaller, and in a wild bear's colours."""
    coat = str(random.choice(_WILD_COLOURS)) if subject.kind == "teddy" else subject.coat
    return replace(subject, coat=coat, fill=subject.fill * 0.7)


def _draw_yaw(random: Random) -> float:
    """Mostly turned a little to one side; sometimes in profile, now and then from behind."""
    side = 1 if random.random() < 0.5 else -1
    if random.random() < 0.05:
        return side * float(random.uniform(115, 170))
    return side * float(abs(random.normal(38, 30)))


def _pick(odds: dict[str, float], random: Random) -> str:
    share = np.array(list(odds.values()))
    return str(random.choice(list(odds), p=share / share.sum()))
