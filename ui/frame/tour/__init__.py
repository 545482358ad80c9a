"""The tour on screen."""
