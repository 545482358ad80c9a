from core.project.dataset.split_change import change_split, last_change, valid_under
from core.project.records import SplitSettings
from core.vision.code.datablock_code import label_of, labels_found


def valid_ids(project):
    return {image.id for image in project.dataset.images(split="valid")}


def test_a_new_seed_moves_pictures_and_the_change_is_remembered(digits):
    before, old = valid_ids(digits), digits.dataset.split()
    change_split(digits, SplitSettings(old.valid_pct, old.seed + 1, old.stratified))
    change = last_change(digits)
    assert change.before == old
    assert change.came == valid_ids(digits) - before != frozenset()
    assert change.left == before - valid_ids(digits)
    assert change.stayed == len(before & valid_ids(digits))
    assert valid_under(digits, digits.dataset.split()) == valid_ids(digits)


def test_asking_what_would_move_moves_nothing(digits):
    before = valid_ids(digits)
    assert valid_under(digits, SplitSettings(0.5, 9)) != before
    assert valid_ids(digits) == before
    assert last_change(digits) is None


def test_pictures_deleted_since_are_not_reported(digits):
    change_split(digits, SplitSettings(0.2, digits.dataset.split().seed + 1))
    gone = next(iter(last_change(digits).left))
    digits.dataset.remove([gone])
    assert gone not in last_change(digits).left


def test_pictures_locked_away_since_did_not_leave_by_that_change(digits):
    change_split(digits, SplitSettings(0.2, digits.dataset.split().seed + 1))
    left = last_change(digits).left
    digits.dataset.lock_test(0.3)
    locked = {image.id for image in digits.dataset.images(split="test")}
    assert last_change(digits).left == left - locked


def test_labels_are_read_from_the_folder_or_from_the_file_name(digits):
    images = digits.dataset.images()
    assert labels_found(images, "folder") == {
        k: v for k, v in digits.dataset.classes().items() if v
    }
    assert sum(labels_found(images, "file name").values()) == len(images)


def test_a_file_name_without_letters_has_no_label(digits):
    image = digits.dataset.images()[0]
    renamed = type(image)(**{**_fields(image), "name": "grizzly/00012.jpg"})
    assert label_of(renamed, "file name") is None
    renamed = type(image)(**{**_fields(image), "name": "teddy_12.jpg"})
    assert label_of(renamed, "file name") == "teddy"


def _fields(record):
    return {name: getattr(record, name) for name in record.__slots__}
