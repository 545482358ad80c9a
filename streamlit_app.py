"""Drivetrain Lab: the server when `streamlit run` imports it, the frame of every page when run."""

import streamlit as st

if __name__ == "__main__":
    from ui.frame.frame import show_app

    show_app()
else:
    from ui.frame.app_parts import app_parts

    app = st.App(__file__, **app_parts())
