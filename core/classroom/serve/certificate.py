"""A certificate for this machine's own addresses: browsers give a camera only to HTTPS."""

import datetime
import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography import x509

from core.project.disk import write_whole

GOOD_FOR = datetime.timedelta(days=397)  # the longest that browsers take
RENEW_BEFORE = datetime.timedelta(days=14)
_FOLDER, _CERTIFICATE, _KEY = "certificate", "server.pem", "server.key"


@dataclass(frozen=True)
class Certificate:
    """Two files: what every browser is shown, and the key that only this server reads."""

    certificate: Path
    key: Path


def certificate_for(home: Path, addresses: Collection[str]) -> Certificate:
    """Return a certificate that names all these hosts: the one in the home, so that devices keep
    knowing it, or a new one where an address is new or its time is nearly over. Raises OSError."""
    folder = home / _FOLDER
    files = Certificate(folder / _CERTIFICATE, folder / _KEY)
    if not _still_good(files, addresses):
        _issue(files, addresses)
    return files


def named_in(certificate: Path) -> set[str]:
    """Return the hosts that a certificate names."""
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    hosts = names.get_values_for_type(x509.DNSName)
    return {*hosts, *(str(one) for one in names.get_values_for_type(x509.IPAddress))}


def _still_good(files: Certificate, addresses: Collection[str]) -> bool:
    try:
        found = x509.load_pem_x509_certificate(files.certificate.read_bytes())
        known = named_in(files.certificate)
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    now = datetime.datetime.now(datetime.UTC)
    return (
        files.key.exists()
        and set(addresses) <= known
        and found.not_valid_after_utc > (now + RENEW_BEFORE)
    )


def _issue(files: Certificate, addresses: Collection[str]) -> None:
    """The certificate's own authority is forgotten at once: nobody can sign anything with it."""
    authority = trustme.CA(organization_name="Drivetrain Lab on this computer")
    until = datetime.datetime.now(datetime.UTC) + GOOD_FOR
    made = authority.issue_cert(
        *_identities(addresses), common_name="Drivetrain Lab", not_after=until
    )
    files.key.parent.mkdir(parents=True, exist_ok=True)
    files.key.touch(mode=0o600)
    write_whole(files.key, made.private_key_pem.bytes())
    files.key.chmod(0o600)
    chain = b"".join(blob.bytes() for blob in made.cert_chain_pems)
    write_whole(files.certificate, chain)


def _identities(addresses: Collection[str]) -> list[str]:
    return sorted(addresses, key=lambda one: (_is_address(one), one))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
