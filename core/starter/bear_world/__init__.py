"""Bear World: pictures of grizzly bears, black bears and teddy bears, rendered by this project."""
