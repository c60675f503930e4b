"""Small films and sounds, made by the tests themselves: a few seconds, as odd as what phones hand in."""

from __future__ import annotations

import array
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw

TICKS = Fraction(1, 600)  # what QuickTime counts in
SAMPLES = 44_100
QUIET = {"libx265": {"x265-params": "log-level=none"}}
PLACE = "+31.2304+121.4737/"

Draw = Callable[[float, tuple[int, int]], Image.Image]
Wave = Callable[[float], float]


def corners(seconds: float, size: tuple[int, int]) -> Image.Image:
    """Return a picture whose corners tell which side is up: red top left, green top right; something moves."""
    image = Image.new("RGB", size, (40, 60, 140))
    draw, (wide, high) = ImageDraw.Draw(image), size
    draw.rectangle((0, 0, wide // 3, high // 3), (220, 30, 30))
    draw.rectangle((wide - wide // 3, 0, wide, high // 3), (30, 200, 30))
    left = int(seconds * 60) % max(1, wide - 40)
    draw.rectangle((left, high // 2, left + 30, high // 2 + 30), (240, 240, 90))
    return image


def tone(level: float, pitch: float = 440.0) -> Wave:
    """Return a steady tone; `level` is its peak, 1 is full scale."""
    return lambda seconds: level * math.sin(2 * math.pi * pitch * seconds)


HUM = tone(0.05)


def film(
    place: Path,
    *,
    seconds: float = 2.0,
    rate: int = 30,
    size: tuple[int, int] = (320, 180),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    options: Mapping[str, str] | None = None,
    times: Sequence[float] | None = None,
    turned: int = 0,
    draw: Draw = corners,
    wave: Wave | None = HUM,
    channels: int = 2,
    start: float = 0.0,
    transfer: int | None = None,
    first_index: bool = False,
) -> Path:
    """Write a film whose metadata gives away where it was taken, and return its path."""
    flags = "use_metadata_tags" + ("+faststart" if first_index else "")
    with av.open(str(place), "w", options={"movflags": flags} if place.suffix != ".mkv" else {}) as target:
        for name in ("location", "com.apple.quicktime.location.ISO6709"):
            target.metadata[name] = PLACE
        quick = {"preset": "ultrafast", **QUIET.get(codec, {}), **(options or {})}
        seen = target.add_stream(codec, rate=rate, options=quick)
        seen.width, seen.height = size
        seen.pix_fmt = pix_fmt
        seen.codec_context.time_base = TICKS
        if transfer is not None:
            seen.codec_context.color_trc, seen.codec_context.color_primaries = transfer, 9
            seen.codec_context.colorspace = 9
        if turned:
            seen.set_display_rotation(turned)
        heard = target.add_stream("aac", rate=SAMPLES, layout="stereo" if channels == 2 else "mono") if wave else None
        for second in times or [number / rate for number in range(round(seconds * rate))]:
            frame = av.VideoFrame.from_image(draw(second, size))
            frame.pts, frame.time_base = round((second + start) / TICKS), TICKS
            target.mux(seen.encode(frame))
        target.mux(seen.encode(None))
        if heard is not None and wave is not None:
            for sound in sounds(wave, seconds, channels, start):
                target.mux(heard.encode(sound))
            target.mux(heard.encode(None))
    return place


def sound(place: Path, wave: Wave, *, seconds: float = 3.0, codec: str = "pcm_s16le", channels: int = 1) -> Path:
    """Write a sound with a title in its metadata and return its path."""
    with av.open(str(place), "w") as target:
        target.metadata["title"] = PLACE
        heard = target.add_stream(codec, rate=SAMPLES, layout="stereo" if channels == 2 else "mono")
        for frame in sounds(wave, seconds, channels):
            target.mux(heard.encode(frame))
        target.mux(heard.encode(None))
    return place


def sounds(wave: Wave, seconds: float, channels: int, start: float = 0.0) -> list[av.AudioFrame]:
    """Return a wave as frames of 1024 samples."""
    frames = []
    for first in range(0, round(seconds * SAMPLES), 1024):
        values = [wave((first + place) / SAMPLES) for place in range(1024)]
        frame = av.AudioFrame(format="fltp", layout="stereo" if channels == 2 else "mono", samples=1024)
        frame.sample_rate, frame.time_base = SAMPLES, Fraction(1, SAMPLES)
        frame.pts = first + round(start * SAMPLES)
        for plane in frame.planes:
            plane.update(array.array("f", values).tobytes())
        frames.append(frame)
    return frames


def packets(path: Path, kind: str) -> list[bytes]:
    """Return the stored packets of a film's picture (`video`) or sound (`audio`)."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(**{kind: 0}) if packet.size]


def frames(path: Path) -> list[av.VideoFrame]:
    """Return every frame of a film."""
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def samples(path: Path) -> tuple[list[float], int]:
    """Return the first channel of a sound, from second 0 on, and its samples a second."""
    values: list[float] = []
    with av.open(str(path)) as container:
        rate = container.streams.audio[0].rate
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
        for frame in container.decode(audio=0):
            for heard in resampler.resample(frame):
                assert heard.pts is not None
                if heard.pts >= 0:
                    values += array.array("f", bytes(heard.planes[0])[: heard.samples * 4])
    return values, rate
