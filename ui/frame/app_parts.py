"""What makes Streamlit's server this app, whichever of its two entrances was taken."""

from collections.abc import Sequence
from typing import Any, TypedDict

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ui.deploy.routes import PUBLISHED
from ui.frame.door.arriving import ARRIVING
from ui.frame.door.class_door import CLASS_ROUTES
from ui.frame.door.health import HEALTH
from ui.frame.door.phone_door import PHONES
from ui.frame.server import MIDDLEWARE, ROUTES, lifespan, on_script_error
from ui.parts.address import below_base
from ui.parts.live_camera.route import LINES
from ui.parts.live_camera.there import THERE
from ui.parts.streamed_download import STREAMS


class AppParts(TypedDict):
    """The options of `st.App`."""

    lifespan: Any
    routes: Sequence[BaseRoute]
    middleware: Sequence[Middleware]
    on_script_error: Any


def app_parts() -> AppParts:
    """Return what `st.App` is given beside the script."""
    return {
        "lifespan": lifespan,
        "routes": below_base(
            (
                *(*ROUTES, *HEALTH, *ARRIVING, *STREAMS, *LINES, *THERE),
                *(*PUBLISHED, *CLASS_ROUTES, *PHONES),
            )
        ),
        "middleware": MIDDLEWARE,
        "on_script_error": on_script_error,
    }
