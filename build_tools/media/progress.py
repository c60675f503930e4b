"""Progress of long work: how much is done and how long it still takes."""

from __future__ import annotations

from collections.abc import Callable

EVERY = 0.5  # seconds between two words about the same work
SURE = 0.02  # share from which the time left is more than a guess

Say = Callable[[str, float, float | None], None]
"""Told the name of a medium, the share that is done (0 to 1), and the seconds left or None while nobody knows."""


class Progress:
    """Tells `say` about the work on one medium, at most every half second and once at the end."""

    def __init__(self, name: str, say: Say, clock: Callable[[], float]) -> None:
        """Begin now; `clock` returns seconds that only go forward."""
        self.name, self.say, self.clock = name, say, clock
        self.began = self.last = clock()

    def __call__(self, share: float) -> None:
        """Take the share that is done."""
        now = self.clock()
        if share < 1 and now - self.last < EVERY:
            return
        self.last = now
        self.say(self.name, share, (now - self.began) * (1 - share) / share if share >= SURE else None)


def silent(name: str, share: float, left: float | None) -> None:
    """Say nothing."""
