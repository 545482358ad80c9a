"""Materials: lesson plans, worksheets, answers, and a page for school and parents."""

from core.content import says
from ui.classroom.consent import parents
from ui.classroom.materials import PARTS, answers, hand_out, plans, sheets
from ui.classroom.teacher import tell_browser
from ui.learn.report_form import whole_paper
from ui.parts.choice import one_of
from ui.parts.lesson import lesson

SHOWS = {
    "plans": plans,
    "sheets": sheets,
    "hand_out": hand_out,
    "answers": answers,
    "parents": parents,
}

lesson("materials", plan=False)
part = one_of(says("classroom", "materials"), PARTS, key="materials_part", quiet=True, wrap=True)
SHOWS[part](whole_paper)
tell_browser()
