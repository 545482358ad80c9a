"""What folders, file names and tables mean: the proposed reading, and the others beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.gather.as_read import as_read
from core.gather.meaning.questions import questions
from core.gather.meaning.reading import read_arrival
from tests.core.gather.meaning.made import counts, entry, read, sides

PETS = {"cat": 3, "dog": 3}
TWICE = {"cat": 6, "dog": 6}

FOLDERS = {
    "class folders": (["bears/{cat,dog}/{1-3}.jpg"], PETS),
    "class folders alone": (["{cat,dog}/{1-3}.jpg"], PETS),
    "one class": (["cat/{1-3}.jpg"], {"cat": 3}),
    "holders": (["a/b/c/{cat,dog}/{1-3}.jpg"], PETS),
    "a holder twice": (["pets/{cat,dog}/1.jpg", "pets/pets/{cat,dog}/{2-3}.jpg"], PETS),
    "days inside": (["{cat,dog}/{monday,tuesday}/{1-3}.jpg"], TWICE),
    "days inside one class": (["cat/{monday,tuesday}/{1-3}.jpg"], {"cat": 6}),
    "dates inside": (["pets/{cat,dog}/{2023-05-01,2023-05-02}/{1-3}.jpg"], TWICE),
    "cameras outside": (["{camera1,camera2}/{cat,dog}/{1-3}.jpg"], TWICE),
    "styles outside": (["set/{color,grayscale}/{cat,dog}/{1-3}.jpg"], TWICE),
    "images inside": (["{cat,dog}/images/{1-3}.jpg"], PETS),
    "digits": (["mnist/{0-9}/{1-2}.png"], {str(n): 2 for n in range(10)}),
    "years": (["{2019,2020}/{1-3}.jpg"], {"2019": 3, "2020": 3}),
    "emoji": (["{🫎,🫏}/{1-2}.jpg"], {"🫎": 2, "🫏": 2}),
    "spaces and signs": (["{<5 mm,>5 mm}/{1-2}.jpg"], {"<5 mm": 2, ">5 mm": 2}),
    "case": (["{A,a}/{1-2}.jpg"], {"A": 2, "a": 2}),
    "train is a class": (["set/{car,bus,train}/{1-2}.jpg"], {"bus": 2, "car": 2, "train": 2}),
    "samples": (["{cat,dog}-samples/{0-2}.jpg"], PETS),
    "samples again": (["cat-samples/{0-2}.jpg", "cat-samples (1)/{0-2}.jpg"], {"cat": 6}),
}


@pytest.mark.parametrize("what", FOLDERS)
def test_the_class_is_the_folder(what: str) -> None:
    paths, expected = FOLDERS[what]
    reading = read(*paths)
    assert counts(reading) == expected
    assert reading.way().unlabelled == 0 and not reading.turned_away


SIDES = {
    "train and test": (["{train,test}/{cat,dog}/{1-3}.jpg"], {"train": 6, "test": 6}),
    "Training and Testing": (["x/{Training,Testing}/{cat,dog}/{1-3}.jpg"], {"train": 6, "test": 6}),
    "train and valid": (["{TRAIN,Valid}/{cat,dog}/{1-3}.jpg"], {"train": 6, "valid": 6}),
    "train and validation": (["{train,validation}/{cat,dog}/{1-3}.jpg"], {"train": 6, "valid": 6}),
    "val alone beside classes": (["{cat,dog}/{1-3}.jpg", "val/{cat,dog}/{1-3}.jpg"], {"valid": 6}),
    "training_set twice": (
        ["training_set/training_set/{cat,dog}/{1-3}.jpg", "test_set/test_set/{cat,dog}/{1-3}.jpg"],
        {"train": 6, "test": 6},
    ),
    "seg_train": (["seg_{train,test}/seg_x/{cat,dog}/{1-3}.jpg"], {"train": 6, "test": 6}),
    "inside the class": (["{cat,dog}/{train,test}/{1-3}.jpg"], {"train": 6, "test": 6}),
}


@pytest.mark.parametrize("what", SIDES)
def test_the_sides_of_a_divided_set_are_kept(what: str) -> None:
    paths, expected = SIDES[what]
    reading = read(*paths)
    assert counts(reading) == TWICE and sides(reading) == expected
    asked = [one.about for one in questions(reading)]
    assert asked.count("test") == ("test" in expected)


@pytest.mark.parametrize("folder", ["test", "test1", "seg_pred/seg_pred", "Testing/images", "pred"])
def test_a_flat_test_folder_is_unlabelled_and_no_class(folder: str) -> None:
    reading = read("train/{cat,dog}/{1-3}.jpg", f"{folder}/{{1-5}}.jpg")
    assert counts(reading) == PETS and reading.way().unlabelled == 5
    assert "plain folders" in [way.key for way in reading.ways]


def test_a_flat_test_folder_beside_classes_is_no_class_either() -> None:
    reading = read("{cat,dog,test}/{1-3}.jpg")
    assert counts(reading) == PETS and reading.way().unlabelled == 3
    assert counts(reading, "plain folders") == PETS | {"test": 3}


NAMES = {
    "a point": ["train/{cat,dog}.{0-2}.jpg"],
    "an underscore": ["images/{cat,dog}_{1-3}.jpg"],
    "a hyphen": ["{cat,dog}-{1-3}.png"],
    "nothing between": ["{cat,dog}{1-3}.jpg"],
    "brackets": ["{cat,dog} ({1-3}).jpg"],
    "the number first": ["{1-3}_{cat,dog}.jpg"],
    "a camera's name too": ["IMG_{1-3}_{cat,dog}_2023.jpg"],
    "a side too": ["train_{cat,dog}_{1-3}.jpg"],
    "more words": ["{cat,dog}-{white,black,grey}-front.jpg"],
    "under one folder": ["pets/{cat,dog}.{0-2}.jpg"],
}


@pytest.mark.parametrize("what", NAMES)
def test_the_class_stands_in_the_names_of_the_files(what: str) -> None:
    reading = read(*NAMES[what])
    assert counts(reading) == PETS and reading.way().kind == "file names"
    assert [one.about for one in questions(reading)][:1] == ["file_names"]


def test_names_are_a_pattern_only_when_they_explain_nearly_all() -> None:
    good, bad = read("{cat,dog}.{1-20}.jpg", "odd.jpg"), read("{cat,dog}.{1-3}.jpg", "{x,y,z}.jpg")
    assert good.way().kind == "file names" and good.way().unlabelled == 1
    assert bad.way().kind != "file names"


@pytest.mark.parametrize(
    "names",
    ["IMG_{1000-1009}.jpg", "{1-9}.jpg", "DSC0{1-9}.JPG", "Screenshot 2023-05-0{1-9}.png",
     "{a,b,c}.jpg", "PXL_20230501_{1-9}.jpg", "photo ({1-9}).jpg"],
)  # fmt: skip
def test_cameras_and_numbers_name_no_class(names: str) -> None:
    assert [way.kind for way in read(names).ways] == ["unlabelled"]


TABLES = {
    "csv": ("train.csv", "image_id,label\n1.jpg,cat\n2.jpg,dog\n3.jpg,cat\n4.jpg,dog\n"),
    "no endings": ("labels.csv", "id,breed\n1,cat\n2,dog\n3,cat\n4,dog\n"),
    "semicolons": ("labels.csv", "file;class\n1.jpg;cat\n2.jpg;dog\n3.jpg;cat\n4.jpg;dog\n"),
    "tabs, no header": ("val.txt", "1.jpg\tcat\n2.jpg\tdog\n3.jpg\tcat\n4.jpg\tdog\n"),
    "spaces, no header": ("val.txt", "1.jpg cat\n2.jpg dog\n3.jpg cat\n4.jpg dog\n"),
    "paths": ("labels.csv", "path,label\nC:\\x\\1.jpg,cat\n/y/2.jpg,dog\nz/3.jpg,cat\n4.jpg,dog\n"),
    "json lines": (
        "metadata.jsonl",
        "".join(
            f'{{"file_name": "{n}.jpg", "label": "{pet}"}}\n'
            for n, pet in enumerate(("cat", "dog", "cat", "dog"), 1)
        ),
    ),
    "a column a class": ("_classes.csv", "f,cat,dog\n1.jpg,1,0\n2.jpg,0,1\n3.jpg,1,0\n4.jpg,0,1\n"),
    "a byte order mark": ("train.csv", "\ufefff,l\n1.jpg,cat\n2.jpg,dog\n3.jpg,cat\n4.jpg,dog\n"),
    "a number and a name": (
        "labels.csv",
        "class_id,class_name,image\n0,cat,1.jpg\n1,dog,2.jpg\n0,cat,3.jpg\n1,dog,4.jpg\n",
    ),
    "quotes": ("labels.csv", '"f","label"\n"1.jpg","cat"\n"2.jpg","dog"\n3.jpg,cat\n4.jpg,dog\n'),
}  # fmt: skip


@pytest.mark.parametrize("what", TABLES)
def test_a_table_names_the_classes(what: str) -> None:
    name, text = TABLES[what]
    reading = read("train_images/{1-5}.jpg", texts={name: text})
    assert counts(reading) == {"cat": 2, "dog": 2} and reading.way().kind == "table"
    assert reading.way().unlabelled == 1 and reading.passed_over == 1 and not reading.turned_away


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932", "utf-8-sig"])
def test_a_table_may_be_in_any_encoding(encoding: str) -> None:
    text = "sep=,\nファイル,ラベル\n1.jpg,くま\n2.jpg,ねこ\n3.jpg,くま\n4.jpg,ねこ\n"
    files = [entry(f"{n}.jpg") for n in range(1, 5)]
    reading = read_arrival([*files, entry("a.csv", text.encode(encoding))])
    assert counts(reading) == {"くま": 2, "ねこ": 2}


def test_a_table_is_about_the_pictures_of_its_own_side() -> None:
    table = "id,label\n1,cat\n2,dog\n"
    reading = read("{train,test}/{1-2}.jpg", texts={"train.csv": table})
    assert counts(reading) == {"cat": 1, "dog": 1} and sides(reading) == {"train": 2}


def test_a_table_for_each_side_is_one_reading() -> None:
    texts = {f"{side}/_classes.csv": "filename,cat,dog\n1.jpg,1,0\n2.jpg,0,1\n"
             for side in ("train", "valid", "test")}  # fmt: skip
    reading = read("{train,valid,test}/{1-2}.jpg", texts=texts)
    assert counts(reading) == {"cat": 3, "dog": 3}
    assert sides(reading) == {"train": 2, "valid": 2, "test": 2}


def test_a_table_says_the_side_too() -> None:
    text = "image,label,split\n1.jpg,cat,train\n2.jpg,dog,val\n3.jpg,cat,test\n4.jpg,dog,train\n"
    assert sides(read("x/{1-4}.jpg", texts={"a.csv": text})) == {"train": 2, "valid": 1, "test": 1}
    valid = "name,label,is_valid\n1.jpg,cat,False\n2.jpg,dog,True\n"
    assert sides(read("x/{1-2}.jpg", texts={"a.csv": valid})) == {"train": 1, "valid": 1}


def test_an_example_of_an_answer_is_no_table_of_labels() -> None:
    text = "id,label\n1,cat\n2,dog\n"
    reading = read("test/{1-2}.jpg", texts={"sample_submission.csv": text})
    assert reading.way().kind == "unlabelled"


def test_class_folders_come_before_a_table_that_says_something_else() -> None:
    text = "image,label\n1.jpg,x\n2.jpg,y\n"
    reading = read("n1/1.jpg", "n2/2.jpg", texts={"a.csv": text})
    assert [way.kind for way in reading.ways][:2] == ["folders", "table"]


@pytest.mark.parametrize("folder", ["HAM10000_images_part_{1,2}", "patient{1,2}"])
def test_a_table_comes_before_folders_that_only_hold_some(folder: str) -> None:
    text = "image_id,dx\n1,nv\n2,mel\n3,nv\n4,mel\n"
    first, second = (folder.replace("{1,2}", number) for number in "12")
    reading = read(f"{first}/{{1-2}}.jpg", f"{second}/{{3-4}}.jpg", texts={"meta.csv": text})
    assert counts(reading) == {"mel": 2, "nv": 2}


@pytest.mark.parametrize(
    ("name", "label"),
    [("zebra.zip", "zebra"), ("zebra (1).zip", "zebra"), ("zebra - Kopie.zip", "zebra"),
     ("zebra-20240101T101010Z-001.zip", "zebra"), ("cat-samples.zip", "cat"),
     ("cat-samples (1).zip", "cat"), ("cat-samples-2.zip", "cat"), 
     ("Not ok-samples(3).zip", "Not ok"),
     ("Photos.zip", ""), ("archive.zip", ""), ("test.zip", ""), ("drive-download-2024.zip", "")],
)  # fmt: skip
def test_loose_pictures_are_of_the_class_that_the_zip_is_called(name: str, label: str) -> None:
    assert counts(read("{0-3}.jpg", name=name)) == ({label: 4} if label else {})


def test_the_learners_class_is_for_what_lies_in_none() -> None:
    reading = read("a/1.jpg", "2.jpg", label="polar")
    assert counts(reading) == {"a": 1, "polar": 1}
    assert counts(read("{1-3}.jpg", label="polar")) == {"polar": 3}


def test_other_files_are_turned_away_with_a_reason_each() -> None:
    others = ("a/notes.json", "a/x.docx", "a/b.mp4", "c.txt", "l.xlsx", "s.wav")
    reading = read("a/1.jpg", texts=dict.fromkeys(others, ""))
    assert len(reading.turned_away) == 6 and len({why for _, why in reading.turned_away}) == 6


PARTS = some.sampled_from(
    ["train", "test", "cat", "dog", "cats", "images", "monday", "Takeout", "Photos from 2023",
     "__MACOSX", "a", "A", "é", "1", "2019", "seg_pred", "..", "", "x" * 70, "表", "cat-samples"]
)  # fmt: skip
FILES = some.sampled_from(
    ["1.jpg", "cat.1.jpg", "dog_2.png", "IMG_3.jpg", "train.csv", "metadata.json", "manifest.json",
     "cat-!-1.png", ".DS_Store", "a.tm", "Thumbs.db", "project.json", "x", "", "note.txt", "a.wav"]
)  # fmt: skip
PATHS = some.lists(some.tuples(some.lists(PARTS, max_size=4), FILES), max_size=30)
CONTENT = some.sampled_from(
    [b"", b"image,label\n1.jpg,cat\n", b"{}", b"\xff\xfe", b'{"a": 1}\n', b"a\n"]
)


@settings(max_examples=300)
@given(PATHS, CONTENT, some.sampled_from(["", "x.zip", "x.tm", "cat-samples.zip"]))
def test_every_file_is_a_picture_or_turned_away_or_passed_over(
    paths: list[tuple[list[str], str]], content: bytes, name: str
) -> None:
    entries = [entry("/".join([*folders, file]), content) for folders, file in paths]
    reading = read_arrival(entries, name)
    assert len(entries) == len(reading.pictures) + len(reading.turned_away) + reading.passed_over
    for way in reading.ways:
        assert len(way.names) == len(way.sides) == len(reading.pictures)
        assert sum(way.counts.values()) + way.unlabelled == len(reading.pictures)
        assert all(question.sentence for question in questions(reading, way.key))
    assert as_read(reading, "zip").total == len(reading.pictures) + len(reading.turned_away)
