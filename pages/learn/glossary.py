"""Glossary: every term the app uses, in one sentence, with a drawing or the learner's own."""

from core.learning.glossary.glossary import glossary
from ui.learn.glossary_shelf.glossary_shelf import glossary_shelf
from ui.parts.lesson import lesson, next_step
from ui.session import project

lesson("glossary", plan=False)

glossary_shelf(glossary(), project())

next_step("glossary")
