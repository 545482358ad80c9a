from pathlib import Path

from tests.with_fastai import ROOT, run_with_fastai

SCRIPT = """
import sys
from core.worker.torchvision_ops import import_fastai
import_fastai()
import_fastai()
import timm, torch, torchvision
left_out = [name for name in ("torch._dynamo", "sklearn", "scipy.stats") if name in sys.modules]
has = [hasattr(torch.ops.torchvision, "nms"), left_out]
from torchvision.transforms import functional
model = torchvision.models.resnet18(weights=None).eval()
with torch.inference_mode():
    print(tuple(model(torch.zeros(1, 3, 64, 64)).shape), has)
from fastai.vision.all import TrainTestSplitter
from fastai.metrics import scs, skm
train, valid = TrainTestSplitter(0.25, random_state=1)(range(12))
print(len(train), len(valid), skm.f1_score([0, 1], [0, 1]), scs.rankdata([5, 4]).tolist())
"""


def test_torchvision_classifies_and_what_is_left_out_comes_when_called(tmp_path: Path) -> None:
    """In a fork of a process that has done nothing but call `import_fastai`."""
    done = run_with_fastai(SCRIPT, folder=tmp_path, path=[ROOT])
    said = ["(1, 1000) [True, []]", "9 3 1.0 [2.0, 1.0]"]
    assert done.stdout.splitlines() == said, done.stderr
