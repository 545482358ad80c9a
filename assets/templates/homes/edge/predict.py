"""Ask this model about pictures, on a Raspberry Pi or a laptop:

python predict.py photo.jpg            a photo, or several, or a folder of photos
python predict.py --watch folder       every photo that arrives in a folder from now on
python predict.py --camera "COMMAND"   a photo every two seconds; README.md has commands

Each answer is one line of JSON.
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from judge import Judge, load_judge
from read_photo import read_photo

HERE = Path(__file__).resolve().parent
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".avif", ".heic", ".heif")


@cache
def model() -> Judge:
    """The model in this folder, loaded once."""
    return load_judge(HERE)


def predict(photo: str | Path) -> dict[str, float]:
    """The probability of each class."""
    return model().answers([read_photo(photo)])[0].probs


def line(photo: Path) -> str:
    """What the model says about a photo, as JSON; a file that is no photo gets its reason."""
    try:
        (answer,) = model().answers([read_photo(photo)])
    except (OSError, ValueError, SyntaxError) as error:
        said = {"photo": photo.name, "error": str(error)}
    else:
        said = {"photo": photo.name, "class": answer.label, "probabilities": answer.probs}
        if answer.action is not None:
            said["action"] = answer.action
        if (far := answer.strangeness) is not None:
            said["novelty"] = {"distance": far.distance, "line": far.line, "strange": far.strange}
    return json.dumps(said, ensure_ascii=False)


def photos_in(folder: Path) -> list[Path]:
    """The photos in a folder, by name."""
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in ENDINGS)


def named(paths: list[str]) -> Iterator[Path]:
    """Every photo that was named, and every one in a folder that was named."""
    for path in map(Path, paths):
        yield from photos_in(path) if path.is_dir() else [path]


def arriving(folder: Path, every: float) -> Iterator[Path]:
    """Each photo that arrives in a folder, once it is no longer being written."""
    done, sizes = set(photos_in(folder)), {}
    print(f"Waiting for photos in {folder}", file=sys.stderr, flush=True)
    while True:
        time.sleep(every)
        for file in photos_in(folder):
            size = file.stat().st_size
            if file not in done and sizes.get(file) == size:
                done.add(file)
                yield file
            sizes[file] = size


def taken(command: str, every: float) -> Iterator[Path]:
    """A photo from the camera again and again: the command writes it where PHOTO stands."""
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder, "photo.jpg")
        words = [word.replace("PHOTO", str(photo)) for word in shlex.split(command)]
        while True:
            subprocess.run(words, check=True)
            yield photo
            time.sleep(every)


def asked_for() -> Iterator[Path]:
    """The photos that the command line asks about."""
    ask = argparse.ArgumentParser(usage=__doc__)
    ask.add_argument("photos", nargs="*")
    ask.add_argument("--watch", type=Path)
    ask.add_argument("--camera")
    ask.add_argument("--every", type=float, default=2.0)
    said = ask.parse_args()
    if said.watch:
        return arriving(said.watch, said.every)
    if said.camera:
        return taken(said.camera, said.every)
    return named(said.photos) if said.photos else ask.error("name a photo")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # whatever the console takes
    try:
        for photo in asked_for():
            print(line(photo), flush=True)
    except KeyboardInterrupt:  # how a person ends it
        pass
