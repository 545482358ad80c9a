"""Three kinds of server, and what each allows where no setting says otherwise."""

import logging
import os
from typing import Literal, get_args

from core.content import ROOT

Profile = Literal["laptop", "class", "public"]
VARIABLE = "DRIVETRAIN_PROFILE"
LOG = logging.getLogger(__name__)
_CLOUD = "/mount/src"  # where Streamlit Community Cloud puts a repository

ALLOWS: dict[Profile, dict[str, int]] = {
    "laptop": {},
    "class": {
        "project_pictures": 5_000,
        "project_mb": 1_000,
        "workspace_mb": 5_000,
        "saved_mb": 2_000,
        "home_mb": 100_000,
        "new_workspaces": 200,
        "jobs": 60,
        "cache_mb": 2_000,
    },
    "public": {
        "zip_mb": 300,
        "project_pictures": 2_000,
        "project_mb": 300,
        "workspace_mb": 1_000,
        "saved_mb": 600,
        "home_mb": 20_000,
        "new_workspaces": 60,
        "jobs": 20,
        "session_upload_mb": 300,
        "fastai_at_once": 1,
        "keep_days": 30,
        "cache_mb": 1_000,
    },
}
"""By the names of `Limits`; what is not there is as on a laptop."""


def profile() -> Profile:
    """Return which kind of server this is: as DRIVETRAIN_PROFILE says, else public on Streamlit
    Community Cloud and a laptop everywhere else."""
    said = os.environ.get(VARIABLE, "").strip().lower()
    for known in get_args(Profile):
        if said == known:
            return known  # type: ignore[no-any-return]
    if said:
        LOG.warning("%s is none of %s: %r", VARIABLE, ", ".join(get_args(Profile)), said[:40])
    return "public" if on_community_cloud() else "laptop"


def on_community_cloud() -> bool:
    """Return whether this is Streamlit Community Cloud, whose disk forgets when the app sleeps."""
    return ROOT.as_posix().startswith(_CLOUD)
