"""The browser-only home reads and prepares photos as the app does: compared pixel by pixel."""

import base64
import io
from collections.abc import Iterator
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page

from core.content import ASSETS
from core.vision.judge import decided_from
from core.vision.model_labels import ModelLabels
from core.vision.preprocess import Method, Padding, Preprocess
from core.vision.read_photo import read_photo
from tests.browser.made_photos import made_photos, scene
from tests.browser.plain_host import plain_host

SCRIPTS = ASSETS / "templates" / "homes" / "browser"
BY_BROWSER = ("webp", "gif", "bmp")
OUTSIDE = "no browser reads this"

READ = """async ([file, how]) => {
  const { readPhoto } = await import("/read_photo.js");
  const { byBrowser } = await import("/by_browser.js");
  const { prepared } = await import("/prepare.js");
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
  try {
    const picture = await readPhoto(bytes, byBrowser);
    const numbers = how ? new Uint8Array(prepared(picture, how).buffer) : picture.data;
    let text = "";
    for (let i = 0; i < numbers.length; i += 8192)
      text += String.fromCharCode(...numbers.subarray(i, i + 8192));
    return { width: picture.width, height: picture.height, data: btoa(text) };
  } catch (error) {
    return { trouble: error.name };
  }
}"""


@pytest.fixture(scope="module")
def photos() -> dict[str, bytes]:
    """Name → file, made once."""
    return dict(made_photos())


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    """A page from which the home's scripts can be called."""
    with plain_host(SCRIPTS) as (address, _):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}icon.svg")
        yield page
        context.close()


def read_there(page: Page, file: bytes, how: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the browser made of a photo."""
    said: dict[str, Any] = page.evaluate(READ, [base64.b64encode(file).decode(), how])
    return said


def pixels(said: dict[str, Any]) -> NDArray[np.uint8]:
    """(height, width, 3)."""
    data = np.frombuffer(base64.b64decode(said["data"]), np.uint8)
    return data.reshape(said["height"], said["width"], 3)


@pytest.mark.browser
def test_a_photo_is_read_to_the_same_pixels(scripts: Page, photos: dict[str, bytes]) -> None:
    wrong = [name for name, file in photos.items() if not same_pixels(scripts, name, file)]
    assert len(photos) > 30 and wrong == []


def same_pixels(scripts: Page, name: str, file: bytes) -> bool:
    """A GIF or WebP is decoded by the browser: there a level may be rounded otherwise."""
    mine = np.asarray(read_photo(file)).astype(int)
    theirs = pixels(read_there(scripts, file)).astype(int)
    if theirs.shape != mine.shape:
        return False
    if name in BY_BROWSER:
        return bool(np.abs(theirs - mine).mean() < 0.5)
    return np.array_equal(theirs, mine)


@pytest.mark.browser
@pytest.mark.parametrize("pad", get_args(Padding))
@pytest.mark.parametrize("method", get_args(Method))
def test_a_photo_is_prepared_to_the_same_numbers(
    scripts: Page, method: Method, pad: Padding
) -> None:
    for size in ((310, 120), (90, 400)):
        buffer = io.BytesIO()
        scene(*size).save(buffer, "PNG")
        preprocess = Preprocess(96, method, pad)
        how = ModelLabels.of(["a", "b"], preprocess).model_dump()
        said = read_there(scripts, buffer.getvalue(), how)
        theirs = np.frombuffer(base64.b64decode(said["data"]), np.float32).reshape(3, 96, 96)
        assert np.abs(theirs - preprocess(read_photo(buffer.getvalue()))).max() < 1e-6


@pytest.mark.browser
def test_what_cannot_be_read_the_same_way_is_refused(
    scripts: Page, photos: dict[str, bytes]
) -> None:
    photo = photos["jpeg 420"]
    cmyk_profile = bytearray(300)
    cmyk_profile[16:20], cmyk_profile[36:40] = b"CMYK", b"acsp"
    buffer = io.BytesIO()
    scene(80, 60).convert("CMYK").save(buffer, "JPEG", icc_profile=bytes(cmyk_profile))
    assert read_there(scripts, photo[: len(photo) // 2])["trouble"] == "damaged"
    assert read_there(scripts, b"\x89PNG\r\n\x1a\n" + bytes(40))["trouble"] in ("damaged", "format")
    assert read_there(scripts, OUTSIDE.encode())["trouble"] == "format"
    assert read_there(scripts, buffer.getvalue())["trouble"] == "colours"


@pytest.mark.browser
@pytest.mark.parametrize("asks", [True, False])
def test_the_action_is_the_one_of_the_app(scripts: Page, asks: bool) -> None:
    random = np.random.default_rng(3)
    costs = random.uniform(0, 9, (4, 3)).round(2)
    costs[-1] = 3
    names = ["keep", "sell", "wait", "look"]
    decision = {
        "temperature": 1.7,
        "seen": [0.5, 0.3, 0.2],
        "real": [0.1, 0.1, 0.8],
        "actions": names,
        "costs": costs.tolist(),
        "look": names[-1] if asks else None,
    }
    shares = random.dirichlet([0.4] * 3, 200)
    script = """async ([shares, decision]) => {
      const { judged } = await import("/judge.js");
      return shares.map((one) => judged(one, { vocab: ["a", "b", "c"] }, decision).action);
    }"""
    said = scripts.evaluate(script, [shares.tolist(), decision])
    assert said == decided_from(decision).actions_for(shares)
    assert len(set(said)) > 1


def test_made_photos_are_pictures(photos: dict[str, bytes]) -> None:
    for name, file in photos.items():
        assert Image.open(io.BytesIO(file)).size, name
