"""Where a question sends the learner to see it for themselves."""

from pydantic import Field

from core.content import Content, Text
from core.learning.pages import PageId


class TryIt(Content):
    """A question's `try_it` says what to do on its `page`; `view` opens the part of the page (the
    key of the widget that chooses it, and its option), and `at` is what the key of the control to
    find there begins with. A test opens each page and looks for it."""

    page: PageId
    view: dict[str, str] = Field(default_factory=dict)
    at: Text
    try_it: Text

    def place(self) -> dict[str, object]:
        """The same four, by name."""
        return {name: getattr(self, name) for name in TryIt.model_fields}
