"""Numbers in words: one way to write a share, a count or a list."""
