"""Glossary: every term the app uses, in one sentence."""

from core.learning.glossary import glossary
from ui.glossary_shelf import glossary_shelf
from ui.shell import lesson, next_step

lesson("Glossary", "What does that word mean?", plan=False)

glossary_shelf(glossary())

next_step("questionnaire", "Can you say it in your own words?")
