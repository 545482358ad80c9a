"""Ask a model that went online about one of the pictures that went with it, and compare."""

import json
from dataclasses import dataclass
from typing import Any, Literal

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from core.content import says
from core.deploy.homes.examples import ANSWERS, FOLDER, example_files
from core.deploy.int8.small_model import small_model
from core.gather.reading.refusal import Refused
from core.gather.web.gate import user_agent
from core.gather.web.transport import JSON, NotFetched, Posted, fetch
from core.jobs.background import Background, Job
from core.production.run_files import model_labels, model_onnx
from core.project.project import Project
from core.project.records import RunRecord

Kind = Literal["service", "gradio", "files"]
"""How a home is asked: at `predict`, as Gradio wants it, or by the files that browsers run."""
ALLOWED = 0.001  # computers round differently, as in smoke_test.py
_WAKING_S = 90.0  # a host that sleeps takes its time
_ONLINE = "huggingface.co"
_BYTES = ("application/octet-stream", "application/onnx", "binary/octet-stream")
_NOT_OURS = says("deploy", "something_at_address")
_OTHER_FILES = says("deploy", "something_at_address_but")


class _Said(BaseModel):
    probabilities: dict[str, float]


class _Confidence(BaseModel):
    label: str
    confidence: float


@dataclass(frozen=True)
class Compared:
    """What came of it: how far a probability is from the app's at most (0–1), and the likeliest
    class there. Of files alone nothing is asked: they are the app's own, or not."""

    same: bool
    furthest: float | None = None
    label: str = ""


ASKING = Background[Compared]("ask online", sentences=(Refused, NotFetched))


def start_asking(project: Project, run: RunRecord, kind: Kind, address: str) -> None:
    """Ask in the background; `ASKING.progress(project, (kind, address))` tells what came of it."""

    def work(_job: Job[Compared]) -> Compared:
        return compared(project, run, kind, address)

    ASKING.start(project, work, about=(kind, address))


def compared(project: Project, run: RunRecord, kind: Kind, address: str) -> Compared:
    """The online model beside the app's. Raises Refused for an address that may not be asked, and
    NotFetched where nothing came back that can be compared."""
    base = app_address(address)
    if kind == "files":
        return _files(project, run, base)
    photo, ours = _picture(project, run)
    try:
        theirs = _of_service(base, photo) if kind == "service" else _of_gradio(base, photo)
    except (ValidationError, ValueError, LookupError, TypeError) as error:
        raise NotFetched(_NOT_OURS, "answer") from error
    if set(theirs) != set(ours):
        raise NotFetched(_NOT_OURS, "answer")
    furthest = max(abs(theirs[name] - share) for name, share in ours.items())
    return Compared(furthest <= ALLOWED, furthest, max(theirs, key=theirs.__getitem__))


def app_address(typed: str) -> str:
    """The address of the app itself, without a slash at its end, for what a learner copies: with or
    without https://, and the page of a Space as well."""
    bare = typed.strip().split("?")[0].split("#")[0].rstrip("/")
    url = bare if "://" in bare else f"https://{bare}"
    host, _, path = url.partition("://")[2].partition("/")
    if host == _ONLINE and path.startswith("spaces/") and path.count("/") >= 2:
        owner, name = path.split("/")[1:3]
        spelled = f"{owner}-{name}".lower().replace("_", "-").replace(".", "-")
        return f"https://{spelled}.hf.space"
    return url.removesuffix("/index.html")


def _picture(project: Project, run: RunRecord) -> tuple[bytes, dict[str, float]]:
    """The picture that lies on its side, as a phone would send it, and what the app says of it."""
    files = {file.name: b"".join(file.pieces()) for file in example_files(project, run)}
    answers = json.loads(files[f"{FOLDER}/{ANSWERS}"])
    one = answers[-2:][0]
    return files[f"{FOLDER}/{one['file']}"], one["probabilities"]


def _of_service(base: str, photo: bytes) -> dict[str, float]:
    said = _fetched(f"{base}/predict", Posted(photo, "image/jpeg"))
    return _Said.model_validate_json(said).probabilities


def _of_gradio(base: str, photo: bytes) -> dict[str, float]:
    """Gradio takes the file, then the question, and tells the answer as a stream of events."""
    api = f"{base}/gradio_api"
    (path,) = json.loads(_fetched(f"{api}/upload", _as_form(photo)))
    data = [{"path": path, "meta": {"_type": "gradio.FileData"}}]
    question = Posted(json.dumps({"data": data}).encode(), "application/json")
    event = json.loads(_fetched(f"{api}/call/predict", question))["event_id"]
    told = _fetched(f"{api}/call/predict/{event}", types=("text/event-stream",)).decode()
    complete = told.split("event: complete")[1].split("data:")[1].splitlines()[0]
    rows = TypeAdapter(list[_Confidence]).validate_python(json.loads(complete)[0]["confidences"])
    return {row.label: row.confidence for row in rows}


def _files(project: Project, run: RunRecord, base: str) -> Compared:
    """Whether the host gives out this very model with these names: then every visitor's browser
    works it out as the app does."""
    small = small_model(project, run)
    models = [model_onnx(project, run), *([small.path] if small else [])]
    most = max(model.stat().st_size for model in models)
    try:
        theirs: Any = json.loads(_fetched(f"{base}/labels.json", types=(*JSON, *_BYTES)))
        there = _fetched(f"{base}/model.onnx", types=_BYTES, most=most)
    except ValueError as error:
        raise NotFetched(_OTHER_FILES, "answer") from error
    ours = json.loads(model_labels(project, run).to_json())
    same = any(there == model.read_bytes() for model in models)
    return Compared(same and theirs == ours)


def _as_form(photo: bytes) -> Posted:
    request = httpx.Request(
        "POST", "https://a", files={"files": ("photo.jpg", photo, "image/jpeg")}
    )
    return Posted(request.read(), request.headers["Content-Type"])


def _fetched(
    url: str, posted: Posted | None = None, *, types: tuple[str, ...] = JSON, most: int = 1_000_000
) -> bytes:
    named = {"User-Agent": user_agent()}
    fetched = fetch(url, types=types, most=most, seconds=_WAKING_S, headers=named, posted=posted)
    return fetched.body
