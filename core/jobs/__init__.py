"""Work that happens in processes of its own: the protocol, and the engine for one machine."""
