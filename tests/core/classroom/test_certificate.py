"""The certificate of a class names this machine, is kept, and its key is its owner's alone."""

import ssl
from pathlib import Path

from core.classroom.serve.certificate import certificate_for, named_in


def test_a_certificate_is_kept_until_an_address_is_new(tmp_path: Path) -> None:
    hosts = ["localhost", "127.0.0.1", "192.0.2.7"]
    files = certificate_for(tmp_path, hosts)
    first = files.certificate.read_bytes()
    assert named_in(files.certificate) == set(hosts)
    assert files.key.stat().st_mode & 0o077 == 0
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(files.certificate, files.key)
    assert certificate_for(tmp_path, hosts[:2]).certificate.read_bytes() == first
    certificate_for(tmp_path, [*hosts, "192.0.2.8"])
    assert "192.0.2.8" in named_in(files.certificate)
