"""From model to production: a model others can ask, here and in homes of its own."""
