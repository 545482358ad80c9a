"""Lists of addresses: plain lines, tables from a spreadsheet, and what is wrong with a line."""

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import says
from core.gather.arrivals import Incoming, TurnedAway
from core.gather.intake import take_in
from core.gather.reading.refusal import Refused
from core.gather.web.url_list import MAX_ROWS, as_words, from_addresses, needs_class, read_rows
from core.project.project import Project
from tests.core.gather.pictures import as_file, noise
from tests.core.gather.web.upstream import Answer, Upstream
from tests.said import said


def rows(text: str) -> list[tuple[str, str]]:
    return [(row.url, row.label) for row in read_rows(text)]


@pytest.mark.parametrize(
    "text",
    [
        "https://a.org/1,2.jpg\nhttps://a.org/2.jpg?x=1;y=2\n",
        "\ufeffhttps://a.org/1,2.jpg\r\n\r\n# a remark\r\n  https://a.org/2.jpg?x=1;y=2  ",
    ],
)
def test_plain_lines(text: str) -> None:
    assert rows(text) == [("https://a.org/1,2.jpg", ""), ("https://a.org/2.jpg?x=1;y=2", "")]


@pytest.mark.parametrize(
    "text",
    [
        "url,class\nhttps://a.org/1.jpg,black bear\nhttps://a.org/2.jpg,teddy",
        "URL;Class\nhttps://a.org/1.jpg;black bear\nhttps://a.org/2.jpg;teddy",
        "class\tnote\turl\nblack bear\tx\thttps://a.org/1.jpg\nteddy\t\thttps://a.org/2.jpg",
        '"label","image_url"\n"black bear","https://a.org/1.jpg"\nteddy,https://a.org/2.jpg',
        "https://a.org/1.jpg,black bear\nhttps://a.org/2.jpg,teddy",
        "https://a.org/1.jpg;black bear\nhttps://a.org/2.jpg;teddy",
        "https://a.org/1.jpg\tblack bear\nhttps://a.org/2.jpg\tteddy",
    ],
)
def test_tables(text: str) -> None:
    assert rows(text) == [("https://a.org/1.jpg", "black bear"), ("https://a.org/2.jpg", "teddy")]
    assert not needs_class(text)


def test_a_line_without_a_class_needs_one() -> None:
    text = "url,class\nhttps://a.org/1.jpg,teddy\nhttps://a.org/2.jpg,"
    assert needs_class(text)
    first, second = from_addresses(text).files
    assert isinstance(first, Incoming) and isinstance(second, TurnedAway)
    assert second.name.startswith("line 3: https://a.org/2.jpg") and second.reason
    assert [file.label for file in from_addresses(text, " bear ").files] == ["teddy", "bear"]  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", " \n\n", "# only a remark", "url,class\n"])
def test_an_empty_list_is_refused(text: str) -> None:
    if text.startswith("url"):
        assert read_rows(text) == []
    else:
        with pytest.raises(Refused, match=said("refused", "list_empty")):
            read_rows(text)


def test_too_many_lines_and_too_much_text_are_refused() -> None:
    with pytest.raises(Refused, match=said("refused", "list_lines", most=MAX_ROWS)):
        read_rows("https://a.org/1.jpg\n" * (MAX_ROWS + 1))
    with pytest.raises(Refused, match=said("refused", "list_too_long")):
        read_rows("x" * 1_000_001)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_whatever_encoding_the_spreadsheet_used(encoding: str) -> None:
    text = "url,class\nhttps://a.org/1.jpg,Bär"
    assert rows(as_words(text.encode(encoding))) == [("https://a.org/1.jpg", "Bär")]


def test_good_lines_come_in_and_bad_ones_are_listed(project: Project, upstream: Upstream) -> None:
    upstream.answer = lambda request: (
        Answer(as_file(noise(len(request.path))))
        if request.path.startswith("/good")
        else Answer(b"<html>", headers={"Content-Type": "text/html"})
    )
    text = (
        "url,class\nhttps://a.org/good/1.png,bear\nhttp://127.0.0.1/good.png,bear\n"
        "nonsense,bear\n,bear\nhttps://a.org/page,bear\nhttps://a.org/good/b%C3%A4r.png,//"
    )
    report = take_in(project, from_addresses(text, "teddy"))
    assert report.new == 1 and project.dataset.classes() == {"bear": 1}
    reasons = dict(report.refused)
    assert reasons.keys() == {
        "line 3: http://127.0.0.1/good.png",
        says("refused", "row_without_address", line=5),
        "line 4: nonsense",
        "page",
        "line 7: https://a.org/good/b%C3%A4r.png",
    }
    assert len(set(reasons.values())) == 5, "each has a reason of its own"
    [record] = project.dataset.images()
    known = project.dataset.provenance(record.id)
    assert record.name == "1.png" and record.source == "url"
    assert known["url"] == "https://a.org/good/1.png" and known["date"]


def test_a_list_can_be_stopped_after_the_pictures_in_hand(
    project: Project, upstream: Upstream
) -> None:
    stop = threading.Event()
    upstream.answer = lambda request: Answer(as_file(noise(int(request.path[1:]))))
    text = "\n".join(f"https://a.org/{number}" for number in range(20))
    report = take_in(
        project, from_addresses(text, "bear"), stop=stop, progress=lambda *given: stop.set()
    )
    assert report.stopped and report.new == 4


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300) | st.text("hturlps:/.,;\t\n\"'#clas\0", max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    try:
        files = list(from_addresses(text, "bear").files)
    except Refused:
        return
    for file in files:
        assert not isinstance(file, TurnedAway) or file.reason.endswith(".")


def test_names_stay_short(tmp_path: Path) -> None:
    [file] = from_addresses(f"https://a.org/{'x' * 500}.jpg?y={'z' * 500}", "bear").files
    assert len(file.name) <= 120
