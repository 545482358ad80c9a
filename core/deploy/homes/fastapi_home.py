"""The home for any host: a web service, and the page for phones that this app publishes with."""

from collections.abc import Iterator
from typing import Any

from core.deploy.homes.home import python_home
from core.deploy.homes.space import space
from core.deploy.phone import FILES, POLICY, phone_file, phone_page
from core.project.archive.streamed_zip import Member, in_memory
from core.project.project import Project
from core.vision.model_labels import ModelLabels

MOST_BYTES = 20_000_000  # of one request, as server.py takes them
_FRAMES = "; frame-ancestors 'none'"  # Hugging Face shows a Space inside a page of its own


def _front(project: Project, labels: ModelLabels) -> dict[str, Any]:
    return space(project, labels, "docker", app_port=7860)


def _phone(project: Project, labels: ModelLabels) -> Iterator[Member]:
    page = phone_page(project.name, labels.vocab, MOST_BYTES)
    yield in_memory("phone/index.html", page.encode())
    for name in FILES:
        yield in_memory(f"phone/{name}", phone_file(name).encode())
    yield in_memory("phone/policy.txt", POLICY.replace(_FRAMES, "").encode())


FASTAPI = python_home(
    "fastapi", "fastapi", "uvicorn", "python-multipart", front=_front, more=_phone
)
