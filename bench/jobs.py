"""The jobs: what is asked of every competitor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """Widths in pixels, widest first, and formats by the endings of their files."""

    name: str
    widths: tuple[int, ...]
    formats: tuple[str, ...]

    def sizes(self, width: int, height: int) -> tuple[tuple[int, int], ...]:
        """Return the sizes for a photograph of this upright size, widest first, none above it."""
        widths = dict.fromkeys(min(wide, width) for wide in self.widths)
        return tuple((wide, max(1, round(height * wide / width))) for wide in widths)


SITE = Job("site", (1920, 960, 480), ("webp", "jpg"))
GALLERY = Job("gallery", (1920, 480), ("jpg",))
JOBS = {job.name: job for job in (SITE, GALLERY)}
