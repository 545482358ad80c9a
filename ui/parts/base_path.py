"""Where on its host this server lives: `server.baseUrlPath`, which our own routes share."""

from collections.abc import Iterable

from starlette.routing import Route, WebSocketRoute
from streamlit import config


def base_path() -> str:
    """What every path of this server begins with: "/lab", or "" where it has the host to itself."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def below_base(routes: Iterable[Route | WebSocketRoute]) -> list[Route | WebSocketRoute]:
    """Routes of ours where browsers look for them: Streamlit moves only its own."""
    return [_moved(route, base_path() + route.path) for route in routes]


def _moved(route: Route | WebSocketRoute, path: str) -> Route | WebSocketRoute:
    if isinstance(route, WebSocketRoute):
        return WebSocketRoute(path, route.endpoint)
    return Route(path, route.endpoint, methods=sorted(route.methods or ()))
