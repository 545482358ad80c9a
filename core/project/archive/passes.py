"""How often a JPEG may pass over its pixels: one rule for Gather and for *Open project*."""

MAX_PASSED_PIXELS = 700_000_000  # pixels × passes of a progressive JPEG: 13 passes over 50 million
MAX_PASSES = 100
_SCAN = b"\xff\xda"


def too_many_passes(scans: bytes, pixels: int) -> bool:
    """Whether a decoder would pass over `pixels` more often than any picture needs; `scans` are
    the bytes of a JPEG, or those from its first scan on."""
    passes = scans.count(_SCAN)
    return passes > MAX_PASSES or passes * pixels > MAX_PASSED_PIXELS
