"""The teacher of a class that is measured: a view that is open all the time, guesses revealed."""

import asyncio
import time

from bench.class_screen import ClassScreen
from core.classroom.answers import reveal
from core.classroom.classes import class_of_id
from core.classroom.topics import topics_of
from ui.classroom.teacher import COOKIE


async def teaching(
    url: str, class_id: str, key: str, until: float, reveal_every_s: float, questions: int = 1
) -> ClassScreen:
    """The teacher's view, open until then, on the class and on its guesses in turn; now and then
    so many `questions` are revealed, those asked last first."""
    screen = ClassScreen(url, cookie=f"{COOKIE}={key}")
    async with screen:
        await screen.open("teach")
        while (left := until - time.monotonic()) > 0:
            for part in ("Now", "Guesses"):
                await screen.choose("class_part", part)
                await screen.wait(min(reveal_every_s, left) / 2)
            topics = await asyncio.to_thread(topics_of, class_of_id(class_id))
            names = [one.name for one in topics[:questions]]
            await asyncio.to_thread(reveal, class_id, names)
    return screen
