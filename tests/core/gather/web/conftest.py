"""The stand-in for the web, put in the place of the real one."""

from collections.abc import Iterator

import pytest

from core.gather.web import gate, openverse, transport
from tests.core.gather.web.upstream import Upstream, running


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    """A local server that everything fetched comes from; sources are asked afresh."""
    with running() as server:
        monkeypatch.setattr(transport, "INTERNET", server.network)
        for source in (gate.WIKIMEDIA, gate.OPENVERSE):
            monkeypatch.setattr(source, "_quiet_until", 0.0)
        gate._other.cache_clear()
        openverse._token_of.cache_clear()
        yield server
