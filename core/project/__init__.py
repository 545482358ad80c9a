"""A learner's workspace and projects on disk: every change is saved the moment it is made."""
