"""Whether a model answers the same in every home it can move to."""
