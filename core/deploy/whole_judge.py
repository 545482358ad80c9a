"""A run's model with all that was decided about its answers, as they stand now."""

from core.deploy.homes.decision_file import decision_file
from core.deploy.homes.novelty_file import novelty_file
from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.judge import Judge, decided_from, line_from


def whole_judge(project: Project, run: RunRecord) -> Judge:
    """The judge that every exported folder carries: the model, the decision and the line of this
    moment. Raises ModelUnavailable."""
    model = load_predictor(project, run.id)
    decision = decision_file(project, model.vocab)
    decided = decided_from(decision) if decision else None
    novelty = novelty_file(project, run)
    line = line_from(novelty) if novelty else None
    return Judge(model.vocab, model.preprocess, model.see, decided, line)
