"""It worked in the notebook: one model behind servers that each do one thing wrong."""
