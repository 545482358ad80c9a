"""How it goes wrong in the world: what a model costs elsewhere, later, and in a loop."""
