"""Lanes: the way of one stream from an original into a film, copied as it is or decoded, filtered and encoded anew."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from build_tools.media import loudness
from build_tools.media.probe import HIGH_DYNAMIC_RANGE, Sight

# Four threads on every machine: x264 is deterministic for a given number of them. `fast` makes 24 frames of full HD a
# second on 2 shared cores, `veryfast` 63; quality was not compared, a film is made once and watched for years.
X264 = {"preset": "fast", "crf": "21", "threads": "4"}
JUMP = 2  # seconds between pictures to jump to: a visitor who drags the slider waits no longer
BT709, SD_MATRIX, UNKNOWN = 1, 6, 2  # ITU-T H.273: matrix of high definition, of older films, and none written down
SD_HEIGHT = 720  # pixels: below, a film that does not say its matrix has the older one
TV_RANGE = 1
SOUND_RATE = {"mono": 96_000, "stereo": 128_000}  # bits a second
FRAME = 1024  # samples of an AAC frame


class Lane:
    """What every lane does: count packets and broken ones, and remember in `end` how far it came, in seconds."""

    def __init__(self, stream: VideoStream | AudioStream, origin: float) -> None:
        """Take the stream to read and the second of it that becomes the first of the film."""
        assert stream.time_base is not None
        self.stream, self.base = stream, stream.time_base
        self.shift = round(origin / self.base)
        self.end, self.packets, self.broken = 0.0, 0, 0

    def take(self, packet: Packet[Any]) -> None:
        """Decode a packet and pass on what comes out; an empty one ends the stream."""
        last = packet.dts is None and packet.size == 0
        self.packets += not last
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            self.broken += 1
            return
        for frame in frames:
            if isinstance(frame, (av.VideoFrame, av.AudioFrame)) and frame.pts is not None:
                frame.pts -= self.shift
                self.end = max(self.end, float((frame.pts + (frame.duration or 0)) * self.base))
                self.pass_on(frame)
        if last:
            self.pass_on(None)

    def pass_on(self, frame: av.VideoFrame | av.AudioFrame | None) -> None:
        """Filter and encode a frame; None is the end of the stream."""
        raise NotImplementedError


class Copied(Lane):
    """A stream that is good as it is."""

    def __init__(self, stream: VideoStream | AudioStream, target: OutputContainer, origin: float) -> None:
        """Add the stream to `target`."""
        super().__init__(stream, origin)
        self.target, self.made = target, target.add_stream_from_template(stream)
        self.made.metadata.clear()

    def take(self, packet: Packet[Any]) -> None:
        """Write a packet, moved in time only."""
        if packet.dts is None or packet.pts is None:
            return
        self.packets += 1
        packet.pts -= self.shift
        packet.dts -= self.shift
        self.end = max(self.end, float((packet.pts + (packet.duration or 0)) * self.base))
        packet.stream = self.made
        self.target.mux(packet)


class Filmed(Lane):
    """A moving picture made H.264 High, 8 bits 4:2:0, upright, square, BT.709, at a constant rate."""

    def __init__(
        self,
        stream: VideoStream,
        target: OutputContainer,
        origin: float,
        sight: Sight,
        size: tuple[int, int],
        most: int,
    ) -> None:
        """Add a stream of `size` in pixels and at most `most` bits a second to `target`."""
        super().__init__(stream, origin)
        self.target, self.sight, self.size = target, sight, size
        self.graph: av.filter.Graph | None = None
        stream.thread_type = "AUTO"
        options = {**X264, "maxrate": str(most), "bufsize": str(2 * most)}
        made = target.add_stream("libx264", rate=sight.rate, options=options)
        made.width, made.height = size
        made.pix_fmt = "yuv420p"
        context = made.codec_context
        context.time_base = 1 / sight.rate
        context.gop_size = max(1, round(JUMP * sight.rate))
        context.profile = "High"
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = TV_RANGE
        self.made = made

    def pass_on(self, frame: av.VideoFrame | av.AudioFrame | None) -> None:
        """Filter and encode a frame; None is the end of the stream."""
        if isinstance(frame, av.VideoFrame):
            if frame.colorspace == UNKNOWN:
                frame.colorspace = BT709 if max(self.sight.width, self.sight.height) >= SD_HEIGHT else SD_MATRIX
            if self.graph is None:
                self.graph = self._graph(frame)
        if self.graph is None:
            return  # not one frame came
        self.graph.vpush(frame if isinstance(frame, av.VideoFrame) else None)
        for shown in loudness.pulled(self.graph):
            assert isinstance(shown, av.VideoFrame)
            shown.pict_type = av.video.frame.PictureType.NONE  # else x264 repeats the original's choice of key frames
            self.target.mux(self.made.encode(shown))
        if frame is None:
            self.target.mux(self.made.encode(None))

    def _graph(self, frame: av.VideoFrame) -> av.filter.Graph:
        """Return the filters for frames like this one: fewer frames first, then smaller, then turned."""
        turned = self.sight.turned
        wide, high = reversed(self.size) if turned in (90, 270) else self.size
        scale = f"{wide}:{high}:flags=lanczos+accurate_rnd:out_color_matrix=bt709:out_range=tv"
        if frame.color_trc in HIGH_DYNAMIC_RANGE:  # brought down to what ordinary screens show
            scale += ":out_primaries=bt709:out_transfer=bt709:intent=perceptual"
        filters = [
            *([("bwdif", "mode=send_frame:deint=interlaced")] if frame.interlaced_frame else []),
            ("fps", f"fps={self.sight.rate}:start_time=0"),
            ("scale", scale),
            ("format", "yuv420p"),
            *{90: [("transpose", "cclock")], 180: [("hflip", ""), ("vflip", "")], 270: [("transpose", "clock")]}.get(
                turned, []
            ),
            ("setsar", "1"),
            ("setparams", "color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"),
        ]
        graph = av.filter.Graph()
        source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=self.base)
        nodes = [graph.add(name, words or None) for name, words in filters]
        graph.link_nodes(source, *nodes, graph.add("buffersink")).configure()
        return graph


class Heard(Lane):
    """A sound track made AAC, mono or stereo, 48 kHz, as loud as all others."""

    def __init__(self, stream: AudioStream, target: OutputContainer, origin: float, gain: float) -> None:
        """Add a stream, louder by `gain` dB, to `target`."""
        super().__init__(stream, origin)
        self.target = target
        self.graph = loudness.graph(stream, loudness.chain(stream, gain))
        self.graph.set_audio_frame_size(FRAME)
        layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        made = target.add_stream("aac", rate=loudness.RATE, layout=layout)
        made.codec_context.bit_rate = SOUND_RATE[layout]
        made.codec_context.time_base = Fraction(1, loudness.RATE)
        self.made = made

    def pass_on(self, frame: av.VideoFrame | av.AudioFrame | None) -> None:
        """Filter and encode a frame; None is the end of the stream."""
        self.graph.push(frame)
        for heard in loudness.pulled(self.graph):
            assert isinstance(heard, av.AudioFrame)
            self.target.mux(self.made.encode(heard))
        if frame is None:
            self.target.mux(self.made.encode(None))
