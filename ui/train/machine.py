"""The machine a training runs on, in words: its device, its memory, and what was given back."""

import streamlit as st

from core.content import lesson_text, says
from core.jobs.ray.places import cluster_address
from core.plain_text import as_text
from core.project.limits import limits
from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.finetune import job_runner
from core.training.finetune.memory_plan import MIB, Gpu, MemoryPlan, Room, gpu, memory_plan
from core.training.finetune.settings import FineTuneSettings
from core.training.finetune.snapshot import RunSnapshot
from core.vision.recipe import load_recipe
from core.words import count_of, memory_size

TEXT = lesson_text("train")
NEARLY = 0.8
DEVICES = {"cuda": "the graphics card", "mps": "the Apple GPU", "cpu": "the processor"}


def device_in_words(device: str) -> str:
    """For example: the graphics card; a name nobody knows as plain text for Markdown."""
    return DEVICES.get(device.split(":")[0]) or as_text(device)


def on_a_cluster() -> bool:
    """Whether fine-tunes run on other machines, whose memory is not ours to look at."""
    return cluster_address() is not None


def can_compute_in_16_bits() -> bool:
    """Whether fine-tunes may run on a graphics card."""
    return on_a_cluster() or _card() is not None


def plan_here(project: Project, settings: FineTuneSettings) -> MemoryPlan | None:
    """What this fine-tune would ask of this machine's memory; None where a cluster does it."""
    if on_a_cluster():
        return None
    train = len(project.dataset.images(split="train"))
    return memory_plan(settings, load_recipe(project), train, Room.of(_card()))


def memory_in_words(plan: MemoryPlan) -> str:
    """Before the start: how much it takes, how much is free, and what that means."""
    if plan.refusal:
        return plan.refusal
    where = "card" if plan.room.on_card else "machine"
    if plan.at_once == plan.asked:
        how = f"fits_{where}"
    else:
        how = f"fewer_{where}" if plan.at_once else f"short_{where}"
    need, free = memory_size(plan.need), memory_size(plan.room.free)
    pictures = {"asked": plan.asked, "at_once": plan.at_once}
    return says("train", how, need=need, free=free, **pictures)


def line_in_words() -> str:
    """A sentence once the line is nearly as long as this server lets it get; "" before that."""
    waiting = job_runner().waiting()
    if waiting < NEARLY * limits().jobs:
        return ""
    return lesson_text("host")["line_nearly_full"].format(jobs=count_of(waiting, "training"))


def where_it_ran(run: RunRecord) -> str:
    """Device, batch and memory of a finished fine-tune, and that it was given back."""
    results, device = run.results, device_in_words(str(run.results.get("device", "cpu")))
    ran = "ran_on_in_batches" if "bs" in results else "ran_on"
    said = [says("train", ran, device=device, pictures=results.get("bs"))]
    if results.get("memory_ran_out"):
        said.append(says("train", "memory_ran_out"))
    if "peak_mb" in results:
        said.append(says("train", "memory_at_most", memory=memory_size(results["peak_mb"] * MIB)))
        said.append(_given_back(run))
    return " ".join(said)


def where_it_broke_off(moment: RunSnapshot) -> str:
    """The same of a fine-tune that left no model; empty where it never came to train."""
    peak = max(moment.memory_mb, moment.memory_now_mb)
    if not peak:
        return ""
    memory = memory_size(peak * MIB)
    return TEXT["broke_off"].format(device=device_in_words(moment.device), memory=memory)


def _given_back(run: RunRecord) -> str:
    before = run.results.get("card_before_mb")
    card = None if before is None else _card_after(run.id)
    if before is None or card is None:
        return says("train", "given_back")
    held, now = memory_size(before * MIB), memory_size(card.used_mb * MIB)
    return says("train", "card_given_back", before=held, after=now)


@st.cache_data(ttl=5, max_entries=64, show_spinner=False)
def _card_after(run_id: str) -> Gpu | None:
    """Asked again for each run: what `_card` keeps may be from while it trained."""
    return gpu()


@st.cache_data(ttl=30, show_spinner=False)
def _card() -> Gpu | None:
    return gpu()
