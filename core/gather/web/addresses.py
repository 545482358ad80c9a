"""Which web addresses may be fetched: none that could lead into a network behind this server.

The server sits inside a school or a company, and learners tell it what to fetch; so an address is
judged twice: as it is written here, and once more as the number it resolves to when connecting.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from core.content import says
from core.gather.reading.refusal import Refused

PORTS = (80, 443)
MAX_LENGTH = 2_000

# Not for the open internet, beyond what `ipaddress` of every Python version knows of.
_CLOSED_4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# Only 2000::/3 is handed out; of that: protocol use (Teredo too), documentation, 6to4.
_OPEN_6 = ip_network("2000::/3")
_CLOSED_6 = tuple(
    ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
_ISATAP = (0x00005EFE, 0x02005EFE)
# Azure answers machines of its own on this otherwise ordinary number, cloud metadata included.
_CLOUD = (ip_address("168.63.129.16"),)

_LOCAL_NAMES = (
    "localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "test",
    "example", "invalid", "onion", "alt",
)  # fmt: skip
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_NAME = re.compile(r"(\w([\w-]{0,61}\w)?\.)+[a-z0-9-]*[a-z0-9]", re.IGNORECASE | re.ASCII)
_STRANGE = re.compile(r"[\x00-\x20\x7f\\]")


def checked_url(text: str) -> httpx.URL:
    """`text` as an address that may be asked for; raises Refused with the reason.

    http and https only, ports 80 and 443, no user name, no name or number of a local network in
    any spelling.
    """
    url = _parsed(text)
    if url.scheme not in ("http", "https"):
        raise Refused(says("web", "not_http"))
    if url.userinfo:
        raise Refused(says("web", "user_name"))
    if url.port is not None and url.port not in PORTS:
        raise Refused(says("web", "port", port=url.port))
    _check_host(url.raw_host.decode("ascii").rstrip("."))
    return url


def is_open(address: str) -> bool:
    """Whether the IP `address` belongs to the open internet; False for anything unreadable."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    return _open_4(number) if isinstance(number, IPv4Address) else _open_6(number)


def _open_4(number: IPv4Address) -> bool:
    return number not in _CLOUD and not any(number in block for block in _CLOSED_4)


def _open_6(number: IPv6Address) -> bool:
    if number.scope_id or number not in _OPEN_6:
        return False
    tunnel = (int(number) >> 32) & 0xFFFFFFFF in _ISATAP
    return not tunnel and not any(number in block for block in _CLOSED_6)


def _parsed(text: str) -> httpx.URL:
    bare = text.strip()
    if not bare or len(bare) > MAX_LENGTH or _STRANGE.search(bare):
        raise Refused(says("web", "no_address"))
    try:
        return httpx.URL(bare)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(says("web", "unreadable")) from error


def _check_host(host: str) -> None:
    if ":" in host or _NUMBER.fullmatch(host.rsplit(".", 1)[-1]):
        if not is_open(host):
            raise Refused(says("web", "private"))
    elif "." not in host or host.rsplit(".", 1)[-1].lower() in _LOCAL_NAMES:
        raise Refused(says("web", "private"))
    elif not _NAME.fullmatch(host):
        raise Refused(says("web", "no_such_site"))
