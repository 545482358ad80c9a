"""The addresses of this server: below its host, and as phones in the room have to write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
import streamlit as st
from starlette.routing import Route, WebSocketRoute
from streamlit import config

from core.content import says
from core.deploy.network import network_addresses
from ui.parts.choice import one_of


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


_HERE = ("localhost", "127.0.0.1", "::1")
_HOST = "which_host"
_EVERYWHERE = (None, "", "0.0.0.0", "::")


@dataclass(frozen=True)
class Reach:
    """Which hosts a phone can be given, the best first, and what stands in its way: "" where
    nothing does, else the name of a text of deploy.yaml. `here` works on this computer."""

    hosts: tuple[str, ...]
    scheme: str
    hindrance: str
    here: str

    @property
    def is_shut(self) -> bool:
        """Whether the server does not listen on these hosts."""
        return self.hindrance == "make_class"

    def address(self, host: str, public_id: str) -> str:
        """The address of a model's page on one of the hosts."""
        return self.at(host, f"/m/{public_id}/")

    def at(self, host: str, path: str) -> str:
        """The address of a path of this server on one of the hosts."""
        return f"{self.scheme}://{host}{base_path()}{path}"


def reach() -> Reach:
    """How phones reach this server, judged by how this browser did."""
    seen = urlsplit(str(st.context.url or ""))
    port = seen.port or config.get_option("server.port")
    here = seen.netloc or f"localhost:{port}"
    if seen.hostname and seen.hostname not in _HERE:
        return Reach((here,), seen.scheme, "", here)
    listens = config.get_option("server.address") in _EVERYWHERE
    hosts = tuple(f"{host}:{port}" for host in network_addresses())
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    if not hosts:
        return Reach((here,), scheme, "no_network", here)
    return Reach(hosts, scheme, "here_only" if listens else "make_class", here)


def ask_host(way: Reach) -> str:
    """The host for an address; where this computer is in several networks, the one that is chosen
    here, and from then on everywhere."""
    if len(way.hosts) == 1:
        return way.hosts[0]
    names = {host: host for host in way.hosts}
    label = says("parts", "computer_network")
    return one_of(label, names, key=_HOST, row=st.pills, wrap=True, persist_state="session")


def host_of(way: Reach) -> str:
    """The host that was chosen, where nobody is asked; the best one as long as none was."""
    chosen = st.session_state.get(_HOST)
    return next((host for host in way.hosts if host == chosen), way.hosts[0])


def qr_code(address: str) -> str:
    """A QR code of an address as SVG, dark on white in every theme, with words for those who do
    not see it."""
    code = segno.make(address, error="m", micro=False)
    return str(
        code.svg_inline(
            scale=8,
            border=3,
            dark="#0f1311",
            light="#ffffff",
            title=says("parts", "qr_code", address=address),
        )
    )
