"""The machine as processes find it: its cores, the environment of a worker, and its memory."""

import ctypes
import os
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from core.content import ROOT

REPOSITORY = ROOT
CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")
THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
# What Python, PyTorch and Ray need of the system, and our own settings; never a key to anything.
INHERITED = frozenset(
    (
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "LANG", "LANGUAGE", "TZ", "CI"),
        *("TMPDIR", "TMP", "TEMP", "VIRTUAL_ENV", "HF_HOME", "HF_HUB_CACHE", "TORCH_HOME"),
        *("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"),
        *("REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "HF_ENDPOINT"),
        *("SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "USERNAME", "APPDATA"),
        *("LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "SYSTEMDRIVE", "HOMEDRIVE", "HOMEPATH"),
        *("NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE"),
        *("DRIVETRAIN_HOME", "DRIVETRAIN_RAY_ADDRESS", "DRIVETRAIN_JOBS_AT_ONCE"),
        *("DRIVETRAIN_NO_TEMPLATE", "DRIVETRAIN_PROFILE", "DRIVETRAIN_QUEUE_IDLE_S"),
    )
)
INHERITED_KINDS = (
    "LC_", "XDG_", "CONDA_", "CUDA_", "NVIDIA_", "HIP_", "HSA_", "ROCR_", "PYTORCH_", "MALLOC_",
    "RAY_", "DRIVETRAIN_MAX_", "DRIVETRAIN_MIN_",
)  # fmt: skip


def worker_environment(*, downloads: bool = False) -> dict[str, str]:
    """The variables for `Popen(env=…)` of a worker that runs a module of this repository.

    Idle OpenMP threads sleep instead of spinning (a spinning pool starves the web process), as many
    threads as there are cores we may use, and no downloads from model hubs unless `downloads`. Of
    the server's own variables it gets what it needs, so that no worker knows the key of a search
    provider or whatever else a host keeps there.
    """
    threads = str(usable_cores())
    return {
        **_inherited(),
        "PYTHONPATH": _python_path(),
        "PYTHONUNBUFFERED": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
        "KMP_BLOCKTIME": "0",
        **dict.fromkeys(THREAD_VARIABLES, threads),
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_OFFLINE": "0" if downloads else "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }


def _inherited() -> dict[str, str]:
    """The server's variables that a worker may know; Windows and proxies care for no case."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in INHERITED or name.upper().startswith(INHERITED_KINDS)
    }


def usable_cores() -> int:
    """How many cores this process may keep busy: its affinity, within a container's quota (≥ 1)."""
    if hasattr(os, "sched_getaffinity"):
        available = len(os.sched_getaffinity(0))
    else:
        available = os.cpu_count() or 1
    return max(1, min(available, _container_quota() or available))


def _container_quota() -> int | None:
    """Whole cores a cgroup (v2) grants, None without a limit."""
    try:
        quota, period = CGROUP_QUOTA.read_text().split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return None


def _python_path() -> str:
    inherited = os.environ.get("PYTHONPATH", "")
    return os.pathsep.join(filter(None, [str(REPOSITORY), inherited]))


_M_ARENA_MAX = -8  # of mallopt(3)
_ARENAS = 2


def use_few_arenas() -> None:
    """From now on threads share two heaps. With one each, as usual, every thread that once drew a
    page keeps the memory of its largest one. Nothing happens where there is no glibc."""
    if allocator := _allocator():
        allocator.mallopt(_M_ARENA_MAX, _ARENAS)


def give_memory_back() -> None:
    """Hand freed memory back to the system; takes a few milliseconds."""
    if allocator := _allocator():
        allocator.malloc_trim(0)


@cache
def _allocator() -> ctypes.CDLL | None:
    """glibc, None on systems that have another allocator."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


NICENESS = 5  # as the workers of fine-tunes


def be_polite() -> None:
    """Let this thread wait for others; only Linux knows the priority of a single thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


NEEDED = ("torch", "torchvision", "fastai")


@cache
def torch_is_here() -> bool:
    """Return whether fine-tunes and fastai's previews can work here; nothing is imported for it."""
    return all(find_spec(name) is not None for name in NEEDED)
