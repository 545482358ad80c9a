"""A table without pictures: what it says about those that are in the project without a label."""

from collections.abc import Sequence

from core.gather.class_names import clean_class_name
from core.gather.meaning.entries import Entry
from core.gather.meaning.table import read_table
from core.gather.meaning.tables import labels_in_table
from core.gather.reading.refusal import Refused
from core.project.project import Project


def labels_for_unlabelled(project: Project, tables: Sequence[Entry]) -> dict[str, str]:
    """Picture id → class, for the unlabelled pictures that one of the tables names."""
    waiting = project.dataset.unlabelled()
    named = [Entry(picture.name, 0, bytes) for picture in waiting]
    found: dict[str, str] = {}
    for table in tables:
        for place, label in _said(table, named).items():
            found[waiting[place].id] = label
    return found


def _said(file: Entry, named: Sequence[Entry]) -> dict[int, str]:
    try:
        table = read_table(file.read(), file.ending)
    except Refused:
        return {}
    said = labels_in_table(table, (), file.stem, named) if table else {}
    return {place: name for place, one in said.items() if (name := _clean(one.label))}


def _clean(label: str) -> str:
    try:
        return clean_class_name(label)
    except Refused:
        return ""
