"""Posters: the picture that stands for a film before it plays, never black, never blurred."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream
from PIL import Image, ImageFilter, ImageStat

RECIPE = "poster-1"

# Shares of the film that are looked at: not the title fading in, not the credits.
LOOKED_AT = tuple(place / 20 for place in range(1, 16))
SMALL = 240  # pixels wide, on which frames are judged: noise is gone, blur is not
DARK, BRIGHT = 28, 228  # mean luma, of 255, beyond which nothing is to be seen
ENOUGH = 5  # different frames to choose among
# Nearly lossless: the renditions are made from it.
JPEG = {"quality": 95, "subsampling": 0}


def worth(frame: Image.Image) -> float:
    """Return how much a frame shows: contrast times the strength of its edges; next to nothing when black or white."""
    grey = frame.convert("L")
    grey.thumbnail((SMALL, SMALL))
    edges = grey.filter(ImageFilter.FIND_EDGES).crop((1, 1, grey.width - 1, grey.height - 1))
    light = ImageStat.Stat(grey)
    score = light.stddev[0] * ImageStat.Stat(edges).mean[0]
    return score if DARK < light.mean[0] < BRIGHT else score / 1000


def choose(film: Path) -> Image.Image:
    """Return the best frame of a finished film, in its full size. The film has at least one frame."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        frames = {frame.pts: frame for frame in _key_frames(container, stream)}
        if len(frames) < ENOUGH:  # a short film
            container.seek(0, stream=stream)
            frames |= {frame.pts: frame for frame in _every(container, stream)}
        images: list[Image.Image] = [frame.to_image() for frame in frames.values()]  # type: ignore[no-untyped-call]
    return max(images, key=worth)


def _key_frames(container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Yield the pictures to jump to: they are the sharpest, and nothing in between has to be decoded."""
    for share in LOOKED_AT:
        container.seek(int((stream.duration or 0) * share), stream=stream)
        yield next(container.decode(stream))


def _every(container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Yield the frames that stand at the shares of the film that are looked at."""
    wanted = [(stream.duration or 0) * share for share in LOOKED_AT]
    for frame in container.decode(stream):
        if wanted and frame.pts is not None and frame.pts >= wanted[0]:
            yield frame
            wanted = [one for one in wanted if one > frame.pts]


def make(film: Path, place: Path) -> None:
    """Write the poster of a finished film as JPEG."""
    choose(film).save(place, "JPEG", **JPEG)
