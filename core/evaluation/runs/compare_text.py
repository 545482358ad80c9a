"""The words of the Compare lesson, kept in `assets/content`."""

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from core.content import read
from core.training.finetune.settings import architecture_in_words


class CompareText(BaseModel):
    """`settings` names each setting for a learner, `values` some of its values; figures go into the
    sentences of `says` (`str.format`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    same_pictures: str
    nothing_shared: str
    coin: str
    many: str
    range: str
    test_set: str
    code: str
    says: dict[str, str]
    settings: dict[str, str]
    values: dict[str, dict[bool | int | str, str]]

    def name_of(self, setting: str) -> str:
        """The setting in words; one without an entry as it is called in the code."""
        return self.settings.get(setting, setting.replace("_", " ").capitalize())

    def value_of(self, setting: str, value: Any) -> str:
        """The value in words: on and off, numbers as they are."""
        if setting == "architecture":
            return architecture_in_words(str(value))
        known = self.values.get(setting, {})
        if isinstance(value, bool | int | str) and value in known:
            return known[value]
        if value is None:
            return "not set"
        if isinstance(value, bool):
            return "on" if value else "off"
        return f"{value:g}" if isinstance(value, float) else str(value)


@cache
def compare_text() -> CompareText:
    """All of it, read once."""
    return read("compare.yaml", CompareText)
