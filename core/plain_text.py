"""What somebody typed, or what stood in a ZIP, as text that its reader shows and does not obey.

ONE way for each kind of reader: `as_text` for our own screens, where Streamlit makes icons, colours
and formulas of some signs; `escaped` for Markdown in files, which other programs read; `as_cell`
for tables that are opened in a spreadsheet, and `typed` for reading such a table.
"""

import re
from unicodedata import bidirectional

# Ends of lines, tabs and other controls, halves of characters: one line of text has none of them.
_GAPS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # what follows would be read backwards
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>$:<&^=])")
# Become links even when escaped: a sign that nobody sees, and that joins words, parts them.
_ADDRESS = re.compile(r"(https?|www)(?=://|\.)", re.IGNORECASE)
_MAIL = re.compile(r"(?<=[\w.+-])@(?=\w)")
# Become icons, arrows and dashes on our screens, escaped or not.
_SIGNS = re.compile(r":(?=material/|streamlit:)|[-<>~](?=[->=])", re.IGNORECASE)
_ANYWHERE = re.compile(r"([\\`*_\[\]|~$])")
_AT_START = re.compile(r"^([#>+=-]|\d+(?=[.)](?:\s|$)))")
_FORMULA = re.compile(r"'*[=+@\t\r-]")
_BOLD_OR_ESCAPED = re.compile(
    r"\\([\\`*_{}\[\]()#+\-.!|~>$:<&^=])|\*+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)"
)
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def as_text(words: str) -> str:
    """What a learner typed, so that Markdown shows it as typed (no styling, links or HTML)."""
    line = _SIGNS.sub("\\g<0>\u2060", _no_address(one_line(words)))
    return isolated(_MARKS.sub(r"\\\1", line))


def without_marks(markdown: str) -> str:
    """The words of one of our own sentences without the marks that make some of them bold or
    slanted, for where they stand as plain text; what `as_text` escaped in it is as it was typed."""
    return _BOLD_OR_ESCAPED.sub(lambda found: found[1] or "", markdown)


def isolated(words: str) -> str:
    """The words between marks that keep their own reading direction inside them, where they are
    read from the right: else a number or a bracket beside a Hebrew name jumps to its other side."""
    return f"\u2068{words}\u2069" if is_from_right(words) else words


def is_from_right(words: str) -> bool:
    """Whether some letter is read from right to left, as Hebrew and Arabic are."""
    return any(bidirectional(letter) in {"R", "AL"} for letter in words)


def escaped(words: str) -> str:
    """Return plain text as one line of Markdown that shows exactly this text: no HTML, no marks.

    `<`, `>` and `&` become entities, since not every reader knows them behind a backslash.
    """
    line = _no_address(" ".join(one_line(words).split()))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _AT_START.sub(_escaped_start, _ANYWHERE.sub(r"\\\1", line))


def one_line(words: str) -> str:
    """The same words without ends of lines, controls, and signs that turn the reading direction."""
    return _GAPS.sub(" ", _TURNS.sub("", words)).strip()


def as_cell(words: str) -> str:
    """The words for a cell of a table that a spreadsheet may open: what would be a formula there
    gets the apostrophe by which spreadsheets know a text. Numbers stay numbers."""
    return f"'{words}" if _FORMULA.match(words) and not _NUMBER.fullmatch(words) else words


def typed(cell: str) -> str:
    """The words that `as_cell` made this cell of; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _no_address(line: str) -> str:
    return _MAIL.sub("@\u2060", _ADDRESS.sub("\\1\u2060", line))


def _escaped_start(start: re.Match[str]) -> str:
    """A list, a heading or a rule would begin here; a number keeps its digits."""
    return start[0] + "\\" if start[0].isdigit() else "\\" + start[0]
