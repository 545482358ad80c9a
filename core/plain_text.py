"""What somebody typed, or what stood in a ZIP, as text that Markdown shows and does not obey.

ONE way for each kind of reader: `as_text` for our own screens, where Streamlit makes icons, colours
and formulas of some signs; `escaped` for files, which other programs read.
"""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>$:<&^=])")
_ADDRESS = re.compile(r"(https?|www)(?=://|\.)", re.IGNORECASE)  # becomes a link even when escaped
_ANYWHERE = re.compile(r"([\\`*_\[\]|~$])")
_AT_START = re.compile(r"^([#>+=-]|\d+(?=[.)](?:\s|$)))")


def as_text(words: str) -> str:
    """What a learner typed, so that Markdown shows it as typed (no styling, links or HTML)."""
    plain = _ADDRESS.sub("\\1\u2060", words.replace("\n", " "))
    return _MARKS.sub(r"\\\1", plain)


def escaped(words: str) -> str:
    """Return plain text as one line of Markdown that shows exactly this text: no HTML, no marks.

    `<`, `>` and `&` become entities, since not every reader knows them behind a backslash.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _AT_START.sub(_escaped_start, _ANYWHERE.sub(r"\\\1", line))


def _escaped_start(start: re.Match[str]) -> str:
    """A list, a heading or a rule would begin here; a number keeps its digits."""
    return start[0] + "\\" if start[0].isdigit() else "\\" + start[0]
