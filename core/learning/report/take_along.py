"""Everything to take along in one ZIP: both texts, twice, with charts, pictures and credits."""

import io
import zipfile
from datetime import date

from core.drivetrain.card.blocks import Chart, Document, Picture, Pictures
from core.drivetrain.card.markdown import as_markdown
from core.learning.report.as_html import as_html, still_open
from core.learning.report.charts import standalone
from core.learning.report.content import Kind
from core.learning.report.documents import document
from core.learning.report.facts import facts
from core.project.archive.attribution import attribution
from core.project.project import Project

FILES: dict[Kind, str] = {"card": "model-card", "post": "blog-post"}


def report_html(project: Project, kind: Kind, day: date) -> bytes:
    """One of the two texts as one HTML file."""
    return as_html(document(facts(project, day), kind)).encode()


def report_zip(project: Project, day: date) -> bytes:
    """Both texts as HTML and as Markdown, the charts and pictures as files, ATTRIBUTION.md."""
    known = facts(project, day)
    files: dict[str, bytes] = {"ATTRIBUTION.md": _attribution(project)}
    for kind, name in FILES.items():
        made = document(known, kind)
        files[f"{name}.html"] = as_html(made).encode()
        files[f"{name}.md"] = as_markdown(made, _picture_file, still_open).encode()
        files |= _drawn(made)
    return _zipped(files)


def _drawn(made: Document) -> dict[str, bytes]:
    """The charts and pictures of a document, by the names under which its Markdown shows them."""
    files: dict[str, bytes] = {}
    for block in made.blocks():
        if isinstance(block, Chart):
            files[f"charts/{block.name}.svg"] = standalone(block.svg).encode()
        elif isinstance(block, Pictures):
            files |= {_picture_file(one): one.path.read_bytes() for one in block.shown}
    return files


def _picture_file(one: Picture) -> str:
    return f"pictures/{one.path.stem[:16]}.jpg"


def _attribution(project: Project) -> bytes:
    with project.reading() as connection:
        return attribution(connection, project.name).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
