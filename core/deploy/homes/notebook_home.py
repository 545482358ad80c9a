"""The home for Voilà and Binder: a notebook with widgets, and one that opens export.pkl."""

from collections.abc import Iterator

from core.content import lesson_text
from core.deploy.homes.home import Home, python_home
from core.production.learner_file import ASK, learner_file
from core.production.notebook import written_notebook
from core.production.notebook_cells import SETUP
from core.production.run_files import EXPORT
from core.project.archive.streamed_zip import Member, in_memory, on_disk
from core.project.project import Project
from core.project.records import RunRecord

FOLDER = "fastai"  # of its own, so that Binder does not install PyTorch
_COMPARE = """\
import json

for one in json.loads(Path('../examples/answers.json').read_text('utf-8')):
    photo = PILImage.create(read_photo(f"../examples/{one['file']}"))
    with learn.no_bar():
        category, _, probs = learn.predict(photo)
    expected = [one['probabilities'][name] for name in learn.dls.vocab]
    away = max(abs(float(p) - e) for p, e in zip(probs, expected))
    print(f"{one['file']}  {category}  {away:.4f} away from the app")
"""

_APP = python_home("notebook", "voila", "ipywidgets", "ipykernel")


def _files(project: Project, run: RunRecord) -> Iterator[Member]:
    yield from _APP.files(project, run)
    yield in_memory(f"{FOLDER}/learner.ipynb", _learner_notebook())
    export = learner_file(project, run)
    if export.state == "ready":
        yield on_disk(f"{FOLDER}/{EXPORT}", export.path)


def _learner_notebook() -> bytes:
    texts = lesson_text("deploy_notebook")
    ask = ASK.replace("'photo.jpg'", "'../examples/01.jpg'")
    code = {"title": None, "setup": SETUP, "ask": ask, "compare": _COMPARE}
    cells = [
        (kind, text)
        for name, source in code.items()
        for kind, text in (("words", texts[name]), ("code", source))
        if text is not None
    ]
    return written_notebook(cells)


NOTEBOOK = Home("notebook", _files)
