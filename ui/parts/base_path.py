"""Where on its host this server lives: `server.baseUrlPath`, which our own routes share."""

from collections.abc import Iterable

from starlette.routing import Route
from streamlit import config


def base_path() -> str:
    """What every path of this server begins with: "/lab", or "" where it has the host to itself."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def below_base(routes: Iterable[Route]) -> list[Route]:
    """Routes of ours where browsers look for them: Streamlit moves only its own."""
    return [
        Route(base_path() + route.path, route.endpoint, methods=sorted(route.methods or ()))
        for route in routes
    ]
