"""A quick model in a quarter of the bytes: the network in whole numbers, a head fitted to that."""
