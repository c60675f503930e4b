"""The judge: fast is nothing when files are missing, on their side, too small or blurred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from PIL import Image, ImageOps, UnidentifiedImageError

from bench.jobs import Job
from bench.settings import similarity
from bench.workload import Photo

LOOKED_AT = 2  # photographs whose likeness is measured
ALIKE = 0.85  # SSIM below which it is another picture
ENDINGS = {"WEBP": "webp", "JPEG": "jpg"}

Found = Mapping[tuple[str, int, str], Path]
"""A file by the stem of its photograph, its width in pixels and its ending."""


@dataclass(frozen=True)
class Verdict:
    """What a competitor made: bytes, mean SSIM by ending, and what is wrong; empty when nothing is."""

    size: int
    alike: Mapping[str, float]
    wrong: str


class Judge:
    """Knows what is to come out of photographs, and how it should look."""

    def __init__(self, photos: Sequence[Photo], job: Job) -> None:
        """Make what others are compared to: the whole photograph decoded, upright, once shrunk with Lanczos."""
        self.photos, self.job = photos, job
        chosen = sorted(photos, key=lambda photo: photo.width * photo.height)[:LOOKED_AT]
        self.models: dict[tuple[str, int], Image.Image] = {}
        for photo in chosen:
            with Image.open(photo.path) as opened:
                image = ImageOps.exif_transpose(opened)
            sizes = job.sizes(photo.width, photo.height)
            for size in dict.fromkeys((sizes[0], sizes[-1])):
                self.models[photo.path.stem, size[0]] = image.resize(size, Image.Resampling.LANCZOS)

    def verdict(self, out: Path, *, look: bool = True) -> Verdict:
        """Return what is to be said of the files below a folder; without `look`, likeness is left out."""
        stems = [photo.path.stem for photo in self.photos]
        found = pictures(out, stems)
        wrong = list(self._missing(found))
        size = sum(self._size(found))
        if wrong:
            return Verdict(size, {}, f"{len(wrong)} files missing or of a wrong size, first {wrong[0]}")
        alike = self._likeness(found) if look else {}
        other = [ending for ending, value in alike.items() if value < ALIKE]
        return Verdict(size, alike, f"does not look like the photograph: {', '.join(other)}" if other else "")

    def _wanted(self) -> Iterable[tuple[tuple[str, int, str], int]]:
        for photo in self.photos:
            for width, height in self.job.sizes(photo.width, photo.height):
                for ending in self.job.formats:
                    yield (photo.path.stem, width, ending), height

    def _missing(self, found: Found) -> Iterable[str]:
        for key, height in self._wanted():
            if key not in found:
                yield f"{key[0]}-{key[1]}.{key[2]}"
                continue
            with Image.open(found[key]) as image:
                if abs(image.height - height) > 1 or image.getexif().get(0x0112, 1) != 1:
                    yield f"{key[0]}-{key[1]}.{key[2]}"

    def _size(self, found: Found) -> Iterable[int]:
        return (found[key].stat().st_size for key, _ in self._wanted() if key in found)

    def _likeness(self, found: Found) -> dict[str, float]:
        return {
            ending: mean(self._like(model, found[stem, width, ending]) for (stem, width), model in self.models.items())
            for ending in self.job.formats
        }

    def _like(self, model: Image.Image, place: Path) -> float:
        with Image.open(place) as opened:
            image = opened.convert("RGB")
        # A height that was rounded the other way is no fault; the row it differs by is left out.
        both = (model.width, min(model.height, image.height))
        return similarity(model.crop((0, 0, *both)), image.crop((0, 0, *both)))


def pictures(out: Path, stems: Sequence[str]) -> Found:
    """Return every picture below a folder whose name begins with a photograph's, by what it is."""
    found: dict[tuple[str, int, str], Path] = {}
    for path in out.rglob("*"):
        stem = next((stem for stem in stems if path.name.startswith(stem)), None)
        if stem is None or not path.is_file():
            continue
        try:
            with Image.open(path) as image:
                found[stem, image.width, ENDINGS.get(image.format or "", "")] = path
        except UnidentifiedImageError:
            continue
    return found
