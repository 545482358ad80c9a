"""Write the backbone in whole numbers: `python -m core.deploy.int8.quantise IN PICTURES.npy OUT`.

A process of its own: it can be stopped at any moment. It takes about half a minute.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Pictures:
    """Prepared pictures (N, 3, size, size), one after the other, as ONNX Runtime wants to see what
    numbers really occur between the layers."""

    def __init__(self, pictures: NDArray[np.float32], name: str) -> None:
        self._name, self._left = name, iter(pictures)

    def get_next(self) -> dict[str, Any] | None:
        """The next batch of one; None after the last."""
        picture = next(self._left, None)
        return None if picture is None else {self._name: picture[None]}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.get_next, None)


def quantise(backbone: Path, pictures: NDArray[np.float32], out: Path) -> None:
    """Write `backbone` to `out` with 8-bit weights, a scale for each channel, and 8-bit values
    between the layers, scaled by what `pictures` (N, 3, size, size) show.

    Weights take all 8 bits: with 7, what the network sees strays four times as far. So the model
    must be run as `one_core` does it (session.py).
    """
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = out.with_name(f"{out.name}.ready")
    quant_pre_process(str(backbone), str(ready), skip_symbolic_shape=True)
    partial = out.with_name(f"{out.name}.{os.getpid()}.part")
    quantize_static(
        str(ready),
        str(partial),
        Pictures(pictures, "image"),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )
    ready.unlink()
    partial.replace(out)


if __name__ == "__main__":
    quantise(Path(sys.argv[1]), np.load(sys.argv[2], allow_pickle=False), Path(sys.argv[3]))


Ask = Callable[[NDArray[np.float32]], NDArray[np.float32]]
EXACT = ("session.x64quantprecision", "1")
"""Processors without VNNI cut off large sums of 8-bit products; with this they take a slower way
that does not, so that this server and a phone give the same answer."""


def one_core(path: Path, output: str) -> Ask:
    """From prepared pictures (N, 3, size, size) to this output of the model, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry(*EXACT)
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def ask(batch: NDArray[np.float32]) -> NDArray[np.float32]:
        values: NDArray[np.float32] = session.run([output], {"image": batch})[0]
        return values

    return ask
