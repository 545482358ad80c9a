"""What a server does once an hour beside its answers: it counts, and lets go of what is old."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from core.deploy.published.publication import unpublish_what_is_gone
from core.gather.web.search_cache import tidy_searches
from core.project.disk import home
from core.project.expiry import sweep_expired
from core.project.home_size import measure_home
from core.project.limits import limits
from core.project.vector_cache import trim_vectors

EVERY_S = 3_600.0
SHARES = {"embeddings": 0.8, "shapes": 0.1, "picture_scores": 0.1}
"""Of the room for caches, by their files."""
LOG = logging.getLogger("drivetrain")


async def keep_house(pause: Callable[[], None]) -> None:
    """Do it now, and again every hour for ever."""
    while True:
        await asyncio.to_thread(house_kept, home(), pause)
        await asyncio.sleep(EVERY_S)


def house_kept(at: Path, pause: Callable[[], None] = lambda: None) -> None:
    """Delete workspaces that expired with what they publish, bound the caches, and measure the
    home; `pause` is called between the steps. What fails is logged, and tried again in an hour."""
    try:
        sweep_expired(at, pause)
        unpublish_what_is_gone()
        tidy_searches()
        for name, share in SHARES.items():
            trim_vectors(at / "cache" / f"{name}.sqlite", int(share * limits().cache_mb * 1e6))
        measure_home(at, pause)
    except Exception:
        LOG.exception("The hourly look after the home broke off")
