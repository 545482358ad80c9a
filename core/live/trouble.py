"""What a live line answers where it cannot: a short code for programs, a sentence for people."""

from core.content import read


class Trouble(Exception):
    """`code` names one of the `troubles` in live.yaml; `words` fill the places of its sentence."""

    def __init__(self, code: str, **words: object) -> None:
        self.code = code
        self.sentence = read("live.yaml", dict[str, str], "troubles")[code].format(**words)
        super().__init__(self.sentence)

    def as_json(self) -> dict[str, str]:
        """What is sent in place of an answer."""
        return {"trouble": self.sentence, "code": self.code}
