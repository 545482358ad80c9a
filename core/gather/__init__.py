"""Bringing pictures in: decoding, folders and ZIPs, the intake in the background, starter sets."""
