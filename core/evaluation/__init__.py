"""What a finished run is worth: counts, mistakes, and what cleaning changed."""
