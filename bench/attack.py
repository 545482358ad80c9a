"""What a pupil who tries things can do with a saved project: prints one JSON line.

    python -m bench.attack [--mutants 2000] [--walk 40] [--kills 6] [--seed 7] [--project ZIP]

A trained project (or ZIP) is saved. Damaged copies of it are opened, one after another, then the
bombs that once took the server away. Every page is opened on `--walk` of those that could be opened
(0: on all of them). Processes that open the ZIP are killed at any moment.

    tried            mutants, bombs, page walks and kills
    opened, refused  how the mutants went
    stumbled         openings that raised anything but a refusal, and pages that raised
    lost             projects of the workspace that are not as they were, or that a refusal left
    peak_mb_over     the most memory that one opening took above what it left on disk, in MB
    frozen_ms        the longest moment in which no other thread of this process got a turn
    frozen_base_ms   the same while nothing is opened: what this machine's other work does
    foreign_requests names looked up and connections begun that lead out of this machine
    key_leaks        files of the home, and members of the saved ZIP, that hold the workspace's key
    cpu_s_per_100_mb processor seconds of opening the honest project of many pictures, a 100 MB

Sockets, uploads and a full disk are attacked in tests/, not here.
"""

import argparse
import hashlib
import importlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image

from core.learning.pages import PAGES
from core.project.archive.archive import save_archive
from core.project.archive.members import ArchiveRefused
from core.project.archive.tables import read_rows
from core.project.project import Project
from core.project.records import NewImage
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.training.quick.quick import train_quick
from core.vision.read_photo import as_jpeg
from tests.core.project.project_mutants import project_mutants
from ui.frame.server import import_pages

ROOT = Path(__file__).parent.parent
MB = 1_000_000
TICK_S = 0.002
PLENTY = 1_500  # pictures of the honest project that is timed


