"""What a learner, or who runs the server, decided about searching the web; so, who is asked."""

import json
import os
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from core.gather.web.duckduckgo import DuckDuckGo
from core.gather.web.openverse import Openverse
from core.gather.web.provider import Provider
from core.gather.web.wikimedia import Wikimedia
from core.project.disk import write_whole
from core.project.workspace import Workspace

SEARCH, ADULTS = "DRIVETRAIN_SEARCH", "DRIVETRAIN_DUCKDUCKGO"
OPENVERSE_ID = "DRIVETRAIN_OPENVERSE_ID"
OPENVERSE_SECRET = "DRIVETRAIN_OPENVERSE_SECRET"
_OFF = ("off", "0", "no", "false")
MAX_KEY = 200


@dataclass(frozen=True)
class SearchSettings:
    """Whether the web is searched at all, whether DuckDuckGo too, and the key to Openverse."""

    search: bool = True
    duckduckgo: bool = False
    openverse_id: str = ""
    openverse_secret: str = ""


def search_allowed() -> bool:
    """Whether this server lets anybody search; DRIVETRAIN_SEARCH=off says no for all."""
    return not _is_off(SEARCH)


def duckduckgo_allowed() -> bool:
    """Whether an adult may add DuckDuckGo here: DRIVETRAIN_DUCKDUCKGO=off says no for all, and the
    light install has no library for it."""
    return not _is_off(ADULTS) and find_spec("ddgs") is not None


def own_settings(workspace: Workspace) -> SearchSettings:
    """What was chosen in this workspace; what cannot be read counts as not chosen."""
    try:
        kept = json.loads(_file(workspace).read_bytes())
        return SearchSettings(
            search=kept["search"] is not False,
            duckduckgo=kept["duckduckgo"] is True,
            openverse_id=str(kept["openverse_id"])[:MAX_KEY],
            openverse_secret=str(kept["openverse_secret"])[:MAX_KEY],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return SearchSettings()


def save_settings(workspace: Workspace, settings: SearchSettings) -> None:
    """Keeps them beside the projects, not in one: a saved project carries no key away."""
    write_whole(_file(workspace), json.dumps(asdict(settings)).encode())
    _file(workspace).chmod(0o600)


def settings_in_force(workspace: Workspace) -> SearchSettings:
    """The workspace's own choices within what the server allows, and the server's key if it has
    one and the workspace has none."""
    own = own_settings(workspace)
    if not (own.openverse_id and own.openverse_secret):
        own = replace(
            own,
            openverse_id=os.environ.get(OPENVERSE_ID, "").strip(),
            openverse_secret=os.environ.get(OPENVERSE_SECRET, "").strip(),
        )
    return replace(
        own,
        search=own.search and search_allowed(),
        duckduckgo=own.duckduckgo and duckduckgo_allowed(),
    )


def _is_off(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in _OFF


def _file(workspace: Workspace) -> Path:
    return workspace.path / "search.json"


def providers(settings: SearchSettings) -> list[Provider]:
    """The sources that `settings` allow; none when searching is off."""
    if not settings.search:
        return []
    asked: list[Provider] = [
        Openverse(settings.openverse_id, settings.openverse_secret),
        Wikimedia(),
    ]
    return [*asked, DuckDuckGo()] if settings.duckduckgo else asked
