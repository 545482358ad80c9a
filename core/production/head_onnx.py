"""One ONNX graph out of two parts: the backbone that sees, and the head we trained on top."""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from core.vision.model_labels import INPUT, OUTPUT, OUTPUTS


def join_head(
    backbone: Path, coef: NDArray[np.floating], intercept: NDArray[np.floating]
) -> onnx.ModelProto:
    """The backbone's graph with a linear layer and a softmax behind its last output.

    `coef` is (C, D) and `intercept` (C,), for a backbone whose output is (N, D). The result takes
    "image", float32 (N, 3, size, size), and gives "probabilities", float32 (N, C), rows summing
    to 1, and "embedding", float32 (N, D), what the backbone saw. It needs no other file, and has
    passed `onnx.checker`.
    """
    model = onnx.load(backbone)
    graph = model.graph
    _rename_input(graph, INPUT)
    graph.initializer.extend(
        [
            numpy_helper.from_array(coef.astype(np.float32), "head.weight"),
            numpy_helper.from_array(intercept.astype(np.float32), "head.bias"),
        ]
    )
    embedding = graph.output.pop()
    graph.node.extend(_head(embedding.name))
    forget_where_it_was_made(model)
    probabilities = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["N", len(coef)])
    graph.output.extend([probabilities, embedding])
    model.metadata_props.add(key="outputs", value=OUTPUTS)
    onnx.checker.check_model(model, full_check=True)
    return model


def forget_where_it_was_made(model: onnx.ModelProto) -> None:
    """torch notes with every node which line of which file on this machine it came from."""
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")


def _head(embedding: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node(
            "Gemm", [embedding, "head.weight", "head.bias"], ["head.scores"], transB=1
        ),
        helper.make_node("Softmax", ["head.scores"], [OUTPUT], axis=-1),
    ]


def _rename_input(graph: onnx.GraphProto, name: str) -> None:
    old = graph.input[0].name
    graph.input[0].name = name
    for node in graph.node:
        for i, wire in enumerate(node.input):
            if wire == old:
                node.input[i] = name
