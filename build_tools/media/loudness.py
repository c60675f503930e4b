"""Loudness: every film and sound as loud as the next (EBU R128), measured by libebur128 inside FFmpeg."""

from __future__ import annotations

from pathlib import Path

import av
from av.audio.stream import AudioStream

from build_tools.media.probe import opened, sound_of

TARGET = -16.0  # LUFS: what phones and tablets are mastered for; −23 of television is too quiet beside a street
CEILING = 0.8  # of full scale, −1.9 dB: encoding to AAC lifts peaks by up to a decibel, and −1 dBTP is to be kept
SILENT = -60.0  # LUFS: the hiss of a microphone that nobody spoke into
NEAR = 0.3  # LU; one is the least that is heard
ROUNDS = 10  # two do for ordinary sound; a slammed door that made up all the loudness takes seven
RATE = 48_000  # samples a second

Chain = list[tuple[str, str]]


def chain(stream: AudioStream, gain: float) -> Chain:
    """Return the filters from a stored sound track to what is encoded: gaps filled, mono or stereo, `gain` in dB.

    A limiter holds what the gain would push over the ceiling, so that quiet speech with one slammed door can be lifted.
    """
    layout = "mono" if stream.codec_context.channels == 1 else "stereo"
    filters = [
        ("aresample", f"{RATE}:async=1:first_pts=0"),
        ("aformat", f"sample_fmts=fltp:sample_rates={RATE}:channel_layouts={layout}"),
    ]
    if gain:
        filters += [
            ("volume", f"{gain:.3f}dB"),
            ("alimiter", f"limit={CEILING}:attack=5:release=50:level=disabled:latency=true"),
        ]
    return filters


def graph(stream: AudioStream, filters: Chain) -> av.filter.Graph:
    """Return a configured graph that takes decoded frames of `stream`."""
    made = av.filter.Graph()
    nodes = [made.add_abuffer(template=stream), *(made.add(name, words) for name, words in filters)]
    made.link_nodes(*nodes, made.add("abuffersink")).configure()
    return made


def pulled(source: av.filter.Graph) -> list[av.AudioFrame | av.VideoFrame]:
    """Return every frame that a graph has ready."""
    frames = []
    while True:
        try:
            frames.append(source.pull())
        except (av.error.BlockingIOError, av.error.EOFError):
            return frames


def measure(original: Path, gain: float = 0.0, what: str = "这段影片") -> tuple[float, float]:
    """Return the integrated loudness in LUFS and the true peak (1 is full scale) after `gain` dB and the limiter.

    A file without sound is −70 LUFS, the gate of EBU R128. Raises UnusableRecording.
    """
    last: dict[str, str] = {}
    with opened(original, what) as container:
        stream = sound_of(container)
        if stream is None:
            return -70.0, 0.0
        meter = graph(stream, [*chain(stream, gain), ("ebur128", "metadata=1:peak=true")])
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue  # counted where the film is made
            for frame in frames:
                meter.push(frame)
                for measured in pulled(meter):
                    last = measured.metadata or last
        meter.push(None)
        for measured in pulled(meter):
            last = measured.metadata or last
    loud, peak = float(last.get("lavfi.r128.I", "-70")), float(last.get("lavfi.r128.true_peak", "0"))
    return max(-70.0, loud), peak


def gain_for(original: Path, what: str = "这段影片") -> float | None:
    """Return the gain in dB that brings a sound to the target, 0 when it is there, None when nothing is to be heard."""
    loud, peak = measure(original, 0.0, what)
    if loud < SILENT:
        return None
    gain = TARGET - loud
    if abs(gain) < NEAR and peak < 1:
        return 0.0
    if peak * 10 ** (gain / 20) < CEILING:
        return gain  # the limiter has nothing to do, so the gain is exact
    tried: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        reached, _ = measure(original, gain, what)
        tried.append((abs(reached - TARGET), gain))
        if tried[-1][0] < NEAR:
            break
        gain += TARGET - reached
    return min(tried)[1]
