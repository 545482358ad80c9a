"""The homes that run Python, asked as their visitors ask them, in the environment of the homes."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from bench.app_server import Server, free_port
from bench.parity.home import Answered, Ask, Missing, Open, Opened, Refused, weighed
from bench.parity.unpacked import unpacked
from core.deploy.homes.home import Home
from core.deploy.homes.homes import EDGE, FASTAPI, GRADIO, STREAMLIT
from core.deploy.homes.notebook_home import NOTEBOOK
from core.deploy.published.publication import publish
from core.project.disk import home as home_of_now
from core.project.project import Project
from core.project.records import RunRecord
from tests.core.deploy.moved_out import PYTHON, bare_environment
from tests.waiting import until

START_S = 180.0
PATIENCE_S = 120.0

BY_EDGE = """
from predict import line
def ask(photo):
    said = json.loads(line(photo))
    return said.get("probabilities") or said
"""
BY_GRADIO = """
from gradio_client import Client, handle_file
client = Client(sys.argv[1], verbose=False)
def ask(photo):
    said, *_ = client.predict(handle_file(str(photo)), api_name="/predict")
    return {one["label"]: one["confidence"] for one in said["confidences"]}
"""
BY_STREAMLIT = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=120).run()
def ask(photo):
    app.file_uploader[0].set_value((photo.name, photo.read_bytes(), "image/png")).run()
    if app.exception or app.error:
        return {"error": str(app.exception or app.error)}
    table = app.dataframe[0].value
    return dict(zip(table["Class"], table["Probability"]))
"""
BY_NOTEBOOK = """
import nbformat
from nbclient import NotebookClient
book = nbformat.read("app.ipynb", as_version=4)
client = NotebookClient(book, timeout=120, kernel_name="python3")
kernel = client.setup_kernel()
kernel.__enter__()
for number, cell in enumerate(book.cells):
    client.execute_cell(cell, number)
def ask(photo):
    code = f"print(json.dumps(asked(Path({str(photo)!r}).read_bytes())[1].probs))"
    book.cells.append(nbformat.v4.new_code_cell("import json\\n" + code))
    client.execute_cell(book.cells[-1], len(book.cells) - 1)
    return json.loads(book.cells[-1].outputs[0].text)
"""
TALK = """
import json, sys, time
from pathlib import Path
{ask}
print("ready", flush=True)
for line_in in sys.stdin:
    began = time.perf_counter()
    try:
        said = ask(Path(line_in.strip()))
    except Exception as error:
        said = {{"error": str(error)}}
    print(json.dumps([said, 1000 * (time.perf_counter() - began)]), flush=True)
"""


@contextmanager
def talking(folder: Path, ask: str, *arguments: str) -> Iterator[Ask]:
    """A visitor's program, started once, that is given one photo after the other."""
    command = [str(PYTHON), "-c", TALK.format(ask=ask), *arguments]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(
        command, cwd=folder, env=bare_environment(HOME=str(folder.parent)), **pipes
    ) as process:
        while (said := process.stdout.readline()) not in ("ready\n", ""):  # type: ignore[union-attr]
            print(said, end="", file=sys.stderr)
        try:
            yield partial(_told, process, folder.parent / "photo")
        finally:
            process.kill()


def _told(process: subprocess.Popen[str], photo: Path, file: bytes) -> Answered:
    assert process.stdin and process.stdout
    path = photo.with_suffix(_ending(file))
    path.write_bytes(file)
    process.stdin.write(f"{path}\n")
    process.stdin.flush()
    said, milliseconds = json.loads(process.stdout.readline())
    if "error" in said:
        raise Refused(said["error"])
    return Answered(said, milliseconds)


def _ending(file: bytes) -> str:
    kinds = {b"\x89PNG": ".png", b"RIFF": ".webp", b"GIF8": ".gif"}
    return ".bmp" if file[:2] == b"BM" else kinds.get(file[:4], ".jpg")


@contextmanager
def serving(folder: Path, *command: str, port: int, **more: str) -> Iterator[str]:
    """A home's server, up and answering, at the address."""
    address = f"http://127.0.0.1:{port}"
    environment = bare_environment(HOME=str(folder.parent), **more)
    with (
        (folder.parent / "server.log").open("wb") as log,
        subprocess.Popen(
            [PYTHON, *command], cwd=folder, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            until(partial(_is_up, address), START_S, command[0])
            yield address
        finally:
            process.kill()


def _is_up(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def posted(address: str, photo: bytes) -> Answered:
    """What a web service says; where it asks for patience, it gets it."""
    began = time.perf_counter()
    reply = httpx.post(address, content=photo, timeout=PATIENCE_S)
    if reply.status_code in (429, 503):
        time.sleep(float(reply.headers.get("Retry-After", 1)))
        return posted(address, photo)
    said = reply.json()
    if reply.status_code != 200:
        raise Refused(said["error"])
    return Answered(said["probabilities"], 1000 * (time.perf_counter() - began))


@contextmanager
def edge(folder: Path) -> Iterator[Ask]:
    """predict.py."""
    with talking(folder, BY_EDGE) as ask:
        yield ask


@contextmanager
def streamlit(folder: Path) -> Iterator[Ask]:
    """The page, with photos uploaded to it."""
    with talking(folder, BY_STREAMLIT) as ask:
        yield ask


@contextmanager
def notebook(folder: Path) -> Iterator[Ask]:
    """app.ipynb in a kernel, asked by the function behind its button."""
    with talking(folder, BY_NOTEBOOK) as ask:
        yield ask


@contextmanager
def gradio(folder: Path) -> Iterator[Ask]:
    """The Space's server, asked by Gradio's own client."""
    port = free_port()
    with (
        serving(folder, "app.py", port=port, GRADIO_SERVER_PORT=str(port)) as address,
        talking(folder.parent, BY_GRADIO, address) as ask,
    ):
        yield ask


@contextmanager
def fastapi(folder: Path) -> Iterator[Ask]:
    """The web service."""
    port = free_port()
    command = ("-m", "uvicorn", "server:app", "--port", str(port))
    with serving(folder, *command, port=port) as address:
        yield partial(posted, f"{address}/predict")


@contextmanager
def in_folder(
    home: Home, start: Callable[[Path], Any], project: Project, run: RunRecord, place: Path
) -> Iterator[Opened]:
    """A home unpacked as its owner unpacks it, and started."""
    if not PYTHON.exists():
        raise Missing("The environment of the homes is missing: make dev")
    folder = place / "home"
    unpacked(home, project, run, folder)
    opened = weighed(lambda photo: ask(photo), folder)
    with start(folder) as ask:
        yield opened


@contextmanager
def published(project: Project, run: RunRecord, _place: Path) -> Iterator[Opened]:
    """The model published on a server of the app."""
    server = Server(home_of_now())
    server.start()
    try:
        address = f"{server.url}/m/{publish(project, run).id}/predict"
        yield Opened(partial(posted, address))
    finally:
        server.kill()


STARTS: dict[Home, Callable[[Path], Any]] = {
    EDGE: edge,
    FASTAPI: fastapi,
    STREAMLIT: streamlit,
    GRADIO: gradio,
    NOTEBOOK: notebook,
}
PYTHON_HOMES: dict[str, Open] = {
    "published": published,
    **{home.key: partial(in_folder, home, start) for home, start in STARTS.items()},
}
