"""Drivetrain Lab: the server when `streamlit run` imports it, the frame of every page when run."""

import streamlit as st

if __name__ == "__main__":
    from ui.frame.frame import show_app

    show_app()
else:
    from ui.deploy.routes import PUBLISHED
    from ui.frame.door.arriving import ARRIVING
    from ui.frame.server import MIDDLEWARE, ROUTES, lifespan, on_script_error
    from ui.parts.base_path import below_base
    from ui.parts.streamed_download import STREAMS

    app = st.App(
        __file__,
        lifespan=lifespan,
        routes=below_base((*ROUTES, *ARRIVING, *STREAMS, *PUBLISHED)),
        middleware=MIDDLEWARE,
        on_script_error=on_script_error,
    )
