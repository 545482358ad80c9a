"""An int8 model run on this server as phones and browsers run it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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
