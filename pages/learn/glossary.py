"""Glossary: every term the app uses, in one sentence, with a drawing or the learner's own."""

from core.learning.glossary import glossary
from ui.glossary_shelf import glossary_shelf
from ui.session import project
from ui.shell import lesson, next_step

lesson("Glossary", "What does that word mean?", plan=False)

glossary_shelf(glossary(), project())

next_step("questionnaire", "Can you say it in your own words?")
