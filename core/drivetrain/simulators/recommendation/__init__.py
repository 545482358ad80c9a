"""A bookshop that recommends: ranking by popularity, by predicted purchase, by uplift."""
