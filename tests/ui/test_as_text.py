"""What a learner typed stays text: no styling, and no link either."""

import pytest

from ui.parts.lesson import as_text


@pytest.mark.parametrize("address", ["http://169.254.169.254/x", "HTTPS://a.org", "www.a.org"])
def test_an_address_does_not_become_a_link(address: str) -> None:
    shown = as_text(f"line 5: {address}").replace("\\", "").lower()
    assert "://" not in shown.replace("\u2060://", "") and "www." not in shown
    assert shown.replace("\u2060", "") == f"line 5: {address}".lower()


def test_other_words_are_as_they_were_typed() -> None:
    assert as_text("plain words") == "plain words"
    assert as_text("*a* [b](c)") == r"\*a\* \[b\]\(c\)"
