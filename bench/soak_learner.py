"""A learner of the soak: a whole journey again and again, and what they sent on the way."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from bench.class_screen import ClassScreen
from core.learning.pages import page_info
from core.learning.paths.paths import GuidedPath

THINK_S = 3.0
TRIES = 8
MOST_QUESTIONS = 3
TRAINED_WITHIN_S = 300.0
GATHER, OBJECTIVE, TRAIN = "gather", "objective", "train"


@dataclass
class Sent:
    """What a learner's browser sent and the server answered, to be looked for on its disk."""

    nickname: str = ""
    key: str = ""
    pictures: int = 0
    objective: str = ""
    guesses: list[str] = field(default_factory=list)
    quick: int = 0
    fine_tunes: int = 0


@dataclass
class SoakLearner:
    """One learner: `photos` is the ZIP they bring, `until` when they go home (monotonic)."""

    screen: ClassScreen
    path: GuidedPath
    photos: bytes
    count: int
    chance: random.Random
    until: float
    fine_tunes: bool
    think_s: float = THINK_S
    sent: Sent = field(default_factory=Sent)

    async def work(self) -> None:
        """Join, then go along the path until it is time to go."""
        await self.join()
        while time.monotonic() < self.until:
            for page in dict.fromkeys(stop.page for stop in self.path.stops):
                if time.monotonic() >= self.until:
                    return
                await self._stop(page)

    async def join(self) -> None:
        """Take a nickname that is free, and read the class's code from the address."""
        screen = self.screen
        await screen.open("join")
        for _ in range(TRIES):
            name = self.chance.choice(screen.widgets["nickname"].options)
            await screen.choose("nickname", name)
            await screen.press("join_now")
            if screen.pulse:
                self.sent.nickname, self.sent.key = name, screen.query.split("w=")[1].split("&")[0]
                return
            await screen.press("other_nicknames")
        raise AssertionError("No nickname was free.")

    async def _stop(self, page: str) -> None:
        await self.screen.open(page_info(page).url_path)
        await self._think()
        await self._answer_questions()
        if page == OBJECTIVE:
            await self._say_objective()
        if page == GATHER and not self.sent.pictures:
            await self._bring()
        if page == TRAIN:
            await self._train()

    async def _answer_questions(self) -> None:
        """Guess, and lock it in; what is locked in here is locked in for good."""
        seen: set[str] = set()
        for _ in range(MOST_QUESTIONS):
            lock = next((k for k in locks_on(self.screen) if k not in seen), "")
            question = self.screen.question_of(lock) if lock else None
            seen.add(lock)
            if question is None:
                return
            words = self.chance.choice(question.options)
            await self.screen.choose(question.key, words)
            if lock in self.screen.widgets and self.screen.widgets[lock].usable:
                await self.screen.press(lock)
                self.sent.guesses.append(words)
                await self._think()

    async def _say_objective(self) -> None:
        fields = [k for k, one in self.screen.widgets.items() if one.kind == "text_area"]
        if fields:
            said = f"Walkers are told which bear it is, {self.chance.randrange(10**6)}"
            await self.screen.type(fields[0], said)
            self.sent.objective = said
            await self._think()

    async def _bring(self) -> None:
        screen = self.screen
        if "gather_way" not in screen.widgets:  # folded away where pictures are there already
            await screen.unfold("ways_panel")
        await screen.choose("gather_way", "Files or a ZIP")
        uploader = next((k for k, one in screen.widgets.items() if one.kind == "file_uploader"), "")
        await screen.upload(uploader, "photos.zip", self.photos)
        await self._think()
        if "keep_arrival" not in screen.widgets:
            await screen.open(GATHER)
        await screen.press("keep_arrival")
        self.sent.pictures = self.count
        await self._think()

    async def _train(self) -> None:
        screen = self.screen
        if "train_quick" not in screen.widgets:
            return
        await screen.press("train_quick")
        self.sent.quick += 1
        until = time.monotonic() + TRAINED_WITHIN_S
        while "train_quick" not in screen.widgets and time.monotonic() < min(until, self.until):
            await screen.wait(1.0)
        if self.fine_tunes and not self.sent.fine_tunes:
            await screen.choose("how", "Minutes")
            await screen.press("start_finetune")
            self.sent.fine_tunes = 1
        await self._answer_questions()

    async def _think(self) -> None:
        await self.screen.wait(self.think_s * self.chance.uniform(0.7, 1.3))


def locks_on(screen: ClassScreen) -> list[str]:
    """The buttons of a screen that lock a guess in; each has one beside it that passes, and what
    locks the test set has none."""
    names = (key.removeprefix("skip_") for key in screen.widgets if key.startswith("skip_"))
    return [f"lock_{name}" for name in names if f"lock_{name}" in screen.widgets]


async def comes_after(seconds: float, learner: SoakLearner) -> None:
    """Come so many seconds later and work; the screen is closed at the end."""
    await asyncio.sleep(seconds)
    async with learner.screen:
        await learner.work()
