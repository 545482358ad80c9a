"""The entrance for Streamlit Community Cloud, which installs the requirements.txt beside it."""

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from ui.frame.app_parts import app_parts  # noqa: E402

app = st.App(ROOT / "streamlit_app.py", **app_parts())
