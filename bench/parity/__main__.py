"""The same photos asked in the app and in every home of a model.

    python -m bench.parity [PHOTO_DIR] [--homes NAME …]

PHOTO_DIR has a folder of real photos for each class: a quick model is trained on them, and 60 of
them are asked beside the made ones (alpha, 16 bits, CMYK, palette, EXIF 1–8, Display P3, huge,
tiny, grey). Without it the model is that of the Bear World starter. Prints one JSON line
{"homes": {name: figures}}: the share of photos that get the app's class (same_class_share), how
far one probability is from the app's at most (max_probability_difference), the median milliseconds
of an answer as the one who asks waits for it (ms_p50), the unpacked folder (size_mb, files), and
the photos that got another class (other_class) or that a home said it cannot read (refused). What
is not installed here is named in "left_out", with the reason.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.parity.home import Answered, Missing, Opened, compared
from bench.parity.photos import photos_to_ask


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, nargs="?", metavar="PHOTO_DIR")
    parser.add_argument("--homes", nargs="*", metavar="NAME")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        print(json.dumps(measure(options.photos, options.homes)))


def measure(folder: Path | None, wanted: list[str] | None) -> dict[str, Any]:
    """The figures of every home by its name."""
    from bench.parity.homes import HOMES
    from bench.parity.model import trained_on

    project, run = trained_on(folder)
    photos = photos_to_ask(project, folder)
    right, figures = answers_of_the_app(project, run, photos)
    homes, left_out = {"app": figures}, {}
    for name, opening in HOMES.items():
        if wanted and name not in wanted:
            continue
        print(f"{name} …", file=sys.stderr)
        with tempfile.TemporaryDirectory() as place:
            try:
                with opening(project, run, Path(place)) as opened:
                    homes[name] = compared(opened, photos, right)
            except Missing as reason:
                left_out[name] = str(reason)
    return {"homes": homes, "left_out": left_out}


def answers_of_the_app(project: Any, run: Any, photos: dict[str, bytes]) -> tuple[Any, Any]:
    """What the app itself says of each photo, and its own figures."""
    from core.production.predictor import load_predictor
    from core.vision.read_photo import read_photo

    predictor = load_predictor(project, run.id)

    def ask(photo: bytes) -> Answered:
        began = time.perf_counter()
        said = predictor.predict(read_photo(photo))
        return Answered(said.probs, 1000 * (time.perf_counter() - began))

    right = {name: ask(photo) for name, photo in photos.items()}
    return right, compared(Opened(ask), photos, right)


if __name__ == "__main__":
    main()
