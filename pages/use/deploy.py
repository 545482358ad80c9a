"""Deploy: somebody else asks your model, on their own phone."""

from ui.deploy.broken_server import broken_server
from ui.deploy.homes import take_it_home
from ui.deploy.online import online
from ui.deploy.practise import practise
from ui.deploy.publish import publish_here
from ui.deploy.two_models import two_models
from ui.deploy.which_home import which_home
from ui.parts.lesson import lesson, lesson_part, needs_pictures, next_part
from ui.parts.no_model import offer_newer
from ui.parts.page_foot import page_foot
from ui.predict.answer import model_to_ask
from ui.session import project

PARTS = {
    "Publish here": publish_here,
    "Take it home": take_it_home,
    "Online": online,
    "Which home?": which_home,
    "It worked in the notebook": broken_server,
    "Two models": two_models,
    "Practise": practise,
}


def deploy_page() -> None:
    """The whole lesson."""
    lesson("deploy")
    here = project()
    if needs_pictures(here):
        return
    model = model_to_ask(here)
    if model is None:
        return
    offer_newer(here, model, "deploy")
    part = lesson_part(list(PARTS), key="deploy_part")
    PARTS[part](here, model)
    next_part(list(PARTS), part, key="deploy_part")
    page_foot("deploy")


deploy_page()
