"""Two models, one app: a gate before the classifier, a second property, photo and place."""
