"""Small worlds whose truth is known: real models are fitted in them, and really tested."""
