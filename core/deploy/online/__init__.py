"""A model online, step by step, and whether it gives the app's answer there."""
