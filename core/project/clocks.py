"""Times that hold although somebody, or the network, sets the machine's clock."""

import time

_BEGAN, _BEGAN_STEADY = time.time(), time.monotonic()


def age(modified: float) -> float:
    """Seconds since a file was written (`modified`, seconds since 1970), by the clock as it is or
    as it would be had nobody set it since this process began: the less of both. So a clock that is
    set makes nothing old that is in use."""
    unset = _BEGAN + time.monotonic() - _BEGAN_STEADY
    return min(time.time(), unset) - modified
