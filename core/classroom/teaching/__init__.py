"""Papers for a lesson: plans, worksheets with keys, a page for parents; read from content."""
