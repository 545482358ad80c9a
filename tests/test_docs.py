"""The documents name files that exist."""

import re
from pathlib import Path

from core.project.workspace import new_key

ROOT = Path(__file__).parent.parent
NAMED = re.compile(r"(?<![\w/])((?:core|ui|pages|assets|tests|bench|docs)/[\w./-]*[\w/])")
GONE = "docs/adr"  # decisions speak of the house as it stood on their day


def test_every_path_in_the_documents_is_there() -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    missing = [
        (document.name, path)
        for document in documents
        for path in NAMED.findall(document.read_text(encoding="utf-8"))
        if "…" not in path and not (ROOT / path).exists()
    ]
    assert not missing


def test_every_server_of_the_proxy_keeps_keys_out_of_its_log() -> None:
    servers = (ROOT / "docs/host/nginx.conf").read_text(encoding="utf-8").split("\nserver {")[1:]
    assert len(servers) == 2
    for server in servers:
        assert re.search(r"^ +access_log \S+ without_keys;$", server, re.MULTILINE)
        assert re.search(r"^ +error_log \S+ crit;", server, re.MULTILINE)


def test_no_key_and_no_id_of_an_address_comes_into_the_proxys_logs() -> None:
    nginx, caddy = (
        (ROOT / "docs/host" / name).read_text(encoding="utf-8")
        for name in ("nginx.conf", "Caddyfile")
    )
    [hidden] = re.findall(r'^    "~(\^\S+)" \S+;$', nginx, re.MULTILINE)
    [(cut, put)] = re.findall(r'request>uri regexp "(\S+)" "(\S+)"', caddy)
    by_name, key = hidden.replace("(?<", "(?P<"), new_key()
    for address in (
        f"/m/{key}/predict",
        f"/lab/c/{key}/",
        f"/watch/{key}",
        f"/media/{key * 2}.jpg",
    ):
        found = re.search(by_name, address)
        assert found and key not in found["lab_before"] + (found["lab_after"] or "")
        assert key not in re.sub(cut, put.replace("$1", r"\1"), f"{address}?x=1&w={key}")
    assert not re.search(by_name, "/evaluate")
    assert "exclude http.log.error http.handlers" in caddy  # they write whole requests
