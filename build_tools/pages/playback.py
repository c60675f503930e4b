"""Films and sounds as HTML: nothing loads or sounds before a tap, and every spoken word can be read."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from build_tools.media.film import Film, Track
from build_tools.media.sound import Sound


def video(film: Film, alt: str, root: str) -> Markup:
    """Return the player of a film with its poster, captions, chapters and transcript, addresses relative to `root`."""
    poster = film.poster.renditions[-1].address
    return Markup(
        # The x5 and webkit names keep films inside the page in WeChat's browser and on iPhones.
        f'<video controls preload="none" playsinline webkit-playsinline x5-playsinline width="{film.width}" '
        f'height="{film.height}" poster="{root}{poster}" src="{root}{film.address}" aria-label="{escape(alt)}">'
        f"{_track(film.captions, 'captions', root)}{_track(film.chapters, 'chapters', root)}</video>"
        f"{_transcript(film.captions)}"
    )


def audio(sound: Sound, alt: str, root: str) -> Markup:
    """Return the player of a sound with its transcript."""
    player = f'<audio controls preload="none" src="{root}{sound.address}" aria-label="{escape(alt)}"></audio>'
    return Markup(player + _transcript(sound.captions))


def length(seconds: float) -> str:
    """Return a duration as it is spoken: 42秒, 3分05秒."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}分{rest:02d}秒" if minutes else f"{rest}秒"


def _track(track: Track | None, kind: str, root: str) -> str:
    if track is None:
        return ""
    shown = " default" if kind == "captions" else ""
    return f'<track kind="{kind}" srclang="zh-Hans" label="中文" src="{root}{track.address}"{shown}>'


def _transcript(track: Track | None) -> str:
    """The words of a track to read: browsers do not load captions from a folder, and some visitors cannot hear."""
    if track is None:
        return ""
    lines = "".join(f"<p>{escape(''.join(cue.lines))}</p>" for cue in track.cues)
    return f'<details class="transcript"><summary>文字稿</summary>{lines}</details>'
