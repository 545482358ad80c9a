"""Two ways for `get_y` to find a label, tried on the learner's own files."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from core.project.records import ImageRecord

LabelSource = Literal["folder", "file name"]
NAME_PATTERN = r"^([A-Za-z]+)"
GET_Y: dict[LabelSource, str] = {
    "folder": "parent_label",
    "file name": f'using_attr(RegexLabeller(r"{NAME_PATTERN}"), "name")',
}


def label_of(record: ImageRecord, source: LabelSource) -> str | None:
    """The label this way of reading gives; None where fastai would stop because it finds none.

    "folder" is the class the learner put the picture in, "file name" the letters it begins with.
    """
    if source == "folder":
        return record.label
    found = re.search(NAME_PATTERN, record.name.rsplit("/", 1)[-1])
    return found.group(1) if found else None


def labels_found(records: Sequence[ImageRecord], source: LabelSource) -> Counter[str | None]:
    """How many pictures get which label; the key None counts those without one."""
    return Counter(label_of(record, source) for record in records)
