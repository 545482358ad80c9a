"""Codes and nicknames from our own lists: nobody types a name, so no name can hurt or tell."""

import hashlib
import secrets
from collections.abc import Collection
from itertools import product

from core.content import Content, read

OFFERED = 6
_LABEL = b"drivetrain-lab key of a class 1\0"


class _Words(Content):
    codes: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


WORDS = read("class_names.yaml", _Words)


def new_code() -> str:
    """Return a code that is read aloud without mistakes, for example "BEAR-42"."""
    return f"{secrets.choice(WORDS.codes)}-{secrets.randbelow(90) + 10}"


def as_code(typed: str) -> str:
    """Return what a learner typed as a code is written: "bear 42 " is "BEAR-42"."""
    letters = "".join(one for one in typed.upper() if one.isascii() and one.isalpha())
    digits = "".join(one for one in typed if one.isascii() and one.isdigit())
    return f"{letters[:8]}-{digits[:4]}"


def new_class_key() -> str:
    """Return a teacher's key with 128 random bits."""
    return secrets.token_urlsafe(16)


def key_at_rest(key: str) -> str:
    """Return what the disk keeps of a teacher's key, from which nobody can tell the key."""
    return hashlib.sha256(_LABEL + key.strip().encode()).hexdigest()


def is_nickname(name: str) -> bool:
    """Return whether a nickname is one of ours, whatever a browser sent."""
    first, _, second = name.partition(" ")
    return first in WORDS.first and second in WORDS.second


def nicknames_to_choose(taken: Collection[str], count: int = OFFERED) -> list[str]:
    """Return some nicknames at random that nobody in the class has; [] where all are taken. No two
    begin or end alike, as long as the lists allow."""
    free = [f"{one} {other}" for one, other in product(WORDS.first, WORDS.second)]
    free = [name for name in free if name not in taken]
    secrets.SystemRandom().shuffle(free)
    chosen: list[str] = []
    for name in free:
        if len(chosen) < count and not any(set(name.split()) & set(o.split()) for o in chosen):
            chosen.append(name)
    return chosen
