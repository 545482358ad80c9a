"""No address, however it is written and whatever it resolves to, leads into a private network."""

import httpcore
import pytest

from core.gather.reading.refusal import Refused
from core.gather.web.addresses import is_open
from core.gather.web.network import Network
from core.gather.web.transport import fetch
from tests.core.gather.web.upstream import Answer, Upstream
from tests.said import said

# How one may write an address that leads inside, or one that nobody should ask.
WRITTEN = r"""
http://localhost/
http://localhost.localdomain.localhost/
http://LOCALHOST:80/x
http://printer/
http://router.lan/
http://fileserver.local/
http://vault.internal/
http://metadata.google.internal/computeMetadata/v1/
http://instance-data/latest/
http://wiki.corp/
http://mail.intranet/
http://nas.home/
http://1.0.0.127.in-addr.arpa/
http://abcdefghijklmnop.onion/
http://127.0.0.1/
http://127.1/
http://127.0.1/
http://127.255.255.254/
http://2130706433/
http://0x7f000001/
http://0x7f.0.0.1/
http://0177.0.0.1/
http://017700000001/
http://0/
http://0.0.0.0/
http://00000177.0.0.1/
http://127.0.0.1./
http://127%2e0%2e0%2e1/
http://127.0.0.1%00.site.org/
http://①②⑦.⓪.⓪.①/
http://127。0。0。1/
http://１２７.0.0.1/
http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/
http://loc\u00adalhost/
http://10.0.0.1/
http://172.16.0.1/
http://172.31.255.255/
http://192.168.1.1/
http://169.254.169.254/latest/meta-data/
http://2852039166/latest/meta-data/
http://0xa9fea9fe/
http://0251.0376.0251.0376/
http://169.254.170.2/v2/credentials/
http://100.100.100.200/latest/meta-data/
http://168.63.129.16/machine
http://192.0.0.192/opc/v1/
http://100.64.0.1/
http://100.127.255.255/
http://192.88.99.1/
http://198.18.0.1/
http://192.0.2.1/
http://203.0.113.5/
http://224.0.0.1/
http://239.255.255.250:80/
http://240.0.0.1/
http://255.255.255.255/
http://[::]/
http://[::1]/
http://[0:0:0:0:0:0:0:1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:169.254.169.254]/
http://[::127.0.0.1]/
http://[::ffff:0:127.0.0.1]/
http://[64:ff9b::127.0.0.1]/
http://[64:ff9b::a9fe:a9fe]/
http://[64:ff9b:1::10.0.0.1]/
http://[2002:7f00:1::]/
http://[2002:a9fe:a9fe::1]/
http://[2001::1]/
http://[2001:0:5ef5:79fb::1]/
http://[2001:db8::1]/
http://[2606:4700::5efe:7f00:1]/
http://[fe80::1]/
http://[fe80::1%25eth0]/
http://[fc00::1]/
http://[fd00:ec2::254]/latest/meta-data/
http://[fec0::1]/
http://[ff02::1]/
http://[100::1]/
http://[3fff::1]/
http://[5f00::1]/
https://user:secret@site.org/
http://site.org@127.0.0.1/
http://127.0.0.1@site.org/
http://site.org\\@127.0.0.1/
http://127.0.0.1\\.site.org/
http://site.org:22/
http://site.org:6379/
http://site.org:8080/
http://site.org:0/
http://site.org:65536/
http://site.org:-80/
https://site.org:8443/
file:///etc/passwd
file://localhost/etc/passwd
ftp://site.org/a.jpg
gopher://site.org:70/_x
dict://site.org:11211/
data:image/png;base64,AAAA
javascript:alert(1)
blob:https://site.org/1
ws://site.org/
jar:http://site.org!/
view-source:http://site.org/
//site.org/picture.jpg
/etc/passwd
site.org/picture.jpg
http:///etc/passwd
http://
http:site.org
http://.site.org/
http://site..org/
http://[::1/
http://[127.0.0.1]/
http://[v1.fe80]/
http://site.org /
http://si te.org/
http://site.org\x00.local/
http://site.org\r\nHost: 127.0.0.1/
http://-x-.xn--/
"""
# A name as good as any other that resolves to a number inside.
RESOLVED = """
127.0.0.1; 10.1.2.3; 172.20.0.1; 192.168.0.5; 169.254.169.254; 100.64.0.1; 0.0.0.0; 192.0.0.8;
198.19.255.255; 224.0.0.251; 255.255.255.255; 168.63.129.16; 192.88.99.1; ::; ::1; ::ffff:10.0.0.1;
::ffff:93.184.216.34; 64:ff9b::5db8:d822; 64:ff9b::7f00:1; 2002:5db8:d822::1; 2002:c0a8:1::1;
2001:0:4136:e378::1; 2001:db8::5; fe80::1; fe80::1%eth0; fc00::7; fd12::1; ff05::2; 3fff:fff::1;
2606:4700::200:5efe:a00:1; 2606:4700::1%eth0; not-a-number
"""
OPEN = "93.184.216.34; 8.8.8.8; 2606:4700:4700::1111; 2a00:1450:4001:80e::200e; 193.0.6.139"


