"""Every command of the README runs as printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.S)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
# These set up the very environment that the tests run in.
SETTING_UP = {"make site", "make test"}


def environment() -> dict[str, str]:
    scripts = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "EXHIBIT_SHELF": str(ROOT / ".shelf")}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project without what building leaves behind."""
    for name in ("content", "theme", "mkdocs.yml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in SETTING_UP | {"exhibit serve"}])
def test_a_command_of_the_readme_runs(command: str, checkout: Path) -> None:
    done = subprocess.run(
        command, shell=True, cwd=checkout, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_readme_names_every_command_and_setting() -> None:
    shown = subprocess.run(["exhibit", "--help"], env=environment(), capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^  (\w+) ", shown.partition("Commands:")[2], re.M)
    assert len(names) >= 4
    assert [name for name in names if f"exhibit {name}" not in README] == []
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "build_tools").rglob("*.py"))
    assert [name for name in set(re.findall(r"EXHIBIT_\w+", sources)) if name not in README] == []


def test_serve_shows_an_edit_and_a_mistake(checkout: Path) -> None:
    port, page = "8947", "halls/baoxing-renjia/shier-dian-liu.html"
    serving = subprocess.Popen(["exhibit", "serve", "--port", port], cwd=checkout, env=environment())
    try:
        file = checkout / "content/halls/baoxing-renjia/03-shier-dian-liu.md"
        text = file.read_text(encoding="utf-8")
        assert appears(port, f"web/{page}", "12.6")
        assert appears(port, f"station/{page}", "12.6")
        file.write_text(text.replace("lead: ", "lead: 改过的一句。", 1), encoding="utf-8")
        assert appears(port, f"web/{page}", "改过的一句")
        file.write_text(text.replace("lead:", "laed:", 1), encoding="utf-8")
        assert appears(port, f"web/{page}", "是不是想写")
    finally:
        serving.terminate()
        assert serving.wait(timeout=20) == 0


def appears(port: str, page: str, words: str) -> bool:
    """Whether the words stand on the page within a generous time."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=5) as answer:
                if words in answer.read().decode():
                    return True
        except OSError:
            pass
        time.sleep(0.2)
    return False
