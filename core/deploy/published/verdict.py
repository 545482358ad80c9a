"""What a published model says about one picture: its class, all probabilities, and what to do."""

import io
import time
from dataclasses import dataclass

from PIL import Image

from core.deploy.published.publication import Publication
from core.deploy.whole_judge import whole_judge
from core.gather.reading.decode import decode
from core.vision.judge import Strangeness


@dataclass(frozen=True)
class Verdict:
    """`probs` by class, the likeliest first, 0…1; `action` "" where nothing was decided; `novelty`
    None where no line was set; `milliseconds` from the bytes of the file to the answer, on this
    server."""

    label: str
    probs: dict[str, float]
    action: str
    milliseconds: float
    novelty: Strangeness | None = None


def verdict(published: Publication, data: bytes, name: str = "") -> Verdict:
    """The published model's answer about a picture file, of which nothing is kept.

    It comes in by the same door as pictures on Gather. Raises Refused, with a sentence for the
    person who sent it, for what is no picture that can be used, and ModelUnavailable.
    """
    started = time.perf_counter()
    picture = decode(data, name)
    (said,) = whole_judge(published.project, published.run).answers(
        [Image.open(io.BytesIO(picture.jpeg))]
    )
    return Verdict(
        label=said.label,
        probs=dict(sorted(said.probs.items(), key=lambda pair: -pair[1])),
        action=said.action or "",
        milliseconds=1000 * (time.perf_counter() - started),
        novelty=said.strangeness,
    )
