"""Work that happens in processes of its own: the protocol, and its two engines."""
