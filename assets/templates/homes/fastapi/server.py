"""This model as a web service, and a page for phones: uvicorn server:app --port 8000

POST /predict takes a picture as the body, or a form with some; GET / is the page; /docs explains.
"""

import asyncio
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from judge import Answer, load_judge
from read_photo import read_photo
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException as AnyTrouble

HERE = Path(__file__).resolve().parent
MOST_BYTES, MOST_PICTURES = 20_000_000, 16
NAME = json.loads((HERE / "about.json").read_text(encoding="utf-8"))["name"]
ONLY_OURS = (HERE / "phone" / "policy.txt").read_text(encoding="utf-8")
JUDGE = load_judge(HERE)
THREADS = ThreadPoolExecutor(os.cpu_count())
PICTURE = {"schema": {"type": "string", "format": "binary"}}
PICTURES = {"type": "array", "items": PICTURE["schema"]}
FORM = {"schema": {"type": "object", "properties": {"photo": PICTURES}}}
TAKES = {"requestBody": {"content": {"image/*": PICTURE, "multipart/form-data": FORM}}}

app = FastAPI(title=NAME)
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["POST"])


@app.exception_handler(AnyTrouble)
async def said_plainly(_request: Request, trouble: AnyTrouble) -> JSONResponse:
    """Every trouble as JSON: `error` for people, `code` for programs."""
    return JSONResponse({"error": trouble.detail, "code": trouble.status_code}, trouble.status_code)


@app.get("/", include_in_schema=False)
async def page() -> Response:
    """The page for phones; the browser lets it run no script but its own."""
    headers = {"Content-Security-Policy": ONLY_OURS}
    return FileResponse(HERE / "phone" / "index.html", headers=headers)


@app.post("/predict", openapi_extra=TAKES)
async def predict(request: Request) -> dict:
    """The class, all probabilities and what to do; for several pictures a list of `answers`.

    A picture is judged and forgotten.
    """
    photos = await sent(request)
    answers = await asyncio.get_running_loop().run_in_executor(THREADS, judged, photos)
    return answers[0] if len(answers) == 1 else {"answers": answers}


async def sent(request: Request) -> list[bytes]:
    """The pictures in a request."""
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise HTTPException(411, "Say how long the picture is: Content-Length.")
    if int(length) > MOST_BYTES:
        raise HTTPException(413, f"{MOST_BYTES // 1_000_000} MB is the most.")
    photos = [await request.body()]
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        form = await request.form(max_files=MOST_PICTURES)
        parts = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
        photos = [await part.read() for part in parts]
    if not any(photos):
        raise HTTPException(400, "There is no picture.")
    return photos


def judged(photos: list[bytes]) -> list[dict]:
    """What the model says about each picture."""
    begun = time.perf_counter()
    try:
        pictures = [read_photo(photo) for photo in photos]
    except Exception as error:
        raise HTTPException(422, "This is no picture that can be read.") from error
    answers = JUDGE.answers(pictures)
    each = round(1000 * (time.perf_counter() - begun) / len(answers), 1)
    return [as_json(one) | {"milliseconds": each} for one in answers]


def as_json(one: Answer) -> dict:
    """An answer for programs; `action` and `novelty` only where the owner set them."""
    said = {"class": one.label, "probabilities": one.probs}
    if one.action is not None:
        said["action"] = one.action
    if (far := one.strangeness) is not None:
        said["novelty"] = {"distance": far.distance, "line": far.line, "strange": far.strange}
    return said


app.mount("/", StaticFiles(directory=HERE / "phone"), name="phone")
