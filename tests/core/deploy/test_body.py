"""Pictures in a request: a body as it is, a form of several, and every damaged form a sentence."""

import random

import httpx
import pytest

from core.deploy.published.body import MOST_PICTURES, is_form, pictures_in
from core.deploy.published.trouble import STATUS, Trouble

FORM = "multipart/form-data; boundary=a"


def form(*files: tuple[str, bytes], **fields: str) -> tuple[str, bytes]:
    """Content type and body of a form, as a browser sends it."""
    parts = [("photo", (name, data)) for name, data in files]
    request = httpx.Request("POST", "http://x/", files=parts, data=fields)
    return request.headers["content-type"], request.read()


def test_a_body_is_one_picture_whatever_it_says_it_is() -> None:
    for kind in ("image/jpeg", "", "application/x-www-form-urlencoded", "text/plain; a", "ä"):
        assert pictures_in(kind, b"abc") == [("", b"abc")]


def test_the_files_of_a_form_come_whole_and_in_order() -> None:
    large = random.Random(1).randbytes(3_000_000)
    files = [("a b.jpg", b"\r\n--x"), ("ünï.png", large), ("c", b"\0")]
    kind, body = form(*files, note="what a field says is passed over")
    assert is_form(kind)
    assert [data for _, data in pictures_in(kind, body)] == [data for _, data in files]
    assert pictures_in(kind, body)[1][0] == "ünï.png"


@pytest.mark.parametrize(
    ("code", "kind", "body"),
    [
        ("no_picture", "image/jpeg", b""),
        ("no_picture", *form(("a.jpg", b""))),
        ("no_picture", FORM, b'--a\r\nContent-Disposition: form-data; name="w"\r\n\r\nx\r\n--a--'),
        ("too_many_pictures", *form(*[("a.jpg", b"x")] * (MOST_PICTURES + 1))),
        ("broken_form", "multipart/form-data", b"--a\r\n"),
        ("broken_form", FORM, b"not this one"),
        ("broken_form", f"multipart/form-data; boundary={'é' * 300}", b"--a"),
        ("broken_form", FORM, b"--a\r\n\r\nno head\r\n--a--"),
    ],
    ids=range(8),  # a boundary drawn at random would differ between workers
)
def test_what_is_wrong_has_a_code_and_a_sentence(code: str, kind: str, body: bytes) -> None:
    with pytest.raises(Trouble) as raised:
        pictures_in(kind, body)
    assert raised.value.code == code and raised.value.sentence


def test_damaged_forms_end_in_trouble_or_pictures() -> None:
    kind, whole = form(("a.jpg", b"x" * 200), ("b.jpg", b"y" * 200))
    chance = random.Random(3)
    for _ in range(300):
        body = bytearray(whole)
        for _ in range(chance.choice((1, 5, 40))):
            body[chance.randrange(len(body))] = chance.randrange(256)
        try:
            assert pictures_in(kind, bytes(body[: chance.randrange(1, len(body))]))
        except Trouble as trouble:
            assert trouble.status == STATUS[trouble.code]
