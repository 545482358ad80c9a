"""The machine as workers find it: its cores, and the environment each is given."""

import os
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
