"""Get writing: a model card and a first draft of a post, made of what the project itself knows."""
