import subprocess
import sys

SCRIPT = """
from core.worker.torchvision_ops import ensure_torchvision_ops
ensure_torchvision_ops()
ensure_torchvision_ops()
import torch, torchvision
from torchvision.transforms import functional
model = torchvision.models.resnet18(weights=None).eval()
with torch.inference_mode():
    print(tuple(model(torch.zeros(1, 3, 64, 64)).shape), hasattr(torch.ops.torchvision, "nms"))
"""


def test_torchvision_imports_and_classifies_in_a_fresh_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=500, check=False
    )
    assert done.stdout.strip() == "(1, 1000) True", done.stderr
