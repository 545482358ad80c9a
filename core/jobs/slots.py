"""Places that the web processes of one home share: so many, however many processes there are."""

from contextlib import suppress

from filelock import FileLock, Timeout

from core.project.disk import home
from core.project.servers import FOLDER

Slot = FileLock


def take_slot(kind: str, most: int) -> Slot | None:
    """Return one of `most` places of a kind, held until `release()` or the end of this process;
    None where all are taken. Raises OSError on a disk that takes no writes."""
    folder = home() / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for number in range(most):
        slot = FileLock(folder / f"{kind}-{number}.slot", timeout=0, thread_local=False)
        with suppress(Timeout):
            slot.acquire()
            return slot
    return None
