"""Thirty nights: a model goes to work in three steps, by rules that were written first."""
