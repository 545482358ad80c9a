"""What a published model answers where it cannot answer: a status, a short code, a sentence."""

from core.content import read

STATUS = {
    "no_picture": 400,
    "broken_form": 400,
    "no_figures": 400,
    "not_published": 404,
    "wrong_method": 405,
    "too_slow": 408,
    "too_large": 413,
    "too_many_pictures": 413,
    "unusable_picture": 422,
    "too_often": 429,
    "broke": 500,
    "busy": 503,
    "no_model": 503,
}


class Trouble(Exception):
    """`status` is HTTP's, `code` (one of STATUS) is for programs, `sentence` for people; it helps
    to `wait` so many seconds where that is above 0. `words` fill the places of the sentence."""

    def __init__(self, code: str, *, wait: int = 0, **words: object) -> None:
        self.code, self.wait, self.status = code, wait, STATUS[code]
        self.sentence = _sentences()[code].format(**words)
        super().__init__(self.sentence)

    def as_json(self) -> dict[str, str]:
        """The body of the answer."""
        return {"error": self.sentence, "code": self.code}


def _sentences() -> dict[str, str]:
    return read("deploy.yaml", dict[str, str], "troubles")
