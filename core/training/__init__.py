"""Training: the quick head in the web process, the fine-tune in a process of its own."""
