"""Work that happens beside the pages: in threads, in processes, on a class's cluster."""
