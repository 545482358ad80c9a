"""What models learn from Bear World: `python -m bench.bear_world` prints the table of the docs.

Quick training on the clean default set and on the biased set, each asked about every other set.
"""

import os
import tempfile

from PIL import Image

from core.gather.reading.decode import decode
from core.production.predictor import Predictor, load_predictor
from core.project.project import Project
from core.project.records import NewImage
from core.project.workspace import Workspace
from core.starter.bear_sets import BIASED, DEFAULT, BearPicture, bear_sets, pictures
from core.training.quick.quick import train_quick


def main() -> None:
    """Trains twice and prints both columns."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("DRIVETRAIN_HOME", home)
        clean = [p for p in pictures(DEFAULT) if p.fault in ("", "wrong label")]
        columns = {DEFAULT: trained(clean), BIASED: trained(list(pictures(BIASED)))}
        print("| asked about | trained on default | trained on bias |\n|---|---|---|")
        for name in bear_sets():
            asked = clean if name == DEFAULT else list(pictures(name))
            shares = [f"{share_right(model, asked):.2f}" for model in columns.values()]
            print(f"| {name} ({len(asked)}) | {' | '.join(shares)} |")


def trained(chosen: list[BearPicture]) -> Predictor:
    """A quick run on `chosen` with their true labels; prints its figures."""
    project = Workspace.create().current()
    for kind in ("black", "grizzly", "teddy"):
        add(project, [p for p in chosen if p.true == kind], kind)
    run = train_quick(project)
    figures = run.results
    print(
        f"{len(chosen)} pictures: valid {figures['accuracy']:.3f} of {figures['valid']},"
        f" out of fold {figures['train_accuracy']:.3f}, {figures['seconds']:.1f} s"
    )
    return load_predictor(project, run.id)


def add(project: Project, chosen: list[BearPicture], label: str) -> None:
    """Puts pictures in under their true label."""
    stored = [(p.file, decode(p.path.read_bytes(), p.file)) for p in chosen]
    project.dataset.add(
        NewImage(s.id, s.jpeg, label, name, s.width, s.height) for name, s in stored
    )


def share_right(model: Predictor, asked: list[BearPicture]) -> float:
    """The share of `asked` that the model names truly."""
    right = 0
    for picture in asked:
        with Image.open(picture.path) as image:
            right += model.predict(image.convert("RGB")).label == picture.true
    return right / len(asked)


if __name__ == "__main__":
    main()
