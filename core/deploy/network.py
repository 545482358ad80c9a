"""Under which addresses other devices in the room find this machine; nothing is sent to know it."""

import ipaddress
import socket

import psutil

_LEFT_OUT = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet")  # networks inside this machine


def network_addresses() -> list[str]:
    """This machine's IPv4 addresses in its networks, the one it would answer from first; [] where
    it is in none."""
    first = _of_the_route()
    others = sorted(_of_the_cards() - {*first})
    return [*first, *others]


def _of_the_route() -> list[str]:
    """Read off the route to an address of nobody, kept for documentation."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as route:
            route.connect(("192.0.2.1", 9))
            return [str(route.getsockname()[0])]
    except OSError:
        return []


def _of_the_cards() -> set[str]:
    cards = psutil.net_if_addrs().items()
    return {
        entry.address
        for card, entries in cards
        if not card.startswith(_LEFT_OUT)
        for entry in entries
        if entry.family == socket.AF_INET and _reaches_others(entry.address)
    }


def _reaches_others(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return not (found.is_loopback or found.is_link_local or found.is_unspecified)
