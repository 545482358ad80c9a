"""Feedback loops: records that send the patrols, and a model that learns from its own answers."""
