"""One photo that a phone sends by its link: into the project, or into the tray."""

import time
from typing import Literal

from core.content import lesson_text
from core.gather.arrivals import check_size, from_files
from core.gather.class_names import clean_class_name
from core.gather.intake import take_in
from core.gather.phone.links import PhoneLink, count_picture
from core.gather.phone.tray import TrayFull, kept_ids, put
from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.project.disk_full import make_room
from core.project.limits import disk_is_short, limits, room
from core.project.project import Project
from core.project.rates import Rates

TEXT = lesson_text("phone_camera")
SOURCE = "phone"
Taken = Literal["in", "waits", "already"]
_RATES = Rates()


class TooFast(Exception):
    """Photos come faster than a person takes them; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def take_photo(link: PhoneLink, data: bytes, label: str, sender: str = "") -> Taken:
    """Return what became of a photo of the class `label`: "in", "waits" in the tray beside the
    nickname of its `sender` ("" for a guest), or "already" there. Raises Refused with a sentence
    for who sent it, TooFast, and OSError on a broken disk."""
    most = limits()
    if seconds := _RATES.wait(link.id, 1, most.phone_pictures_a_minute):
        raise TooFast(seconds)
    if link.came >= most.phone_pictures:
        raise Refused(TEXT["enough"].format(most=most.phone_pictures))
    check_size(len(data))
    meant = _class_of(link, label)
    name = time.strftime(f"{SOURCE} %Y-%m-%d %H.%M.%S.jpg")
    if link.whose == "mine":
        found = _in_at_once(link.project, data, meant, name)
    else:
        found = _into_tray(link.project, data, meant, name, sender)
    if found != "already":
        count_picture(link)
    return found


def _class_of(link: PhoneLink, label: str) -> str:
    """A class of the project; the learner's own phone may name a new one."""
    clean = clean_class_name(label)
    if link.whose == "others" and clean not in link.project.dataset.classes():
        raise Refused(TEXT["no_such_class"])
    return clean


def _in_at_once(project: Project, data: bytes, label: str, name: str) -> Taken:
    report = take_in(project, from_files([(name, data)], label, SOURCE))
    if report.refused:
        raise Refused(report.refused[0][1])
    return "in" if report.new else "already"


def _into_tray(project: Project, data: bytes, label: str, name: str, sender: str) -> Taken:
    picture = decode(data, name)
    if picture.id in kept_ids(project):
        return "already"
    if disk_is_short(project.path):
        raise Refused(make_room("bring"))
    if not (left := room(project)).fits(len(picture.jpeg)):
        raise Refused(left.full)
    try:
        return "waits" if put(project, picture, label, name, sender) else "already"
    except TrayFull as full:
        raise Refused(TEXT["tray_full"]) from full
