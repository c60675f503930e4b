"""The shipped exhibition, built once a worker, in a real Chromium: over http under a sub-path, and from file://."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
EXHIBIT = str(Path(sys.executable).parent / "exhibit")


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server that says nothing."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of loopback; gives the address without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds `web/` and `station/`, made by the command as staff run it."""
    site = tmp_path_factory.mktemp("站 点")  # a path with a space and 中文, as on a USB stick
    subprocess.run([EXHIBIT, "build", "--quiet", "--site-dir", str(site)], cwd=ROOT, check=True, timeout=120)
    return site


@pytest.fixture(scope="session")
def served(trees: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address under which both trees are served, below a sub-path."""
    top = tmp_path_factory.mktemp("host")
    (top / "zhan").symlink_to(trees, target_is_directory=True)
    with serving(top) as host:
        yield f"{host}/zhan"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("EXHIBIT_CHROMIUM") or next(filter(None, map(shutil.which, names)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor on a desktop."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A fresh page of a fresh visitor."""
    return context.new_page()