def _numbers(text: str) -> list[str]:
    return [number.strip() for number in text.replace("\n", " ").split(";")]


class Watched:
    """A network in which every name is at `numbers`; nothing may be dialled."""

    def __init__(self, *numbers: str) -> None:
        self.dialled: list[str] = []
        self.network = Network(lambda host, port: list(numbers), self._dial)

    def _dial(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.dialled.append(address)
        raise httpcore.ConnectError("nothing is reached")


_SPELLED = {r"\u00ad": "\u00ad", r"\x00": "\0", r"\r\n": "\r\n", r"\\": "\\"}


def _spelled(line: str) -> str:
    for written, meant in _SPELLED.items():
        line = line.replace(written, meant)
    return line


HOSTILE = [_spelled(line) for line in WRITTEN.strip("\n").split("\n")]


def test_the_list_is_long_enough() -> None:
    assert len(set(HOSTILE)) + len(_numbers(RESOLVED)) >= 140


@pytest.mark.parametrize("url", HOSTILE, ids=range(len(HOSTILE)))
def test_an_address_that_leads_inside_is_never_dialled(url: str) -> None:
    watched = Watched("93.184.216.34")
    with pytest.raises(Refused) as refusal:
        fetch(url, network=watched.network)
    assert not watched.dialled, url
    assert str(refusal.value).endswith(".") and len(str(refusal.value)) < 120


@pytest.mark.parametrize("number", _numbers(RESOLVED))
def test_a_name_that_resolves_inside_is_never_dialled(number: str) -> None:
    for numbers in ([number], ["93.184.216.34", number], [number, "93.184.216.34"]):
        watched = Watched(*numbers)
        with pytest.raises(Refused, match=said("web", "private")):
            fetch("https://pictures.site.org/a.jpg", network=watched.network)
        assert not watched.dialled


@pytest.mark.parametrize("number", _numbers(OPEN))
def test_the_open_internet_is_dialled_by_the_judged_number(number: str) -> None:
    assert is_open(number)
    watched = Watched(number)
    with pytest.raises(Refused, match=said("web", "unreachable")):
        fetch("https://pictures.site.org/a.jpg", network=watched.network)
    assert watched.dialled == [number]


@pytest.mark.parametrize("url", [*HOSTILE[:14], "http://169.254.169.254/", "file:///etc/passwd"])
def test_a_redirect_inside_is_not_followed(url: str, upstream: Upstream) -> None:
    upstream.answer = lambda request: Answer(status=302, headers={"Location": url})
    with pytest.raises(Refused):
        fetch("http://site.org/a.jpg")
    assert len(upstream.dialled) == 1


def test_a_name_that_changes_its_number_between_looks_is_judged_each_time(
    upstream: Upstream,
) -> None:
    def rebinding(request: object) -> Answer:
        upstream.names["site.org"] = ["169.254.169.254"]
        return Answer(status=302, headers={"Location": "http://site.org/again"})

    upstream.answer = rebinding
    with pytest.raises(Refused, match=said("web", "private")):
        fetch("http://site.org/a.jpg")
    assert len(upstream.dialled) == 1


def test_a_name_is_looked_up_once_for_each_connection(upstream: Upstream) -> None:
    looks: list[str] = []

    def look_up(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["93.184.216.34"] if len(looks) == 1 else ["127.0.0.1"]

    upstream.answer = lambda request: Answer(b"picture")
    network = Network(look_up, upstream.network.dial)
    assert fetch("http://site.org/a.jpg", network=network).body == b"picture"
    assert looks == ["site.org"] and upstream.dialled == [("93.184.216.34", 80)]


def test_an_international_name_is_asked_by_its_plain_one(upstream: Upstream) -> None:
    upstream.answer = lambda request: Answer(b"picture")
    fetch("http://bücher.site.org/bär.jpg?q=ä#part")
    assert upstream.requests[0].host == "xn--bcher-kva.site.org"
    assert upstream.requests[0].path == "/b%C3%A4r.jpg?q=%C3%A4"
