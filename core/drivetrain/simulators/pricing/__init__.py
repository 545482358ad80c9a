"""A car insurer sets a price: acceptance, renewal and claims models, run through the years."""
