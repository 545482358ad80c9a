"""Pictures that go with the learner who sent them: what a teacher reads before the press."""

from core.classroom.learners import Learner
from core.classroom.sent import sent_by
from core.content import says
from core.words import count_of
from ui.parts.lesson import note


def say_what_goes_too(learner: Learner) -> None:
    """Say how many pictures at classmates go when a learner is erased; nothing where there are
    none."""
    if count := sum(one.pictures for one in sent_by(learner)):
        pictures = count_of(count, "picture")
        note(says("classroom", "goes_too", pictures=pictures, nickname=learner.nickname))
