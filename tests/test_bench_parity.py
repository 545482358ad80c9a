"""bench.parity: what its figures say of a home that is right, wrong, or refuses."""

from pathlib import Path

from bench.parity.home import Answered, Opened, Refused, compared, weighed

RIGHT = {"a": Answered({"x": 0.75, "y": 0.25}, 1), "b": Answered({"x": 0.25, "y": 0.75}, 1)}
PHOTOS = {"a": b"a", "b": b"b"}


def test_the_same_answers_differ_by_nothing() -> None:
    said = compared(Opened(lambda photo: RIGHT[photo.decode()]), PHOTOS, RIGHT)
    assert (said["same_class_share"], said["max_probability_difference"]) == (1.0, 0.0)


def test_one_other_class_and_one_other_name_are_found() -> None:
    said = compared(Opened(lambda _photo: Answered({"x": 1.0}, 5)), PHOTOS, RIGHT)
    assert (said["same_class_share"], said["max_probability_difference"]) == (0.5, 0.75)
    assert (said["furthest"], said["ms_p50"]) == ("b", 5)


def test_what_is_refused_is_named_and_not_counted() -> None:
    def ask(photo: bytes) -> Answered:
        if photo == b"b":
            raise Refused("no")
        return RIGHT["a"]

    said = compared(Opened(ask), PHOTOS, RIGHT)
    assert (said["refused"], said["photos"], said["same_class_share"]) == (["b"], 1, 1.0)


def test_files_are_counted_but_not_what_python_leaves_behind(tmp_path: Path) -> None:
    for name in ("model.onnx", "examples/1.jpg", "__pycache__/judge.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"12345")
    opened = weighed(lambda _photo: RIGHT["a"], tmp_path)
    assert (opened.files, opened.bytes) == (2, 10)
