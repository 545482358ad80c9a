"""The documents name files that exist."""

import re
from pathlib import Path

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
