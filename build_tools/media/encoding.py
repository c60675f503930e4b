"""Encoding: films and sounds as every screen plays them, H.264 High and AAC in MP4 that begins before it is all there.

PyAV, because its wheel carries FFmpeg with libx264 and AAC: staff machines need nothing else, probing is exact, and it
is two thirds of the size of imageio-ffmpeg's whole program (104 and 165 MB). Its own licence is BSD; the FFmpeg inside
is under the GPL, which binds whoever passes the wheel on, not the films made with it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream

from build_tools.media import loudness
from build_tools.media.lane import Copied, Filmed, Heard, Lane
from build_tools.media.probe import HALF, QUICKTIME, Recording, Sight, UnusableRecording, opened, picture_of, sound_of

RECIPE = "encoding-1"

Told = Callable[[float], None]
"""Told the share that is done, from 0 to 1."""

# Longest and shortest side in pixels, and the most bits a second, of a film for most screens and for a 4K wall.
HD, UHD = (1920, 1080, 8_000_000), (3840, 2160, 24_000_000)
KEPT = 1.25  # times the most bits: a good film just above is copied, for encoding it again would cost more than bits
GOOD_SOUND_RATE = 200_000  # bits a second; above, a sound is made smaller
MOST_BROKEN = 0.01  # share of packets that cannot be decoded
ODD = 2  # packets that cannot be decoded in any sound one: what editors leave at the ends
SHORT = 1.0  # seconds that may be missing at the end

BROKEN = "中间有坏的地方。请重新从手机或相机里导出，再放进来。"


def fitted(sight: Sight, box: tuple[int, int, int]) -> tuple[int, int]:
    """Return width and height in pixels inside the box, even, never above the original."""
    longest, shortest = max(sight.width, sight.height), min(sight.width, sight.height)
    scale = min(1.0, box[0] / longest, box[1] / shortest)
    return max(2, int(sight.width * scale) // 2 * 2), max(2, int(sight.height * scale) // 2 * 2)


def encode(original: Path, recording: Recording, place: Path, told: Told, *, large: bool = False, what: str) -> None:
    """Write the film or sound for every screen to `place`. Raises UnusableRecording, whose words begin with `what`.

    Nothing but picture and sound goes over: no place, date, camera, subtitles or tracks of measurements. A stream that
    is good already is copied. Sound that nobody can hear is left out. `large` allows 4K.
    """
    gain = loudness.gain_for(original, what) if recording.hearing else None
    with ExitStack() as stack:
        source = stack.enter_context(opened(original, what))
        # bitexact: no version of the program in the file. faststart: a browser shows it before it has all of it.
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        target = stack.enter_context(av.open(str(place), "w", format="mp4", container_options=options))
        origin = (source.start_time or 0) / av.time_base
        lanes: list[Lane] = []
        picture, sound = picture_of(source), sound_of(source)
        if picture is not None and recording.sight is not None:
            lanes.append(_seen(picture, target, origin, recording.sight, UHD if large else HD))
        if sound is not None and gain is not None:
            lanes.append(_heard(sound, target, origin, gain, source))
        if not lanes:
            raise UnusableRecording(f"{what}里什么都听不见。请检查录音，换一个有声音的文件。")
        _run(source, lanes, recording.duration, told)
        _judge(lanes, recording, what)


def _seen(
    picture: VideoStream, target: OutputContainer, origin: float, sight: Sight, box: tuple[int, int, int]
) -> Lane:
    size = fitted(sight, box)
    if sight.plain and size == (sight.width, sight.height) and sight.bit_rate <= KEPT * box[2]:
        return Copied(picture, target, origin)
    return Filmed(picture, target, origin, sight, size, box[2])


def _heard(sound: AudioStream, target: OutputContainer, origin: float, gain: float, source: InputContainer) -> Lane:
    context = sound.codec_context
    small = context.channels <= 2 and 0 < (context.bit_rate or 0) < GOOD_SOUND_RATE
    if gain == 0 and small and context.name == "aac" and QUICKTIME in source.format.name:
        return Copied(sound, target, origin)
    return Heard(sound, target, origin, gain)


def _run(source: InputContainer, lanes: list[Lane], duration: float, told: Told) -> None:
    """Bring every packet on its way; the first lane says how far it is."""
    ways = {lane.stream.index: lane for lane in lanes}
    for packet in source.demux(*(lane.stream for lane in lanes)):
        ways[packet.stream.index].take(packet)
        told(min(1.0, lanes[0].end / duration))
    told(1.0)


def _judge(lanes: list[Lane], recording: Recording, what: str) -> None:
    if any(lane.broken > ODD + MOST_BROKEN * lane.packets for lane in lanes):
        raise UnusableRecording(what + BROKEN)
    if recording.exact and recording.duration - lanes[0].end > SHORT:
        raise UnusableRecording(what + HALF)
