"""A model that anybody may ask at an address of its own on this server."""