def main() -> None:
    """Attack and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--mutants", type=int, default=2_000)
    parser.add_argument("--walk", type=int, default=40)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--project", type=Path, metavar="ZIP")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        print(json.dumps(Attack(Path(home), options).figures()))


class Attack:
    """All attacks on one home, and what they found."""

    def __init__(self, home: Path, options: argparse.Namespace) -> None:
        import_pages()
        import_settings()
        self.home, self.options = home, options
        self.workspace = Workspace.create()
        self.foreign = watch_requests()
        self.tried = self.opened = self.refused = self.stumbled = self.lost = 0
        self.peak, self.frozen = 0.0, 0.0

    def figures(self) -> dict[str, Any]:
        """Run them all."""
        with frozen() as base:
            time.sleep(5)
        saved = self.honest().read_bytes()
        self.bystander = self.workspace.current()
        self.before = content(self.bystander)
        self.mutants(saved)
        for name, data in bombs(saved):
            say(f"bomb: {name}")
            self.open(data, keep=False)
        self.kills(saved)
        cpu = self.honest_plenty()
        self.lost += content(self.bystander) != self.before
        return {
            "tried": self.tried,
            "opened": self.opened,
            "refused": self.refused,
            "stumbled": self.stumbled,
            "lost": self.lost,
            "peak_mb_over": round(self.peak),
            "frozen_ms": round(1000 * self.frozen),
            "frozen_base_ms": round(1000 * base[0]),
            "foreign_requests": len(self.foreign),
            "key_leaks": leaks(self.home, self.workspace.key, saved),
            "cpu_s_per_100_mb": round(cpu, 2),
        }

    def honest(self) -> Path:
        """The ZIP that all mutants come from; its project stays open beside them."""
        if self.options.project:
            self.workspace.open_archive(self.options.project)
        else:
            add_starter(self.workspace.current())
            train_quick(self.workspace.current())
        return save_archive(self.workspace.current(), self.home / "saved.zip")

    def mutants(self, saved: bytes) -> None:
        """Open each; walk the pages of some that could be opened."""
        every = max(1, self.options.mutants // (2 * self.options.walk or self.options.mutants))
        for number, (what, data) in enumerate(
            project_mutants(saved, self.options.seed, self.options.mutants)
        ):
            project = self.open(data, keep=True, what=what)
            if project is None:
                continue
            if not self.options.walk or self.opened % every == 0:
                self.walk(project, what)
            self.workspace.delete(project.id)
            if number % 100 == 0:
                say(f"{number} mutants, {self.opened} opened, {self.stumbled} stumbled")

    def open(self, data: bytes, *, keep: bool, what: str = "") -> Project | None:
        """What a ZIP became; None where it was refused."""
        file = self.home / "attack.zip"
        file.write_bytes(data)
        known = {info.id for info in self.workspace.projects()}
        self.tried += 1
        project = None
        with memory() as peak, frozen() as longest:
            try:
                project = self.workspace.open_archive(file)
            except ArchiveRefused:
                self.refused += 1
            except Exception as error:
                self.stumbled += 1
                say(f"{what}: opening raised {error!r}"[:300])
        weight = size_of(project.path) if project else 0
        self.peak = max(self.peak, (peak[0] - weight) / MB)
        self.frozen = max(self.frozen, longest[0])
        self.opened += project is not None
        if project is None or not keep:
            if project is not None:
                self.workspace.delete(project.id)
            self.workspace.switch(self.bystander.id)
            self.lost += {info.id for info in self.workspace.projects()} != known
            return None
        return project

    def walk(self, project: Project, what: str) -> None:
        """Open every page on a project."""
        from streamlit.testing.v1 import AppTest

        for info in PAGES:
            self.tried += 1
            app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=180)
            app.query_params["w"] = self.workspace.key
            if info.url_path != "/":
                app.switch_page(info.file)
            app.run()
            if app.exception:
                self.stumbled += 1
                say(f"{what}: {info.id} stumbled: {app.exception[0].value}"[:300])

    def kills(self, saved: bytes) -> None:
        """Kill a process that opens the ZIP; what is there afterwards opens whole."""
        file = self.home / "attack.zip"
        file.write_bytes(saved)
        code = (
            "import sys; from pathlib import Path; from core.project.workspace import Workspace\n"
            "w = Workspace.open(sys.argv[1]); print('go', flush=True)\n"
            "while True: w.delete(w.open_archive(Path(sys.argv[2])).id)"
        )
        for number in range(self.options.kills):
            self.tried += 1
            process = subprocess.Popen(
                [sys.executable, "-c", code, self.workspace.key, str(file)], stdout=subprocess.PIPE
            )
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.Random(number).random() * 1.5)
            process.send_signal(signal.SIGKILL)
            process.wait()
            for info in self.workspace.projects():
                project = self.workspace.switch(info.id)
                images = project.dataset.images()
                whole = all(project.dataset.image_path(image.id).exists() for image in images)
                self.lost += not whole
                if info.id != self.bystander.id:
                    self.workspace.delete(info.id)
        self.workspace.switch(self.bystander.id)

    def honest_plenty(self) -> float:
        """Processor seconds a 100 MB of an honest project of many pictures."""
        say("an honest project of many pictures")
        many = self.workspace.new_project("Plenty")
        many.dataset.add(many_pictures(PLENTY))
        many.versions.freeze()
        data = save_archive(many, self.home / "plenty.zip").read_bytes()
        self.workspace.delete(many.id)
        began = time.process_time()
        self.open(data, keep=False)
        return (time.process_time() - began) / (len(data) / (100 * MB))


def import_settings() -> None:
    """Enter every setting there is, as a server has once its pages were visited."""
    for file in [*Path("core").rglob("*.py"), *Path("ui").rglob("*.py")]:
        if "Setting[" in file.read_text("utf-8") and file.name != "settings.py":
            importlib.import_module(".".join(file.with_suffix("").parts))


def bombs(saved: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that took the server away at commit d943d4b, and their like."""
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    [head, *_] = [name for name in members if name.endswith("head.npz")]
    folder = head.removesuffix("head.npz")
    text = members["project.json"]
    at = text.index(b'"class": [') + len(b'"class": [')
    chance = random.Random(5)  # what is packed a hundred times smaller is refused by the list
    names = [b'{"name": "%x"},' % chance.getrandbits(64) for _ in range(70_000)]
    rows = b"".join(names * 50)
    yield "90 MB of JSON rows", zipped(members | {"project.json": text[:at] + rows + text[at:]})
    lists = [b"[[],[],[%d]]," % chance.getrandbits(24) for _ in range(90_000)]
    nest = text[:at] + b"".join(lists * 70) + text[at:]
    yield "125 MB of JSON lists", zipped(members | {"project.json": nest})
    long = b'"' + b"".join(names).replace(b'"', b" ") * 50 + b'",'
    yield "a name of 90 MB", zipped(members | {"project.json": text[:at] + long + text[at:]})
    for name in ("head.npz", "outcome.npz"):
        buffer = io.BytesIO()
        wide = np.broadcast_to(np.float32(0), (200_000, 640))
        np.savez_compressed(buffer, coef=wide, probs=wide[:, :2])
        yield f"500 MB in {name}", zipped(members | {folder + name: buffer.getvalue()})
    labels = json.dumps({"vocab": ["a", "b"], "size": 30_000}).encode()
    yield "labels of 30,000 pixels", zipped(members | {folder + "labels.json": labels})
    onnx = {folder + "model.onnx": b"\x08\x08" * 200, folder + "labels.json": labels}
    alone = {name: data for name, data in members.items() if name != head}
    yield "a model from elsewhere", zipped(alone | onnx)
    yield "a picture of 6,000 passes", zipped(many_passes(members))


