"""The homes there are, in the order in which the page shows them."""

from core.deploy.homes.browser import BROWSER
from core.deploy.homes.fastapi_home import FASTAPI
from core.deploy.homes.gradio_home import GRADIO
from core.deploy.homes.home import Home, python_home
from core.deploy.homes.notebook_home import NOTEBOOK

STREAMLIT = python_home("streamlit", "streamlit")
EDGE = python_home("edge")
HOMES: dict[str, Home] = {
    home.key: home for home in (BROWSER, STREAMLIT, NOTEBOOK, FASTAPI, EDGE, GRADIO)
}
