"""The browser-only home as its owner puts it online: on a plain host, then without any."""

import hashlib
import io
import json
import shutil
import zipfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request

from core.deploy.homes.browser import BROWSER, FOLDER, MODULES, PACKAGE, browser_files
from core.deploy.homes.home import home_download, script_pins
from core.evaluation.abroad import learned_from, learned_pictures
from core.evaluation.novelty import CENTROID
from core.evaluation.novelty_line import keep_line
from core.production.predictor import load_predictor, television_static
from core.project.project import Project
from core.training.runs import chosen_run
from core.vision.read_photo import read_photo
from tests.browser.made_photos import turned
from tests.browser.plain_host import plain_host
from tests.core.deploy.decided import decide

PHONE = {"width": 390, "height": 844}


def modules() -> Path:
    """Where ONNX Runtime Web is; says clearly where it is missing."""
    if not (MODULES / PACKAGE).is_dir():
        pytest.skip("This test needs onnxruntime-web: npm ci")
    return MODULES


def unpacked(project: Project, folder: Path) -> None:
    run = chosen_run(project)
    assert run is not None
    data = b"".join(home_download(project, run, BROWSER).pieces)
    zipfile.ZipFile(io.BytesIO(data)).extractall(folder)


def ask_for(page: Page, photo: bytes) -> dict[str, float]:
    """What the page shows for a photo: the shares of its bars by name."""
    page.set_input_files(
        "#choose", [{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}]
    )
    page.wait_for_selector("#answer:not([hidden]), #trouble:not([hidden])")
    assert page.is_hidden("#trouble"), page.inner_text("#trouble")
    names = page.locator("#bars li > span:first-child").all_inner_texts()
    fills = page.locator("#bars .fill")
    widths = [
        float(str(fill.get_attribute("style")).split()[1].strip("%;")) for fill in fills.all()
    ]
    return {name: width / 100 for name, width in zip(names, widths, strict=True)}


def as_jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=95)
    return stream.getvalue()


def run_image(project: Project) -> str:
    """The training picture that is least strange to the run."""
    run = chosen_run(project)
    assert run is not None
    learned = learned_pictures(project, run)
    scores = learned_from(project, run).out_of_fold(learned.probs, (CENTROID,))[CENTROID]
    return learned.records[int(scores.argmin())].id


def phone(browser: Browser) -> tuple[BrowserContext, Page, list[str]]:
    """A page as on a phone, and what it asks for."""
    context = browser.new_context(viewport=PHONE)
    page, asked = context.new_page(), []

    def note(request: Request) -> None:
        asked.append(request.url)

    context.on("request", note)
    return context, page, asked


@pytest.mark.browser
def test_it_answers_as_the_app_and_goes_on_in_flight_mode(
    browser: Browser, trained: Project, tmp_path: Path
) -> None:
    modules()
    decide(trained)
    keep_line(trained, 0.05)
    unpacked(trained, tmp_path / "pages" / "repo")
    run = chosen_run(trained)
    assert run is not None
    photo = turned(6)
    right = load_predictor(trained, run.id).predict(read_photo(photo)).probs
    context, page, asked = phone(browser)
    with plain_host(tmp_path / "pages") as (host, server):
        page.goto(f"{host}repo/")
        page.wait_for_selector("#keeping[data-kept=yes]")
        page.click("#check")
        page.wait_for_selector("#check[data-result]")
        assert page.get_attribute("#check", "data-result") == "same"
        server.shutdown()
        context.set_offline(True)
        page.reload()
        said = ask_for(page, photo)
        assert page.is_visible("#action")
        static = ask_for(page, as_jpeg(television_static()))
        assert page.is_visible("#strange"), static
        ask_for(page, trained.dataset.image_path(run_image(trained)).read_bytes())
        assert page.is_hidden("#strange")
        foreign = [url for url in asked if not url.startswith((host, f"blob:{host}"))]
    context.close()
    assert said.keys() == right.keys()
    assert max(abs(said[name] - right[name]) for name in right) <= 1e-3
    assert foreign == []


@pytest.mark.browser
def test_without_the_package_it_runs_from_a_cdn_that_must_send_the_very_files(
    browser: Browser, trained: Project, tmp_path: Path
) -> None:
    run = chosen_run(trained)
    assert run is not None
    pinned = json.loads((FOLDER / "runtime.json").read_text(encoding="utf-8"))
    site, cdn = tmp_path / "site", tmp_path / "cdn"
    shutil.copytree(modules() / PACKAGE / "dist", cdn, ignore=all_but(*pinned["files"]))
    with plain_host(cdn) as (elsewhere, _), plain_host(site) as (host, _):
        for member in browser_files(trained, run, modules=tmp_path):
            path = site / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = b"".join(member.pieces())
            path.write_bytes(data.replace(pinned["base"].encode(), elsewhere.encode()))
        assert not (site / "ort").exists()
        photo = turned(6)
        context, page, _ = phone(browser)
        page.goto(host)
        page.wait_for_selector("#keeping[data-kept=yes]")
        assert sum(ask_for(page, photo).values()) == pytest.approx(1, abs=1e-3)
        context.close()

        (cdn / "ort.wasm.min.mjs").write_bytes((cdn / "ort.wasm.min.mjs").read_bytes() + b" ")
        context, page, _ = phone(browser)
        page.goto(host)
        page.wait_for_selector("#keeping[data-kept=no]", state="attached")
        page.set_input_files("#choose", [{"name": "a", "mimeType": "image/jpeg", "buffer": photo}])
        page.wait_for_selector("#trouble:not([hidden])")
        context.close()


def all_but(*names: str) -> Callable[[str, list[str]], list[str]]:
    return lambda _folder, found: [name for name in found if name not in names]


def test_the_hashes_are_those_of_the_pinned_package() -> None:
    pinned = json.loads((FOLDER / "runtime.json").read_text(encoding="utf-8"))
    for name, integrity in pinned["files"].items():
        digest = hashlib.sha384((modules() / PACKAGE / "dist" / name).read_bytes()).digest()
        assert integrity == f"sha384-{b64encode(digest).decode()}"
    assert pinned["base"].endswith(f"/{PACKAGE}@{script_pins()[PACKAGE]}/dist/")


def test_hostile_names_stay_text(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    trained.rename("</title><script>alert(1)</script> $files ${x} {0}")
    files = {
        m.name: b"".join(m.pieces()).decode() for m in browser_files(trained, run) if text(m.name)
    }
    assert "<script>alert" not in files["index.html"]
    assert json.loads(files["manifest.webmanifest"])["name"] == trained.name
    assert files["README.md"].startswith("---\ntitle: ")
    assert str(trained.path) not in "".join(files.values())


def text(name: str) -> bool:
    return name.endswith((".html", ".js", ".json", ".md", ".webmanifest"))
