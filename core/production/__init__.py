"""Putting a trained model to work: asking it, and taking it elsewhere."""
