"""What deep learning can do: domains, expectations, the learner's own idea, a first project."""

from core.content import says
from ui.parts.choice import one_of
from ui.parts.lesson import lesson, next_step
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.start.possible import PARTS, can_it_be_done, choose_project, domains, estimates

lesson("possible", plan=False)
is_open = True  # what there is to read: its words and questions stand below it
match one_of(says("start", "part"), PARTS, key="part", quiet=True, bind="query-params"):
    case "expect":
        estimates()
    case "idea":
        can_it_be_done(project())
    case "choose":
        choose_project(project())
    case _:
        is_open = domains()
if is_open:
    page_foot("possible")
else:
    next_step("possible")