def many_passes(members: dict[str, bytes]) -> dict[str, bytes]:
    """The members with one picture that a decoder passes over 6,000 times."""
    buffer = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (640, 640, 3), dtype=np.uint8)
    Image.fromarray(noise).save(buffer, "JPEG", progressive=True, quality=20)
    honest = buffer.getvalue()
    last = honest.rindex(b"\xff\xda")
    odd = honest[:-2] + honest[last:-2] * 6_000 + honest[-2:]
    old = next(name for name in members if name.startswith("images/"))
    was, now = old[7:-4].encode(), hashlib.sha256(odd).hexdigest()
    others = {name: data for name, data in members.items() if name != old}
    text = members["project.json"].replace(was, now.encode())
    return others | {"project.json": text, f"images/{now}.jpg": odd}


def many_pictures(count: int) -> Iterator[NewImage]:
    """Pictures as large as photos are kept, no two alike."""
    chance = np.random.default_rng(3)
    base = chance.integers(0, 255, (480, 640, 3), dtype=np.uint8)
    smooth = Image.fromarray(base).resize((160, 120)).resize((640, 480))
    for number in range(count):
        picture = smooth.copy()
        picture.putpixel((number % 640, number // 640), (255, 0, 0))
        jpeg = as_jpeg(picture)
        image_id = hashlib.sha256(jpeg).hexdigest()
        yield NewImage(image_id, jpeg, "ab"[number % 2], f"{number}.jpg", 640, 480)


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP of these."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@contextmanager
def memory() -> Iterator[list[float]]:
    """The growth of this process's memory at its peak, in bytes."""
    process, grown, done = psutil.Process(), [0.0], threading.Event()
    before = process.memory_info().rss

    def look() -> None:
        while not done.wait(TICK_S):
            grown[0] = max(grown[0], process.memory_info().rss - before)

    with thread(look, done):
        yield grown


@contextmanager
def frozen() -> Iterator[list[float]]:
    """The longest time in seconds that another thread waited for its turn."""
    longest, done = [0.0], threading.Event()

    def tick() -> None:
        while not done.is_set():
            began = time.perf_counter()
            time.sleep(TICK_S)
            longest[0] = max(longest[0], time.perf_counter() - began - TICK_S)

    with thread(tick, done):
        yield longest


@contextmanager
def thread(work: Callable[[], None], done: threading.Event) -> Iterator[None]:
    """Run `work` beside the block; it ends once `done` is set."""
    running = threading.Thread(target=work, daemon=True)
    running.start()
    try:
        yield
    finally:
        done.set()
        running.join()


def watch_requests() -> list[str]:
    """A list that grows with every look-up and connection that leads out of this machine."""
    found: list[str] = []

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.getaddrinfo" and str(arguments[0]) not in ("localhost", "127.0.0.1"):
            found.append(str(arguments[0]))
        place = arguments[1] if event == "socket.connect" else None
        if isinstance(place, tuple) and not str(place[0]).startswith(("127.", "::1", "localhost")):
            found.append(str(place[0]))

    sys.addaudithook(heard)
    return found


def leaks(home: Path, key: str, saved: bytes) -> int:
    """In how many files of the home, names included, and members of the ZIP the key stands."""
    wanted = key.encode()
    files = [path for path in home.rglob("*") if path.is_file()]
    held = sum(key in str(path) or wanted in path.read_bytes() for path in files)
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        return held + sum(wanted in archive.read(name) for name in archive.namelist())


def content(project: Project) -> tuple[str, int]:
    """What a project holds: its rows, but for the visits of pages, and its pictures."""
    with project.reading() as connection:
        rows = read_rows(connection)
    rows["tables"].pop("setting")
    pictures = [project.dataset.image_path(image.id) for image in project.dataset.images()]
    return json.dumps(rows), sum(path.stat().st_size for path in pictures)


def size_of(folder: Path) -> int:
    """Bytes in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def say(words: str) -> None:
    """Tell who waits how far it is."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
