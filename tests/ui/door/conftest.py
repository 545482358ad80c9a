"""A real server whose every look-up of a name and every connection is written down."""

from collections.abc import Iterator

import pytest

from bench.spied_server import SpiedServer


@pytest.fixture(scope="session")
def spied_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpiedServer]:
    """One server for the tests of its door."""
    home = tmp_path_factory.mktemp("door") / "home"
    home.mkdir()
    budget = {"DRIVETRAIN_MAX_SESSION_UPLOAD_MB": "3", "DRIVETRAIN_MAX_UPLOADS_MB": "5"}
    server = SpiedServer(home, **budget)
    server.start()
    yield server
    server.kill()
