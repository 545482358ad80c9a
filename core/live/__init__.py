"""Models that answer while you watch: frames of a camera, and pictures that are learned at once."""
