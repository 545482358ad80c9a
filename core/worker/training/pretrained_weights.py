"""Whether a body's pretrained weights can be had here, said before anything waits for them.

Worker processes only. The web process and its workers are offline but for this one download.
"""

import difflib
import socket
import threading
from pathlib import Path
from typing import Any

from core.content import says
from core.training.finetune.settings import LITE0, CannotFineTune, FineTuneSettings
from core.words import listed

TORCH_HUB, TIMM_HUB = "download.pytorch.org", "huggingface.co"
HUB_TIMEOUT_S = 4.0
DOWNLOAD_TIMEOUT_S = 15


def needs_a_download(settings: FineTuneSettings) -> bool:
    """Whether the weights come from a hub: all but Lite0's do, once."""
    return settings.pretrained and settings.architecture != LITE0


def allow_the_download() -> None:
    """Let timm fetch weights in this process, which is offline otherwise, and wait for seconds."""
    from huggingface_hub import constants

    constants.HF_HUB_OFFLINE = False
    constants.HF_HUB_DOWNLOAD_TIMEOUT = constants.HF_HUB_ETAG_TIMEOUT = DOWNLOAD_TIMEOUT_S
    socket.setdefaulttimeout(DOWNLOAD_TIMEOUT_S)


def ensure_torchvision_weights(name: str) -> None:
    """Nothing when they are here or their hub answers; else raises CannotFineTune."""
    import torch
    import torchvision

    weights = torchvision.models.get_model_weights(name).DEFAULT
    cached = Path(torch.hub.get_dir()) / "checkpoints" / Path(weights.url).name
    if not cached.exists() and not answers(TORCH_HUB):
        raise CannotFineTune(says("worker", "weights_not_here", name=name, hub=TORCH_HUB))


def ensure_timm_knows(name: str, size: int) -> None:
    """Raises CannotFineTune for a name that timm does not have, or pictures it cannot take."""
    import timm

    if not timm.is_model(name):
        alike = difflib.get_close_matches(name, timm.list_models(), n=3)
        none = "no_model_alike" if alike else "no_model"
        raise CannotFineTune(says("worker", none, name=name, alike=listed(alike, "or")))
    config: Any = timm.get_pretrained_cfg(name)
    if config and config.fixed_input_size and config.input_size[-1] != size:
        its = config.input_size[-1]
        raise CannotFineTune(says("worker", "fixed_size", name=name, its=its, size=size))


def ensure_timm_weights(name: str) -> None:
    """Nothing when they are here or their hub answers; else raises CannotFineTune."""
    import timm

    config: Any = timm.get_pretrained_cfg(name)
    if not config or not (config.hf_hub_id or config.url):
        raise CannotFineTune(says("worker", "no_weights", name=name))
    if not _cached(config.hf_hub_id) and not answers(TIMM_HUB):
        raise CannotFineTune(says("worker", "weights_not_here", name=name, hub=TIMM_HUB))


def could_not_fetch(name: str, error: Exception) -> CannotFineTune:
    """The sentence for a download that began and broke off."""
    kind = type(error).__name__
    return CannotFineTune(says("worker", "weights_broke_off", name=name, kind=kind))


def answers(host: str) -> bool:
    """Whether `host` takes a connection within seconds, however long its name takes to look up."""
    answered = threading.Event()

    def knock() -> None:
        try:
            socket.create_connection((host, 443), timeout=HUB_TIMEOUT_S).close()
            answered.set()
        except OSError:
            return

    threading.Thread(target=knock, daemon=True).start()
    return answered.wait(HUB_TIMEOUT_S)


def _cached(hub_id: str | None) -> bool:
    from huggingface_hub import try_to_load_from_cache

    files = ("model.safetensors", "pytorch_model.bin")
    return bool(hub_id) and any(
        isinstance(try_to_load_from_cache(str(hub_id), file), str) for file in files
    )
