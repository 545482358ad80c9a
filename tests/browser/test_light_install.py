"""The light install, as `make dev` puts it into .venv-light: small, and the journey works on it."""

import asyncio
import importlib.metadata
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import ROOT, Server
from bench.journey import walk
from core.learning.pages import PAGES, page_info
from tests.browser.conftest import go
from tests.browser.test_journey import workspace_key
from tests.browser.test_two_servers import errors_of_a_visit

pytestmark = [pytest.mark.browser]

LIGHT = ROOT / ".venv-light"
PYTHON = LIGHT / "bin" / "python"
MOST_MB = 700
OF_EVERY_VENV = ("pip", "setuptools", "pkg_resources", "_distutils_hack")


class LightServer(Server):
    """The app as Streamlit Community Cloud starts it."""

    script = ROOT / "cloud" / "streamlit_app.py"
    python = str(PYTHON)


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not PYTHON.exists():
        message = "The light install is tested in .venv-light, and it is missing: make dev."
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    server = LightServer(tmp_path_factory.mktemp("light"))
    server.start()
    yield server
    server.kill()


def test_it_is_small_and_has_what_is_pinned(light: Server) -> None:
    [site] = LIGHT.glob("lib/python*/site-packages")
    files = [file for file in site.rglob("*") if file.suffix != ".pyc" and file.is_file()]
    ours = [file for file in files if not _of_every_venv(file.relative_to(site).parts[0])]
    assert sum(file.stat().st_size for file in ours) / 1e6 <= MOST_MB
    here = {one.name.lower().replace("-", "_"): one.version for one in _installed(site)}
    assert not {"torch", "torchvision", "fastai", "timm"} & here.keys()
    lines = (ROOT / "cloud" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line)
    assert pins == {name: here[name.lower().replace("-", "_")] for name in pins}


def test_the_journey_works_on_it_and_it_says_what_does_not(light: Server, page: Page) -> None:
    page.goto(light.url)
    stations: list[str] = []
    walk(page, stations.append, light=True)
    assert stations[-1] == "model.onnx"
    go(page, page_info("train"))
    page.get_by_test_id("stMain").get_by_role("radio", name="Minutes").click()
    expect(page.get_by_role("img", name="laptop").first).to_be_visible()
    expect(page.locator(".st-key-start_finetune")).to_have_count(0)
    go(page, page_info("augment"))
    expect(page.get_by_role("img", name="laptop").first).to_be_visible()
    expect(page.locator("[class*=st-key-show_fastai]")).to_have_count(0)
    everywhere = errors_of_a_visit(light.url, workspace_key(page), [one.url_path for one in PAGES])
    with ThreadPoolExecutor(1) as beside:  # the browser's loop is in this thread
        assert beside.submit(asyncio.run, everywhere).result() == 0
    assert "A page failed" not in light.log.read_text(encoding="utf-8")


def test_the_small_copy_of_a_model_is_made_without_torch(light: Server, tmp_path: Path) -> None:
    code = f"""
import numpy as np
from pathlib import Path
from core.deploy.int8.quantise import quantise
from core.vision.backbone import backbone_path
seen = np.random.default_rng(1).uniform(-1, 1, (2, 3, 64, 64)).astype(np.float32)
quantise(backbone_path(), seen, Path({str(tmp_path / "small.onnx")!r}))
"""
    subprocess.run([PYTHON, "-c", code], cwd=ROOT, check=True, capture_output=True)
    assert (tmp_path / "small.onnx").stat().st_size < 5_000_000


def _installed(site: Path) -> Iterator[importlib.metadata.PathDistribution]:
    for folder in site.glob("*.dist-info"):
        yield importlib.metadata.PathDistribution(folder)


def _of_every_venv(name: str) -> bool:
    return name.split("-")[0].split(".")[0] in OF_EVERY_VENV
