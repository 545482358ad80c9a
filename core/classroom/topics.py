"""What a class thinks: all its guesses about a question, counted and drawn as bars."""

from dataclasses import dataclass, field

from core.classroom import tables
from core.classroom.answers import Asked, Kept, Kind, kept_row
from core.classroom.classes import SchoolClass
from core.classroom.histogram import (
    Bar,
    bars_of_choices,
    bars_of_numbers,
    bars_of_orders,
    bars_of_words,
)
from core.classroom.lead import RESULT_TOPICS


@dataclass(frozen=True)
class Topic:
    """The guesses of a class about one question, since it was asked last, the newest wording of it,
    and how they fall. One that is `of_runs` comes again with a learner's next run.
    `truth` is the right answer in words, "" while nobody's page has told it, or where each learner
    has one of their own."""

    name: str
    page: str
    prompt: str
    kind: Kind
    count: int
    passed: int
    right: int
    judged: int
    last: float
    bars: tuple[Bar, ...] = field(default=())
    truth: str = ""
    of_runs: bool = False


def topic_of(of: SchoolClass, name: str) -> Topic | None:
    """Return one question with its histogram; None while nobody has guessed."""
    return next(iter(_topics(of, "class = ? AND topic = ?", (of.id, name))), None)


def topics_of(of: SchoolClass) -> list[Topic]:
    """Return every question that somebody guessed about, the one asked last first."""
    return sorted(_topics(of, "class = ?", (of.id,)), key=lambda one: -one.last)


def _topics(of: SchoolClass, where: str, values: tuple[str, ...]) -> list[Topic]:
    with tables.reading() as table:
        rows = table.execute(f"SELECT * FROM guess WHERE {where} ORDER BY at", values).fetchall()
    found: dict[str, list[Kept]] = {}
    for row in rows:
        guess = kept_row(row)
        if of.lead.counts(guess.topic, guess.at):
            found.setdefault(guess.topic, []).append(guess)
    return [_topic(name, _one_each(guesses)) for name, guesses in found.items()]


def _one_each(guesses: list[Kept]) -> list[Kept]:
    """The last guess of each learner: one asked about two runs counts once."""
    return list({guess.learner: guess for guess in guesses}.values())


def _topic(name: str, guesses: list[Kept]) -> Topic:
    last = guesses[-1]
    made = [guess.asked for guess in guesses if not guess.asked.passed]
    judged = [guess for guess in guesses if guess.right is not None and not guess.asked.passed]
    return Topic(
        name,
        last.page,
        last.asked.prompt,
        last.asked.kind,
        count=len(guesses),
        passed=len(guesses) - len(made),
        right=sum(bool(guess.right) for guess in judged),
        judged=len(judged),
        last=max(guess.at for guess in guesses),
        bars=_bars(last.asked.kind, made),
        truth=_common_truth(guesses),
        of_runs=name in RESULT_TOPICS or any(_is_of_a_run(guess) for guess in guesses),
    )


def _is_of_a_run(guess: Kept) -> bool:
    return bool(guess.about) and not guess.topic.endswith(f":{guess.about}")


def _common_truth(guesses: list[Kept]) -> str:
    truths = {guess.asked.truth for guess in guesses if guess.right is not None}
    return truths.pop() if len(truths) == 1 else ""


def _bars(kind: Kind, made: list[Asked]) -> tuple[Bar, ...]:
    if kind == "number":
        numbers = [(one.number, one.low, one.high) for one in made if one.number is not None]
        return bars_of_numbers(numbers)
    if kind == "words":
        return bars_of_words([one.words for one in made])
    if kind == "order":
        return bars_of_orders([one.order for one in made])
    return bars_of_choices([one.words for one in made], [one.options for one in made])
