"""Who is asked, in this order."""

from core.gather.web.duckduckgo import DuckDuckGo
from core.gather.web.openverse import Openverse
from core.gather.web.provider import Provider
from core.gather.web.search_settings import SearchSettings
from core.gather.web.wikimedia import Wikimedia


def providers(settings: SearchSettings) -> list[Provider]:
    """The sources that `settings` allow; none when searching is off."""
    if not settings.search:
        return []
    asked: list[Provider] = [
        Openverse(settings.openverse_id, settings.openverse_secret),
        Wikimedia(),
    ]
    return [*asked, DuckDuckGo()] if settings.duckduckgo else asked
