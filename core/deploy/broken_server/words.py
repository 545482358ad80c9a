"""The words about broken servers, as they stand in `assets/content/deploy_broken.yaml`."""

from functools import cache

from core.content import Content, Text, read
from core.deploy.broken_server.faults import other_method
from core.deploy.broken_server.measured import Band
from core.vision.preprocess import Method


class FaultText(Content):
    """One fault: its `title`, the `story` of it, how the pictures were prepared that were `sent`
    (empty where they are the stored ones), and the line of code that is `right` or `wrong`."""

    title: Text
    story: Text
    sent: str = ""
    right: Text
    wrong: Text


class BrokenText(Content):
    """All words of the file."""

    intro: Text
    which: Text
    ask: Text
    bands: dict[Band, Text]
    measure: Text
    no_pictures: Text
    told: Text
    none_flipped: Text
    flipped: Text
    caught: Text
    caught_some: Text
    caught_nothing: Text
    started_not: Text
    started: Text
    fastai_says: Text
    python_says: Text
    hidden: Text
    needed: Text
    faults: dict[str, FaultText]
    resize_words: dict[Method, Text]


@cache
def broken_text() -> BrokenText:
    """The words, checked."""
    return read("deploy_broken.yaml", BrokenText)


@cache
def fault_text(fault: str, method: Method) -> FaultText:
    """The words of one fault, for a model that learned from pictures resized by `method`."""
    words, text = broken_text().resize_words, broken_text().faults[fault]
    served = other_method(method)
    figures = {
        "learned": words[method],
        "served": words[served],
        "code_learned": f"Resize(size, method={method!r})",
        "code_served": f"Resize(size, method={served!r})",
    }
    filled = {n: getattr(text, n).format(**figures) for n in ("story", "right", "wrong")}
    return text.model_copy(update=filled) if fault == "resize" else text
