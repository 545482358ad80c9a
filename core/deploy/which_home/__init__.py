"""Which home: where a learner's model answers, how soon, at what price, and who can reach it."""
