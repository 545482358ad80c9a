"""What an attack found: one count for all of its sets."""

import sys
from dataclasses import dataclass, field
from typing import Any

MB = 1_000_000


@dataclass
class Found:
    """The figures of the line that `python -m bench.attack` prints; `beside` are those to read
    them by."""

    tried: int = 0
    stumbled: int = 0
    lost: int = 0
    peak_mb_over: float = 0.0
    frozen_ms: float = 0.0
    foreign_requests: int = 0
    key_leaks: int = 0
    beside: dict[str, Any] = field(default_factory=dict)

    def expect(self, held: bool, what: str) -> None:
        """Count one more try, and a stumble unless it `held`."""
        self.tried += 1
        if not held:
            self.stumbled += 1
            say(f"STUMBLED: {what}"[:300])

    def lose(self, what: str) -> None:
        """Count something that a learner had, and has no more."""
        self.lost += 1
        say(f"LOST: {what}"[:300])

    def felt(self, what: str, *, over: float = 0.0, frozen_s: float = 0.0) -> None:
        """Note the bytes that were taken above the bound, and how long others waited."""
        self.peak_mb_over = max(self.peak_mb_over, over / MB)
        self.frozen_ms = max(self.frozen_ms, 1000 * frozen_s)
        if frozen_s > 0.1 or over > 100 * MB:
            say(f"{what}: {over / MB:.0f} MB, {1000 * frozen_s:.0f} ms")

    def figures(self) -> dict[str, Any]:
        """All of them, for JSON."""
        return {
            "tried": self.tried,
            "stumbled": self.stumbled,
            "lost": self.lost,
            "peak_mb_over": round(self.peak_mb_over),
            "frozen_ms": round(self.frozen_ms),
            "foreign_requests": self.foreign_requests,
            "key_leaks": self.key_leaks,
            **self.beside,
        }


def say(words: str) -> None:
    """Tell who waits how far it is."""
    print(words, file=sys.stderr, flush=True)
