"""The door of a class: how often somebody may try a code, a key, or begin a class."""

from core.classroom.classes import ClassPath as ClassPath
from core.classroom.classes import NoSuchClass, SchoolClass, class_of_code, class_of_key, new_class
from core.project.home_rates import HomeRates

WRONG_A_MINUTE = 20  # wrong codes and keys from one address
NEW_A_MINUTE = 3  # classes that one address may begin
_WRONG, _NEW = HomeRates("wrong code"), HomeRates("class")


class TooOften(Exception):
    """Somebody tries too often; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def try_code(typed: str, address: str) -> SchoolClass:
    """Return the class of a code. Raises NoSuchClass, and TooOften where this address has guessed
    too often: then a right code opens nothing either, so that guessing tells nothing."""
    _check(address)
    try:
        return class_of_code(typed)
    except NoSuchClass:
        _WRONG.wait(address, 1, WRONG_A_MINUTE)
        raise


def try_key(key: str, address: str) -> SchoolClass:
    """Return the class of a teacher's key; raises as `try_code` does."""
    _check(address)
    try:
        return class_of_key(key)
    except NoSuchClass:
        _WRONG.wait(address, 1, WRONG_A_MINUTE)
        raise


def begin_class(path: ClassPath, start: str, days: int, address: str) -> tuple[SchoolClass, str]:
    """Return a new class and its teacher's key; raises TooOften."""
    if seconds := _NEW.wait(address, 1, NEW_A_MINUTE):
        raise TooOften(seconds)
    return new_class(path, start, days)


def _check(address: str) -> None:
    """Raise TooOften where no wrong try is left; looking takes none."""
    if _WRONG.left(address, WRONG_A_MINUTE) < 1:
        raise TooOften(max(1, 60 // WRONG_A_MINUTE))
