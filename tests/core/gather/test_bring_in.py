"""The public cases of ../shared/cases come in as they should, each into its own project."""

from pathlib import Path
from typing import Any

import pytest

from bench.bring_in import brought
from tests.conftest import shared_folder

ZIPS: dict[str, dict[str, Any]] = {
    "finder_utf8_noflag.zip": {"classes": {"Bär": 2, "Löwe": 2}},
    "explorer_sjis.zip": {"classes": {"くま": 2, "ソース": 2, "表": 2}},
    "explorer_cp850.zip": {"classes": {"avião": 2, "pão": 2}},
    "project.tm": {"classes": {"Class 1": 3, "Not ok": 3}},
    "cat-samples.zip": {"classes": {"cat": 3}},
    "kaggle_dogs_vs_cats.zip": {"classes": {"cat": 3, "dog": 3}},
    "kaggle_csv.zip": {"classes": {"healthy": 2, "rust": 2}},
    "train_valid_test.zip": {
        "classes": {"cat": 9, "dog": 9},
        "sides": {"train": 6, "valid": 6, "test": 6},
    },
    "flat_test.zip": {"classes": {"cat": 2, "dog": 2}, "unlabelled": 3},
    "takeout.zip": {"classes": {"Zebras": 1}, "unlabelled": 0},
    "letters.zip": {"classes": {"A": 2, "B": 2, "a": 2, "b": 2}},
}
PROJECTS = ("saved.zip", "folder_around.zip", "safari_rezipped.zip")


@pytest.mark.parametrize("name", ZIPS)
def test_a_public_case_comes_in(home: Path, name: str) -> None:
    outcome = brought(shared_folder("cases") / "zips" / name)
    assert {key: outcome[key] for key in ZIPS[name]} == ZIPS[name]
    assert outcome["refused"] == []


@pytest.mark.parametrize("name", PROJECTS)
def test_a_saved_project_opens_however_it_was_packed_again(home: Path, name: str) -> None:
    outcome = brought(shared_folder("cases") / "projects" / name)
    assert outcome["classes"] == {"cat": 6, "dog": 6}
    assert outcome["refused"] == [] and outcome["question"]
