"""The parts of the page of the thirty nights."""
