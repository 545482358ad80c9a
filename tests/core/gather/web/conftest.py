"""The stand-in for the web, put in the place of the real one."""

from collections.abc import Iterator

import pytest

from tests.core.gather.web.upstream import Upstream, in_place_of_the_web


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    """A local server that everything fetched comes from; sources are asked afresh."""
    with in_place_of_the_web(monkeypatch) as server:
        yield server
