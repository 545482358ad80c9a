import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from core.vision import backbone as backbone_module
from core.vision.backbone import BackboneUnavailable, backbone, backbone_path, is_converted
from core.vision.lite0 import network
from tests.core.vision.fastai_reference import reference


@pytest.fixture
def fresh_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder with nothing in it."""
    monkeypatch.setattr(backbone_module, "user_cache_dir", lambda *_, **__: str(tmp_path))
    return tmp_path


def test_the_converted_network_gives_the_embeddings_of_the_original(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    shapes = {"usual": (2, 3, 224, 224), "small": (1, 3, 96, 96), "odd": (1, 3, 101, 101)}
    batches = {
        name: random.uniform(-1, 1, shape).astype(np.float32) for name, shape in shapes.items()
    }
    np.savez(tmp_path / "batches.npz", **batches)  # type: ignore[arg-type]
    reference("embed", tmp_path)
    with np.load(tmp_path / "embedded.npz") as original:
        for name, batch in batches.items():
            ours = backbone().embed(batch)
            assert ours.shape == (len(batch), 1280)
            np.testing.assert_allclose(ours, original[name], rtol=1e-5, atol=1e-5, err_msg=name)


def test_the_converted_network_is_one_file() -> None:
    assert [file.name for file in backbone_path().parent.glob("*.onnx*")] == [backbone_path().name]


def test_a_failed_conversion_is_a_sentence_and_leaves_nothing(
    fresh_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "WEIGHTS", "models/none.pth")
    with pytest.raises(BackboneUnavailable, match="could not be prepared"):
        backbone_path()
    assert not is_converted()
    assert not list(fresh_machine.rglob("*.part"))


def test_many_who_need_it_at_once_convert_it_once(
    fresh_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted = list[Path]()

    def convert(path: Path) -> None:
        converted.append(path)
        time.sleep(0.05)
        path.write_bytes(b"network")

    monkeypatch.setattr(backbone_module, "_convert", convert)
    together = threading.Barrier(4)

    def ask(_: int) -> Path:
        together.wait(120)
        return backbone_path()

    with ThreadPoolExecutor(4) as pool:
        paths = set(pool.map(ask, range(4)))
    assert len(converted) == 1
    assert [path.read_bytes() for path in paths] == [b"network"]
