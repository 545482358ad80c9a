"""The files with which a browser judges frames by itself, below an address that names their
version."""

import base64
from mimetypes import guess_type
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from core.live.here import PLACE, can_judge_there, packed, version_there
from core.training.quick.head import Head
from core.vision.model_labels import ModelLabels
from core.vision.preprocess import Preprocess
from ui.parts.address import base_path
from ui.parts.component import component_file

WORKER = "live_worker.js"
_PATH = "/judge-there"
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
_KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}


def there_address() -> str:
    """Where a browser finds all of it; "" where this server has no runtime for browsers."""
    return f"{base_path()}{_PATH}/{version_there()}/" if can_judge_there() else ""


def how_there(preprocess: Preprocess) -> dict[str, Any]:
    """How the network sees a picture, in the words of labels.json."""
    labels = ModelLabels.of([], preprocess)
    return labels.model_dump(include={"size", "resize", "pad", "mean", "std"})


def known_there(head: Head | None, **also: Any) -> dict[str, Any] | None:
    """A head (rows of weights, little-endian) and what goes with it, for a browser that judges by
    itself; None where there is no head, or no browser of this server does."""
    if head is None or not can_judge_there():
        return None
    weights = base64.b64encode(head.coef.astype("<f4").tobytes()).decode()
    return {"vocab": head.vocab, "weights": weights, "biases": head.intercept.tolist(), **also}


async def there(request: Request) -> Response:
    """One of the files, packed; 404 for every other name."""
    name = str(request.path_params["file"])
    if not can_judge_there() or request.path_params["version"] != version_there():
        return Response(status_code=404)
    if name == WORKER:
        return Response(component_file(__file__, WORKER), media_type="text/javascript")
    if name == PLACE:
        return JSONResponse({"base": "./", "files": {}})
    try:
        file = await run_in_threadpool(packed, name)
    except KeyError:
        return Response(status_code=404)
    ending = name[name.rfind(".") :]
    kind = _KINDS.get(ending) or guess_type(name)[0] or "application/octet-stream"
    return FileResponse(file, headers={"Content-Encoding": "gzip", **_KEPT}, media_type=kind)


THERE = (Route(f"{_PATH}/{{version}}/{{file}}", there, methods=["GET"]),)
