"""What a learner did, as the project's records have it: true rewards, never points for clicking."""

from collections.abc import Iterator

from core.content import lesson_text
from core.drivetrain.decide.decision import load_decision
from core.evaluation.conditions import condition_words
from core.evaluation.confusion import confusion, guess_choices, verdict
from core.evaluation.tried_abroad import tried
from core.plain_text import as_text
from core.project.guesses import MIX_UP, saved_guess
from core.project.project import Project
from core.starter.bear_sets import faults_found
from core.training.runs import before_and_after, finished_runs, outcome_of, part_of
from core.words import count_of, listed, number, percent
from core.world.break_it import finds

LABEL = "wrong label"
WEAK = 0.1  # of the pictures: so many more wrong than at home, and the model is weak there
LEAST_SAVED = 0.5  # in the learner's unit


def deeds(project: Project) -> list[str]:
    """Return one sentence (Markdown) for each thing done, with its figures; none for a beginner."""
    parts = (_cleaned, _better, _guessed, _saved, _weak, _broke)
    return [sentence for part in parts for sentence in part(project)]


def _say(name: str, **words: str) -> str:
    return lesson_text("deeds")[name].format(**words)


def _cleaned(project: Project) -> Iterator[str]:
    counts, last = faults_found(project), project.cleaning.last()
    for name, kinds in (("faults", {LABEL}), ("others", counts.keys() - {LABEL})):
        found = sum(counts[kind].found for kind in kinds if kind in counts)
        planted = sum(counts[kind].planted for kind in kinds if kind in counts)
        if found:
            yield _say(name, found=str(found), planted=str(planted))
    if not counts and last is not None:
        relabelled, deleted = count_of(last.relabelled, "label"), count_of(last.deleted, "picture")
        yield _say("labels", relabelled=relabelled, deleted=deleted)


def _better(project: Project) -> Iterator[str]:
    """Only where both models are of one kind, and labels are what changed between them."""
    pair = before_and_after(project)
    if pair is None or project.cleaning.last() is None or pair[0].kind != pair[1].kind:
        return
    before, after = (float(run.results.get("accuracy", 0.0)) for run in pair)
    if after > before:
        yield _say("better", before=percent(before), after=percent(after))


def _guessed(project: Project) -> Iterator[str]:
    for run in finished_runs(project):
        guess = saved_guess(project, MIX_UP, run.id).choice
        whole = outcome_of(project, run) if guess else None
        if guess is None or whole is None or guess not in guess_choices(whole.vocab):
            continue
        result = verdict(confusion(part_of(whole, "valid")), guess)
        if result.right and result.most_times and not result.as_often:
            yield _say("guessed")
            return


def _saved(project: Project) -> Iterator[str]:
    made = load_decision(project)
    if made is None or not {"argmax", "policy"} <= {one.key for one in made.strategies}:
        return
    saved = made.cost_of("argmax").cost - made.cost_of("policy").cost
    if saved >= LEAST_SAVED:
        yield _say("saved", saved=f"{number(saved)} {as_text(made.costs.unit)}")


def _broke(project: Project) -> Iterator[str]:
    found = finds(project)
    if found:
        surest = max(find.confidence for find in found)
        yield _say("broke", times=count_of(len(found), "time"), sure=percent(surest))


def _weak(project: Project) -> Iterator[str]:
    """Where some model of the project was so much worse than at home."""
    weak = {
        one.condition if one.held_back else condition_words()[one.condition].name.lower()
        for run in finished_runs(project)
        for one in tried(project, run)
        if float(run.results.get("accuracy", 0.0)) - one.score.accuracy >= WEAK
    }
    if weak:
        yield _say("weak", names=as_text(listed(sorted(weak))))
