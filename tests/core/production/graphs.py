"""Small ONNX graphs and pictures, so that tests of production need no trained network."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from core.production.head_onnx import join_head


def flat_backbone(path: Path, size: int) -> Path:
    """A "backbone" whose embedding is the picture's own pixels: "x" (N,3,s,s) to (N, 3·s·s)."""
    sides = ["N", 3, size, size]
    graph = helper.make_graph(
        [helper.make_node("Flatten", ["x"], ["embedding"], axis=1)],
        "flat",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, sides)],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["N", 3 * size * size])],
    )
    opset = [helper.make_opsetid("", 18)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=10), path)
    return path


def whole_model(path: Path, size: int, classes: int) -> Path:
    """A model that weighs every pixel, so that a picture prepared otherwise answers otherwise."""
    backbone = flat_backbone(path.with_suffix(".backbone"), size)
    weights = np.random.default_rng(1).normal(0, 0.1, (classes, 3 * size * size))
    onnx.save(join_head(backbone, weights, np.zeros(classes)), path)
    return path


def picture(width: int, height: int) -> Image.Image:
    """A picture with no two places alike, and noise on it."""
    noise = np.random.default_rng(width * height).integers(0, 80, (height, width, 3))
    ramp = np.linspace(0, 175, width)[None, :, None] * np.linspace(0, 1, height)[:, None, None]
    return Image.fromarray((noise + ramp).astype(np.uint8))


def weights_of(model: onnx.ModelProto) -> set[str]:
    """The names of a graph's stored tensors that live in the file itself."""
    return {
        tensor.name
        for tensor in model.graph.initializer
        if tensor.data_location == TensorProto.DEFAULT and numpy_helper.to_array(tensor).size
    }
