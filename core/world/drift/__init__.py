"""A year in which pictures change: what one sees of it, and what labels and retraining cost."""
