"""Google Takeout: albums are classes, "Photos from 2023" is none, and sidecars are litter."""

import re
import unicodedata
from collections.abc import Sequence

from core.gather.meaning.entries import Entry
from core.gather.meaning.sides import Folders

_SERVICE = re.compile(
    r"google\W.{0,3}(photo|foto|フォト|사진|포토|相|фото|zdj|φωτο|תמונ|صور)", re.I
)
_YEAR = re.compile(r"^(?:19|20)\d\d\D|\D(?:19|20)\d\d$")
_PICTURES_OF = re.compile(
    r"\b(photos?|fotos?|foton|fotografie[sn]?|fotografías|bilder|billeder|zdjęcia|kuvat|valokuvat|"
    r"фото\w*|fotoğraflar\w*|fényképek|φωτογραφίες|slike|poze|fotografii|nuotraukos|ảnh)\b"
    r"|写真|照片|相片|사진|フォト|รูปภาพ|תמונות|صور",
    re.I,
)
_ABOUT_AN_ALBUM = re.compile(
    r"(métadonn|metad|metaad|метаданн|メタデータ|메타데이터|元数据|元資料|中繼資料)[^.]*\.json$",
    re.I,
)
_OTHER_FILES = ("json", "html", "htm", "csv", "txt")
_MOST_WORDS = 4


def is_takeout(entries: Sequence[Entry]) -> bool:
    """Whether the arrival is what Google Takeout packs."""
    return any(
        part.casefold() == "takeout" or _SERVICE.match(_composed(part))
        for entry in entries
        for part in entry.folders
    ) or any(entry.name == "archive_browser.html" for entry in entries)


def is_sidecar(entry: Entry) -> bool:
    """Whether a file of a Takeout is about pictures rather than one."""
    return entry.ending in _OTHER_FILES


def year_folders(entries: Sequence[Entry]) -> set[Folders]:
    """The folders that hold the pictures of a year, in whichever language they are called so.

    An album has a file about itself, and a year has none; but a name that plainly says "photos of
    2023" is enough.
    """
    albums = {entry.folders for entry in entries if _ABOUT_AN_ALBUM.match(_composed(entry.name))}
    return {entry.folders for entry in entries if entry.folders and _is_year(entry.folders, albums)}


def _is_year(folders: Folders, albums: set[Folders]) -> bool:
    name = _composed(folders[-1])
    if not _YEAR.search(name) or len(name.split()) > _MOST_WORDS:
        return False
    return bool(_PICTURES_OF.search(name)) or folders not in albums


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
