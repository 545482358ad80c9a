"""A few validation pictures, looked at after every epoch: what the model makes of them by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import NamedTuple

from core.training.finetune.settings import Picture

MOST = 12


class Watched(NamedTuple):
    """A picture's place among the validation pictures, and the index of its class."""

    place: int
    picture: Picture
    target: int


def pictures_to_watch(
    pictures: Sequence[Picture], vocab: Sequence[str], most: int = MOST
) -> list[Watched]:
    """At most `most` validation pictures, the classes in turn; always the same ones of an order."""
    by_class: dict[str, list[Watched]] = defaultdict(list)
    valid = [picture for picture in pictures if picture.split == "valid"]
    for place, picture in enumerate(valid):
        watched = Watched(place, picture, vocab.index(picture.label))
        by_class[picture.label].append(watched)
    in_turn = chain.from_iterable(zip_longest(*(by_class[name] for name in sorted(by_class))))
    return [watched for watched in in_turn if watched is not None][:most]
