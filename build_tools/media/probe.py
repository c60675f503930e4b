"""Probing: what a film or a sound as handed in consists of, and whether it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import ENOSPC
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from build_tools.media.shelf import Shelf

# Frames a second that screens show without judder; everything is brought to one of them or to a slower whole number.
RATES = (Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30))
JITTER = 0.1  # of a frame: the coarse clocks of phones and cameras; more than that is a variable frame rate
QUICKTIME = "mov"  # the family of .mp4, .mov, .m4v, .m4a: the only one whose index tells where every frame lies

UNREADABLE = "打不开，可能没有录完或没有传完。请重新从手机或相机里导出，再放进来。"
HALF = "只有一半，后面的内容丢了。请重新从手机或相机里导出，再放进来。"
UNALLOWED = "这个文件读不出来。请检查是否完整、是否有权限打开它。"
AS_GOOD_AS = Fraction(1, 60)  # frames a second: one frame more or less in a minute
# Transfer characteristics of ITU-T H.273: 16 is PQ (films), 18 is HLG (phones).
HIGH_DYNAMIC_RANGE = (16, 18)


class UnusableRecording(Exception):
    """The original cannot be played. The message is a Chinese sentence that says why and what to do."""


@dataclass(frozen=True)
class Sight:
    """The moving picture of an original.

    `width` and `height` are what is seen, in square pixels, upright; `turned` is how far the stored picture has to be
    turned anticlockwise for that, in degrees; `rate` is the constant frame rate to show it at; `plain` says that the
    stored stream is already H.264 that every screen plays, upright, square, at that constant rate.
    """

    width: int
    height: int
    turned: int
    rate: Fraction
    plain: bool
    bit_rate: float


@dataclass(frozen=True)
class Recording:
    """What is in a file: seconds, the moving picture or None, and whether there is a sound track.

    `exact` says that the file itself tells its length; of an MP3 it is only estimated.
    """

    duration: float
    exact: bool
    sight: Sight | None
    hearing: bool


@contextmanager
def opened(original: Path, what: str) -> Iterator[InputContainer]:
    """Open a film or sound; whatever is wrong with it, now or while it is decoded, is UnusableRecording."""
    try:
        with av.open(str(original), metadata_errors="ignore") as container:
            yield container
    except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
        if getattr(error, "errno", None) == ENOSPC:
            raise  # about the disk that is written to, not about the original
        if not os.access(original, os.R_OK):
            raise UnusableRecording(UNALLOWED) from error
        raise UnusableRecording(what + UNREADABLE) from error


def digest(original: Path, shelf: Shelf) -> str:
    """Return the SHA-256 of an original in hex. Raises UnusableRecording when it cannot be read."""
    try:
        return shelf.digest(original)
    except OSError as error:
        raise UnusableRecording(UNALLOWED) from error


def picture_of(container: InputContainer) -> VideoStream | None:
    """Return the first moving picture, never the cover of a record."""
    cover = av.stream.Disposition.attached_pic
    return next((one for one in container.streams.video if not one.disposition & cover and one.codec_context), None)


def sound_of(container: InputContainer) -> AudioStream | None:
    """Return the first sound track that can be decoded: phones add a second one that only they understand."""
    return next((one for one in container.streams.audio if one.codec_context), None)


def probe(original: Path, what: str = "这段影片") -> Recording:
    """Return what is in a file, decoding one frame at most. Raises UnusableRecording; `what` begins its words."""
    with opened(original, what) as container:
        picture, sound = picture_of(container), sound_of(container)
        leading = picture or sound
        if leading is None:
            raise UnusableRecording(f"{what}里既没有画面也没有声音。请换一个能播放的文件。")
        _whole(container, original, what)
        seconds = _seconds(container, leading)
        if seconds <= 0:
            raise UnusableRecording(what + UNREADABLE)
        sight = _sight(container, picture, seconds) if picture is not None else None
        return Recording(seconds, container.format.name != "mp3", sight, sound is not None)


def _seconds(container: InputContainer, leading: VideoStream | AudioStream) -> float:
    if leading.duration and leading.time_base:
        return float(leading.duration * leading.time_base)
    # Matroska and WebM count from zero, wherever the film begins.
    return ((container.duration or 0) - (container.start_time or 0)) / av.time_base


def _whole(container: InputContainer, original: Path, what: str) -> None:
    """Refuse a file that ends before the last frame its own index promises."""
    if QUICKTIME not in container.format.name:
        return
    length = original.stat().st_size
    for stream in (*container.streams.video, *container.streams.audio):
        if len(stream.index_entries):
            last = max(stream.index_entries, key=lambda entry: entry.pos)
            if last.pos + last.size > length:
                raise UnusableRecording(what + HALF)


def _sight(container: InputContainer, stream: VideoStream, seconds: float) -> Sight:
    frame = next(container.decode(stream))
    assert isinstance(frame, av.VideoFrame)
    square = stream.sample_aspect_ratio or Fraction(1)
    wide, high = (frame.width * square, frame.height) if square > 1 else (frame.width, frame.height / square)
    turned = round(frame.rotation / 90) * 90 % 360
    width, height = (high, wide) if turned in (90, 270) else (wide, high)
    average = stream.average_rate or stream.guessed_rate or Fraction(25)
    steady = _steady(container, stream)
    rate = _rate(average, steady)
    context = stream.codec_context
    plain = (
        steady
        and QUICKTIME in container.format.name
        and context.name == "h264"
        and context.profile in ("Constrained Baseline", "Baseline", "Main", "High")
        and context.pix_fmt == "yuv420p"
        and frame.color_trc not in HIGH_DYNAMIC_RANGE
        and turned == 0
        and square == 1
        and not frame.interlaced_frame
        and abs(average - rate) < AS_GOOD_AS
        and frame.width % 2 == frame.height % 2 == 0
    )
    length = sum(entry.size for entry in stream.index_entries)
    return Sight(round(width), round(height), turned, rate, plain, 8 * length / seconds)


def _steady(container: InputContainer, stream: VideoStream) -> bool:
    """Whether every frame lasts as long as the next; only the index of a QuickTime file tells without decoding."""
    if QUICKTIME not in container.format.name:
        return False
    stamps = [entry.timestamp for entry in stream.index_entries]
    gaps = [after - before for before, after in pairwise(stamps)]
    usual = median(gaps) if gaps else 0
    return all(abs(gap - usual) <= max(1, JITTER * usual) for gap in gaps)


def _rate(average: Fraction, steady: bool) -> Fraction:
    """Return the constant rate to show a film at: halved from 50, 60, 120; up to 25 or 30 where it varies."""
    while average > 45:
        average /= 2
    if not steady:
        return Fraction(25) if 20 < average < Fraction(251, 10) else Fraction(30) if average > 20 else RATES[1]
    if average < 23:
        return Fraction(max(1, round(average)))
    return min(RATES, key=lambda rate: abs(rate - average))
