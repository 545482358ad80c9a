"""A night's pictures, named one after the other."""
