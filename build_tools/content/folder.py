"""The content folder: every file in it, read once, and whatever does not belong there."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from build_tools.content import blocks, layout, source
from build_tools.content.problems import Place, Problem, in_order
from build_tools.content.source import Written

LARGEST_TEXT = 2 * 1024 * 1024
LARGEST_MEDIUM = 400 * 1024 * 1024

PICTURES = frozenset((".svg", ".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".heic"))
FILMS = frozenset((".mp4", ".mov", ".m4v", ".webm", ".mkv"))
SOUNDS = frozenset((".mp3", ".m4a", ".wav", ".flac", ".ogg"))
TRACKS = frozenset((".vtt", ".srt"))
_MEDIA = PICTURES | FILMS | SOUNDS | TRACKS
_NOT_IN_NAMES = set(' "#%&*:;<>?\\|()[]\u3000')
_LEFT_BEHIND = ("~$", ".")
_DESKTOP = frozenset(("thumbs.db", "desktop.ini"))


@dataclass(frozen=True, slots=True)
class Original:
    """A medium as handed in. Never altered."""

    name: str
    """Path relative to media/, with forward slashes, as pages refer to it."""
    path: Path
    """Where it lies on this disk."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything in a content folder."""

    written: tuple[Written, ...]
    """Every file that could be read, by path."""
    media: tuple[Original, ...]
    """Every original, by name."""
    unread: tuple[str, ...]
    """Paths of files that were refused or could not be read; their problems are reported."""
    shown_as: str
    """Name of the folder in places, e.g. ``content``."""
    problems: tuple[Problem, ...]


def read(root: Path, shown_as: str = "content") -> Folder:
    """Return everything in a content folder, and what is wrong with the files as files.

    Symbolic links and whatever leads out of the folder are refused and not opened. Nothing is
    raised for what lies in the folder; ``NotADirectoryError`` if ``root`` itself is none.
    """
    if not root.is_dir():
        raise NotADirectoryError(root)
    walk = _Walk(root.resolve(), shown_as)
    written: list[Written] = []
    media: list[Original] = []
    for path, size in walk.files():
        suffix = os.path.splitext(path)[1].lower()
        if path.startswith("media/") and suffix in _MEDIA:
            if walk.fits(path, size, LARGEST_MEDIUM) and walk.named_well(path):
                media.append(Original(path.removeprefix("media/"), walk.root / path, size))
        elif layout.spot(path) is None:
            walk.misplaced(path, suffix)
        elif walk.fits(path, size, LARGEST_TEXT) and (data := walk.bytes(path)) is not None:
            page, found = source.parse(data, path, shown_as)
            walk.problems += found
            if page is None:
                walk.unread.add(path)
            else:
                written.append(page)
                walk.problems += blocks.scan(page.body, page.body_line, page.file)
    walk.alike(media)
    return Folder(
        written=tuple(sorted(written, key=lambda page: page.path)),
        media=tuple(sorted(media, key=lambda original: original.name)),
        unread=tuple(sorted(walk.unread)),
        shown_as=shown_as,
        problems=in_order(walk.problems),
    )


class _Walk:
    """One walk over a folder; lives only inside ``read``."""

    def __init__(self, root: Path, shown_as: str) -> None:
        self.root, self.shown_as = root, shown_as
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def files(self) -> Iterator[tuple[str, int]]:
        """Yield path (relative to the folder) and size in bytes of every ordinary file."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
            except OSError:
                self._report(folder, "这个文件夹打不开", "检查它的权限，再试一次", "unreadable")
                continue
            for entry in entries:
                name = entry.name
                path = f"{folder}/{name}".lstrip("/")
                if name.startswith(_LEFT_BEHIND) or name.lower() in _DESKTOP or name.endswith("~"):
                    continue
                if not name.isprintable():
                    self._report(_safe(path), "文件名里有看不见的字符", "换一个文件名", "file-name")
                elif entry.is_symlink() or not self._inside(entry):
                    help = "删掉它，把真正的文件复制到这里"
                    self._report(path, "这是一个链接或快捷方式，不是真正的文件", help, "symlink")
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode):
                        yield path, status.st_size
                    else:
                        self._report(path, "这不是普通文件", "删掉它", "not-a-file")

    def fits(self, path: str, size: int, largest: int) -> bool:
        """Return whether a file is small enough, and report it otherwise."""
        if size <= largest:
            return True
        limit = f"{largest // (1024 * 1024)}MB"
        text = largest == LARGEST_TEXT
        help = "文字文件不会这么大，看看是不是放错了" if text else "先压缩，或截成几段，再放进来"
        self._report(path, f"文件太大：{_megabytes(size)}MB，最多{limit}", help, "too-large")
        return False

    def named_well(self, path: str) -> bool:
        """Return whether the name of a medium can be written in a page, and report it otherwise."""
        name = path.removeprefix("media/")
        bad = sorted(set(name) & _NOT_IN_NAMES)
        if not bad:
            return True
        shown = " ".join("空格" if char.isspace() else char for char in bad)
        better = "".join("-" if char in _NOT_IN_NAMES else char for char in name)
        self._report(path, f"文件名里不能有：{shown}", f"改名为 {better}", "file-name")
        return False

    def bytes(self, path: str) -> bytes | None:
        """Return the bytes of a text file, or None if it cannot be opened."""
        try:
            with (self.root / path).open("rb") as file:
                return file.read(LARGEST_TEXT + 1)
        except OSError:
            self._report(path, "这个文件打不开", "检查它的权限，或先关掉正在用它的程序", "unreadable")
            return None

    def misplaced(self, path: str, suffix: str) -> None:
        """Report a file that belongs somewhere else, or nowhere."""
        if path.startswith("media/"):
            kinds = "图片（svg、jpg、png、webp 等）、影片（mp4 等）、声音（mp3 等）"
            message, help = f"media/ 里不能放“{suffix or path}”这种文件", f"这里只放{kinds}"
        elif suffix in _MEDIA:
            message, help = "图片、影片和声音不放在这里", "移到 media/ 里"
        elif suffix in (".md", ".yml", ".yaml"):
            message, help = "这个文件放错了地方，或者名字不对", layout.belongs(path)
        else:
            message, help = f"这里不能放“{suffix or path}”这种文件", "文章存成 .md，图片移到 media/，其他的移走"
        self._report(path, message, help, "misplaced")

    def alike(self, media: list[Original]) -> None:
        """Report names that some disks cannot tell apart."""
        seen: dict[str, str] = {}
        for original in media:
            key = unicodedata.normalize("NFC", original.name).casefold()
            if key in seen:
                message = f"和“{seen[key]}”只差大小写"
                help = "有的电脑分不清大小写，给其中一个改名"
                self._report(f"media/{original.name}", message, help, "names-alike")
            seen.setdefault(key, original.name)

    def _inside(self, entry: os.DirEntry[str]) -> bool:
        """Return whether a folder really lies where it seems to; junctions do not."""
        if not entry.is_dir(follow_symlinks=False):
            return True
        return Path(entry.path).resolve() == Path(entry.path)

    def _report(self, path: str, message: str, help: str, code: str) -> None:
        file = "/".join(part for part in (self.shown_as, path) if part)
        self.problems.append(Problem(Place(file, 1, 1, 0), message, help, "", code))
        if code != "names-alike":
            self.unread.add(path)


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f}"


def _safe(path: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in path)
