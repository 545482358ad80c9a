"""The homes there are, in the order in which the page shows them."""

from collections.abc import Iterator
from typing import Any

from core.deploy.homes.browser import BROWSER
from core.deploy.homes.home import PYTHON, Home, pins, python_home
from core.deploy.homes.notebook_home import NOTEBOOK
from core.deploy.phone import FILES, POLICY, phone_file, phone_page
from core.project.archive.streamed_zip import Member, in_memory
from core.project.project import Project
from core.vision.model_labels import ModelLabels

MOST_BYTES = 20_000_000  # of one request, as server.py takes them
_FRAMES = "; frame-ancestors 'none'"  # Hugging Face shows a Space inside a page of its own
LONGEST_DESCRIPTION = 60  # characters; Hugging Face refuses a longer one
_LONGEST_TITLE = 60


def space(project: Project, labels: ModelLabels, sdk: str, **more: Any) -> dict[str, Any]:
    """What every Space says of itself, and what this kind of it (`sdk`) adds."""
    return {
        "title": _cut(project.name, _LONGEST_TITLE),
        "emoji": "🔎",
        "colorFrom": "green",
        "colorTo": "gray",
        "sdk": sdk,
        **more,
        "pinned": False,
        "short_description": _cut(f"Tells apart: {', '.join(labels.vocab)}", LONGEST_DESCRIPTION),
    }


def _cut(text: str, longest: int) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _web_service(project: Project, labels: ModelLabels) -> dict[str, Any]:
    return space(project, labels, "docker", app_port=7860)


def _phone(project: Project, labels: ModelLabels) -> Iterator[Member]:
    page = phone_page(project.name, labels.vocab, MOST_BYTES)
    yield in_memory("phone/index.html", page.encode())
    for name in FILES:
        yield in_memory(f"phone/{name}", phone_file(name).encode())
    yield in_memory("phone/policy.txt", POLICY.replace(_FRAMES, "").encode())


def _gradio(project: Project, labels: ModelLabels) -> dict[str, Any]:
    version = pins()["gradio"]
    return space(
        project, labels, "gradio", sdk_version=version, app_file="app.py", python_version=PYTHON
    )


FASTAPI = python_home(
    "fastapi", "fastapi", "uvicorn", "python-multipart", front=_web_service, more=_phone
)
"""For any host: a web service, and the page for phones that this app publishes with."""
GRADIO = python_home("gradio", "gradio", front=_gradio)
"""For Hugging Face Spaces."""
STREAMLIT = python_home("streamlit", "streamlit")
EDGE = python_home("edge")
HOMES: dict[str, Home] = {
    home.key: home for home in (BROWSER, STREAMLIT, NOTEBOOK, FASTAPI, EDGE, GRADIO)
}
