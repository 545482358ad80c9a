"""How long a server asks to be left alone."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

LONGEST_S = 3600.0


def retry_after(header: str) -> float:
    """Seconds that a Retry-After `header` (seconds or a date) asks for: 0 without one, an hour
    at most."""
    try:
        if header.isascii() and header.isdigit():
            return min(float(header), LONGEST_S)
        return min(max(0.0, parsedate_to_datetime(header).timestamp() - time.time()), LONGEST_S)
    except (TypeError, ValueError, OverflowError):
        return 0.0
