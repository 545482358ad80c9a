"""A fine-tune's model file comes back to the server that saved it, and to no other.

A model.onnx is a program: no look at it says what memory and time it takes. So one from a ZIP is
run only where this server saved it itself, which its seal proves: an HMAC with this home's secret.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from core.project.disk import home

FILE = "seal.txt"  # in a run's folder of the ZIP
SEALED = ("labels.json", "model.onnx")
_SECRET = "seal.key"
_BYTES = 32


def seal(run_id: str, digests: Mapping[str, str]) -> str:
    """Return the seal of a run's sealed files, whose SHA-256 (hex) `digests` gives by name."""
    said = "\n".join([run_id, *(f"{name} {digests[name]}" for name in SEALED)])
    return hmac.new(_secret(), said.encode(), hashlib.sha256).hexdigest()


def is_ours(run_id: str, digests: Mapping[str, str], seal_there: str) -> bool:
    """Whether this home saved these files, of this run."""
    return hmac.compare_digest(seal(run_id, digests).encode(), seal_there.strip().encode())


def digest_of(path: Path) -> str:
    """The SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _secret() -> bytes:
    """The secret of this home, made when first asked for; only its owner may read it."""
    path = home() / _SECRET
    if not path.exists():
        draft = path.with_name(f".{_SECRET}.{secrets.token_hex(4)}.tmp")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # of two processes, the first one's stays
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
