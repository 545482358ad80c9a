"""Asks a published model by the clock; alone in its module, so that its process begins quickly."""

import asyncio
import random
import time
from collections.abc import Sequence

import httpx

PATIENCE_S = 30.0


def ask(
    address: str, photos: Sequence[bytes], rate: float, seconds: float
) -> tuple[list[float], int]:
    """Ask `rate` times a second for so many seconds, whether answers come or not: the seconds of
    each answer since its question was due, and how many questions failed."""
    return asyncio.run(_ask(address, photos, rate, seconds))


async def _ask(
    address: str, photos: Sequence[bytes], rate: float, seconds: float
) -> tuple[list[float], int]:
    order, answers = random.Random(1), []
    async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            answers.append(asyncio.create_task(_one(client, address, order.choice(photos), due)))
        taken = await asyncio.gather(*answers)
    return [one for one in taken if one is not None], taken.count(None)


async def _one(client: httpx.AsyncClient, address: str, photo: bytes, due: float) -> float | None:
    """One question: the seconds since it was due, None where there was no answer."""
    answer = await client.post(address, content=photo)
    return time.perf_counter() - due if answer.is_success else None
