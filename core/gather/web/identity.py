"""How this server introduces itself to the sites it asks."""

from __future__ import annotations

import os

CONTACT = "DRIVETRAIN_CONTACT"
_NOBODY = "contact: the teacher who runs this server"


def user_agent() -> str:
    """The User-Agent of every request: what we are and, from DRIVETRAIN_CONTACT, whom to write to.

    Wikimedia asks for an address or a page there.
    """
    contact = "".join(c for c in os.environ.get(CONTACT, "") if c.isascii() and c.isprintable())
    return f"DrivetrainLab/0.1 (a teaching app; {contact.strip()[:120] or _NOBODY})"
