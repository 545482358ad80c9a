"""Ask this model about a picture: python predict.py photo.jpg
Needs model.onnx, labels.json and read_photo.py beside it, and:
pip install numpy pillow onnxruntime (and pi-heif, for the HEIC photos of an iPhone)"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from read_photo import read_photo  # noqa: E402

PAD = {"zeros": "constant", "border": "edge", "reflection": "reflect"}


def square(picture: Image.Image, how: dict) -> Image.Image:
    """The largest square in the picture's middle, or with "pad" the smallest around it."""
    (width, height), size = picture.size, how["size"]
    longest = max if how["resize"] == "pad" else min
    side = int(longest(width / size, height / size) * size)
    left, top = int((width - side) / 2), int((height - side) / 2)
    right, bottom = left + side, top + side
    inside = picture.crop((max(left, 0), max(top, 0), min(right, width), min(bottom, height)))
    rows = max(-top, 0), max(bottom - height, 0)
    columns = max(-left, 0), max(right - width, 0)
    return Image.fromarray(np.pad(inside, (rows, columns, (0, 0)), mode=PAD[how["pad"]]))


def predict(photo: str) -> dict[str, float]:
    """The probability of each class."""
    how = json.loads((HERE / "labels.json").read_text(encoding="utf-8"))
    picture = read_photo(photo)
    if how["resize"] in ("crop", "pad"):
        picture = square(picture, how)
    edge = 4 * math.ceil(how["size"] * 0.14 / 8) if how["resize"] == "random_resized_crop" else 0
    side = how["size"] + 2 * edge
    picture = picture.resize((side, side), Image.Resampling.BILINEAR)
    picture = picture.crop((edge, edge, side - edge, side - edge))
    pixels = (np.asarray(picture) / 255 - how["mean"]) / how["std"]
    batch = pixels.astype(np.float32).transpose(2, 0, 1)[None]
    model = onnxruntime.InferenceSession(HERE / "model.onnx")
    (probabilities,) = model.run([how["output"]], {how["input"]: batch})[0]
    return dict(zip(how["vocab"], probabilities.tolist(), strict=True))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # whatever the console takes
    json.dump(predict(sys.argv[1]), sys.stdout, indent=2, ensure_ascii=False)
