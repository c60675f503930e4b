"""What the browser tests share: the screens, the pages of a tree, and a witness of what a page does."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

SIZES = {
    "desktop": (1920, 1080),
    "portrait": (1080, 1920),
    "wall": (3840, 2160),
    "laptop": (1366, 768),
    "phone": (390, 844),
}


@dataclass
class Witness:
    """What a page did that it should not have: console errors, failed or outside requests."""

    trouble: list[str] = field(default_factory=list)

    def watch(self, page: Page, inside: str) -> None:
        page.on("console", lambda said: self.trouble.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        page.on(
            "requestfailed",
            lambda request: (
                None  # the visitor went on before a picture had come
                if request.failure == "net::ERR_ABORTED"
                else self.trouble.append(f"failed: {request.url}")
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((inside, "data:", "file:"))
                else self.trouble.append(f"outside: {request.url}")
            ),
        )
        page.on(
            "response",
            lambda answer: self.trouble.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None,
        )


def addresses(tree: Path) -> list[str]:
    """Every page of a tree."""
    return sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*.html"))


def one_of_each(tree: Path) -> list[str]:
    """One page for each template: the longest, where most can go wrong."""
    longest: dict[str, tuple[int, str]] = {}
    for address in addresses(tree):
        parts = address.split("/")
        list_page = parts[-1] in ("hall.html", "index.html")
        kind = address if len(parts) == 1 else f"{parts[0]}/{list_page}"
        longest[kind] = max(longest.get(kind, (0, "")), ((tree / address).stat().st_size, address))
    return [address for _, address in longest.values()]
