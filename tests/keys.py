"""The keys of the workspaces that tests made: the disk knows only names that hide them."""

import secrets

from core.project.project import Project
from core.project.workspace import folder_name

_KEYS: dict[str, str] = {}


def remembered(key: str) -> str:
    """The key, which `key_of` finds from now on."""
    _KEYS[folder_name(key)] = key
    return key


def new_key() -> str:
    """A key as `core.project.workspace` makes it, remembered."""
    return remembered(secrets.token_urlsafe(16))


def template_key(name: str) -> str:
    """The key of a home that one process of the tests builds for all."""
    return remembered(f"key-of-the-home-{name}")


def key_of(project: Project) -> str:
    """The key of the workspace that holds this project."""
    for folder in project.path.parents:
        if folder.name in _KEYS:
            return _KEYS[folder.name]
    raise AssertionError(f"no test made the workspace of {project.path}")
