"""What Streamlit works out for every run of a page although it never changes."""

from functools import lru_cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_populate = app_session._populate_theme_msg


def say_theme_once() -> None:
    """From now on the theme of the configuration is put into words once a process.

    Streamlit 1.67 reads its hundred settings again for each run of each part of a page, on the one
    thread that answers all browsers: 2 of the 50 ms of a click in a class.
    """
    app_session._populate_theme_msg = _populate_theme


def _populate_theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    theme = _theme(section)
    if theme.ByteSize():
        msg.MergeFrom(theme)


@lru_cache(maxsize=16)
def _theme(section: str) -> CustomThemeConfig:
    theme = CustomThemeConfig()
    _populate(theme, section)
    return theme
