"""The machine a training ran on, in words."""

from __future__ import annotations

from core.project.records import RunRecord

DEVICES = {"cuda": "the graphics card", "mps": "the Apple GPU", "cpu": "the processor"}


def device_in_words(device: str) -> str:
    """For example: the graphics card."""
    return DEVICES.get(device.split(":")[0], device)


def in_gigabytes(megabytes: float) -> str:
    """For example: 1.4 GB."""
    return f"{megabytes / 1024:.1f} GB"


def where_it_ran(run: RunRecord) -> str:
    """Device, batch and memory of a finished fine-tune; its process is gone, so is the memory."""
    device = device_in_words(str(run.results.get("device", "cpu")))
    words = [f"It ran on {device}"]
    if "bs" in run.results:
        words.append(f"with {run.results['bs']} pictures at a time")
    if run.results.get("memory_ran_out"):
        words.append("after the memory ran out with twice as many")
    if "peak_mb" in run.results:
        words.append(f"and took {in_gigabytes(run.results['peak_mb'])} of memory at most")
        return " ".join(words) + "; all of it was given back when its process ended."
    return " ".join(words) + "."
