"""Train, valid and test: which folders divide a set, and which only happen to be called so."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

Folders = tuple[str, ...]
TRAIN, VALID, TEST, UNLABELLED = "train", "valid", "test", "unlabelled"

_WORDS = {
    TRAIN: "train training trn entrenamiento entrainement treino treinamento addestramento "
    "trainingsdaten",
    VALID: "valid val validation validating validate dev eval evaluation validierung validacion "
    "validacao validazione",
    TEST: "test testing tst tests holdout teste prueba testdaten",
    UNLABELLED: "pred predict prediction predictions unlabeled unlabelled inference submission",
}
_SIDE_OF = {word: side for side, words in _WORDS.items() for word in words.split()}
_NEUTRAL_TEXT = (
    "set sets data dataset datasets image images img imgs picture pictures pic pics photo "
    "photos seg split folder dir small new original jpg jpeg png cropped resized final all "
    "files file sample samples the my"
)
_NEUTRAL = frozenset(_NEUTRAL_TEXT.split())


def side_of(name: str) -> str:
    """The side that a folder's, table's or cell's name says: "train", "valid", "test" or
    "unlabelled"; "" where it says none."""
    sides = {_SIDE_OF.get(word, "") for word in _words(name) if word not in _NEUTRAL}
    return sides.pop() if len(sides) == 1 else ""


def is_neutral(name: str) -> bool:
    """Whether a folder's name says nothing of what is in it, such as "images" or "photos (2)"."""
    words = _words(name)
    return bool(words) and all(word in _NEUTRAL for word in words)


def side_folders(all_folders: Sequence[Folders]) -> set[Folders]:
    """The folders (as paths) that divide a set, among those in which pictures lie.

    A folder "train" between "car" and "bus" is a class; one beside "test", or one that holds the
    same classes again, is a side.
    """
    children: dict[Folders, set[str]] = defaultdict(set)
    for folders in set(all_folders):
        for depth in range(len(folders)):
            children[folders[:depth]].add(folders[depth])
    return {
        (*parent, name)
        for parent, names in children.items()
        for name in names
        if side_of(name) and _divides((*parent, name), names - {name}, children)
    }


def _divides(path: Folders, siblings: set[str], children: dict[Folders, set[str]]) -> bool:
    if all(side_of(name) or is_neutral(name) for name in siblings):
        return True
    if below := children.get(path):
        others = [name for name in siblings if not side_of(name)]
        beside = {one for name in others for one in children.get((*path[:-1], name), ())}
        return bool(below & siblings) or not below & beside
    return side_of(path[-1]) in (TEST, UNLABELLED)


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return re.findall(r"[^\W\d_]+", bare)
