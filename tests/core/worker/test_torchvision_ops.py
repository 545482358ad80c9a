import subprocess
import sys

SCRIPT = """
import sys
from core.worker.torchvision_ops import import_torchvision_and_timm
import_torchvision_and_timm()
import_torchvision_and_timm()
import timm, torch, torchvision
has = [hasattr(torch.ops.torchvision, "nms"), "torch._dynamo" in sys.modules]
from torchvision.transforms import functional
model = torchvision.models.resnet18(weights=None).eval()
with torch.inference_mode():
    print(tuple(model(torch.zeros(1, 3, 64, 64)).shape), has)
"""


def test_torchvision_classifies_in_a_fresh_process_without_torchs_compiler() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=500, check=False
    )
    assert done.stdout.strip() == "(1, 1000) [True, False]", done.stderr
