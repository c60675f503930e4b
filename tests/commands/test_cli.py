"""The command as staff and CI run it: what it says, what it leaves behind, and how it exits."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build_tools.commands import main
from tests.worlds import BIN, WORLD, Checkout, tree

ROOM = "guide/01-bangong-qu.md"
MISSPELT = str(WORLD[ROOM]).replace("lead:", "laed:")
OUTSIDE = str(WORLD[ROOM]).replace("工作人员", "[工作人员](https://example.com/)")
WITHOUT = str(WORLD[ROOM]).replace("社工", "社工😀")


@pytest.fixture
def here(small: Checkout, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """Return the small checkout, as the working folder."""
    monkeypatch.chdir(small.root)
    return small


def run(*arguments: str) -> Result:
    """Run the command inside this process."""
    return CliRunner().invoke(main, arguments)


def left_behind(site: Path) -> list[str]:
    """Return the workshops that builds left in a site folder."""
    return [path.name for path in site.glob(".*")]


def test_check_says_that_all_is_well(here: Checkout) -> None:
    assert (run("check").exit_code, run("check").output) == (0, "没有发现错误。\n")
    assert run("check", "--quiet").output == ""
    assert run("check", "--format", "github").output == ""
    assert json.loads(run("check", "--format", "json").output) == []


def test_the_shipped_content_is_without_problems(frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(frozen)
    result = run("check", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("quiet", [[], ["--quiet"]], ids=["aloud", "quiet"])
def test_check_shows_a_problem_where_it_stands(here: Checkout, quiet: list[str]) -> None:
    here.lay({ROOM: MISSPELT})
    result = run("check", *quiet)
    assert result.exit_code == 1
    assert f"--> content/{ROOM}:3:1" in result.output
    assert "是不是想写“lead”？" in result.output
    assert "一共" in result.output.splitlines()[-1]


def test_check_annotates_a_review(here: Checkout) -> None:
    here.lay({ROOM: MISSPELT})
    result = run("check", "--format", "github")
    assert result.exit_code == 1
    for line in result.output.splitlines():
        assert re.match(rf"::error file=content/{ROOM},line=\d+,col=\d+,endColumn=\d+,title=[^:]+::", line)


def test_check_speaks_to_programs(here: Checkout) -> None:
    here.lay({ROOM: MISSPELT})
    result = run("check", "--format", "json")
    assert result.exit_code == 1
    first = json.loads(result.output)[0]
    assert {"file": f"content/{ROOM}", "line": 3, "column": 1, "code": "unknown-key"}.items() <= first.items()
    assert first["message"]
    assert first["help"]


PICTURES = {
    "not-a-picture": ("media/a.jpg", b"words", "不是一张图片"),
    "not-a-drawing": ("media/a.svg", b"<svg", "打不开"),
    "door-without-leaves": ("media/door.svg", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>", "门扇"),
}


@pytest.mark.parametrize(("name", "data", "said"), PICTURES.values(), ids=PICTURES)
def test_check_looks_at_pictures_too(here: Checkout, name: str, data: bytes, said: str) -> None:
    assert run("check").exit_code == 0
    here.lay({name: data})
    result = run("check")
    assert result.exit_code == 1
    assert said in result.output
    assert f"content/{name}" in result.output


def test_content_elsewhere_is_read_and_named_as_asked(here: Checkout, tmp_path: Path) -> None:
    (here.root / "content").rename(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / ROOM).write_text(MISSPELT, encoding="utf-8")
    result = run("check", "--content", str(tmp_path / "elsewhere"))
    assert result.exit_code == 1
    assert f"{tmp_path}/elsewhere/{ROOM}:3" in result.output


@pytest.mark.parametrize("command", ["check", "build", "report", "serve"])
def test_the_wrong_folder_is_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(command)
    assert result.exit_code == 2
    assert "请先用 cd 进入展览的文件夹" in result.output
    assert list(tmp_path.iterdir()) == []


WRONG_USE = {
    "no-such-command": ["chek"],
    "no-such-option": ["check", "--fast"],
    "no-such-shape": ["check", "--format", "xml"],
    "no-such-surface": ["build", "--surface", "print"],
    "no-processes": ["build", "--jobs", "0"],
    "no-such-content": ["check", "--content", "nowhere"],
    "content-is-a-file": ["check", "--content", "mkdocs.yml"],
    "site-is-a-file": ["build", "--site-dir", "mkdocs.yml"],
}


@pytest.mark.parametrize("arguments", WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_is_exit_code_two(here: Checkout, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
    assert not (here.root / "site").exists()


def test_build_writes_both_surfaces_and_says_where(here: Checkout) -> None:
    result = run("build")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.search(r"^web:\d+页 → site/web/index.html$", result.output, re.MULTILINE)
    assert re.search(r"^station:\d+页 → site/station/index.html$", result.output, re.MULTILINE)
    assert {path.name for path in (here.root / "site").iterdir()} == {"web", "station"}
    assert run("build", "--quiet").output == ""


def test_build_of_one_surface_leaves_the_other_alone(here: Checkout) -> None:
    assert run("build", "--surface", "station").exit_code == 0
    assert not (here.root / "site/web").exists()
    before = tree(here.root / "site/station")
    here.lay({ROOM: str(WORLD[ROOM]).replace("居委会的社工", "站里的社工")})
    assert run("build", "--surface", "web").exit_code == 0
    assert tree(here.root / "site/station") == before
    assert "站里的社工".encode() in (here.root / "site/web/guide/bangong-qu.html").read_bytes()


REFUSED = {
    "in-the-content": ({ROOM: MISSPELT}, "没有“laed”这个键"),
    "in-a-picture": ({"media/a.jpg": b"words"}, "不是一张图片"),
    "in-the-finished-page": ({ROOM: OUTSIDE}, "通往外面的链接“example.com”"),
    "in-the-fonts": ({ROOM: WITHOUT}, "没有“😀”"),
}


@pytest.mark.parametrize(("files", "said"), REFUSED.values(), ids=REFUSED)
def test_a_problem_leaves_the_old_site_as_it_was(here: Checkout, files: dict[str, str | bytes], said: str) -> None:
    assert run("build").exit_code == 0
    before = tree(here.root / "site")
    here.lay({**files, "about.md": str(WORLD["about.md"]).replace("有根据", "有来历")})
    result = run("build")
    assert result.exit_code == 1
    assert said in result.output
    assert tree(here.root / "site") == before
    assert left_behind(here.root / "site") == []
    # The control: without the problem, the same change does arrive.
    here.lay({name: WORLD.get(name) for name in files})
    assert run("build").exit_code == 0
    assert "有来历".encode() in (here.root / "site/web/about.html").read_bytes()
    assert left_behind(here.root / "site") == []


def test_a_build_that_is_killed_leaves_the_old_site_whole(small: Checkout, tmp_path: Path) -> None:
    assert small.run("exhibit", "build", "--quiet", "--surface", "web").returncode == 0
    before = tree(small.root / "site")
    small.lay({"about.md": str(WORLD["about.md"]).replace("有根据", "有来历")})
    # A shelf of its own makes the build slow enough to be met at work.
    slow = small.environment({"EXHIBIT_SHELF": str(tmp_path / "slow")})
    building = subprocess.Popen([str(BIN / "exhibit"), "build", "--surface", "web"], cwd=small.root, env=slow)
    deadline = time.monotonic() + 60
    while not list(small.root.glob("site/.building-*/web/index.html")):
        assert building.poll() is None, "it was too fast to be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    building.send_signal(signal.SIGKILL)
    assert building.wait() == -signal.SIGKILL
    (left,) = (small.root / "site").glob(".building-*")
    assert {name: data for name, data in tree(small.root / "site").items() if not name.startswith(".")} == before
    # The next build works, and what was left behind is swept away once nobody can be at work there.
    assert small.run("exhibit", "build", "--quiet", "--surface", "web").returncode == 0
    assert left.exists()
    yesterday = time.time() - 90_000
    os.utime(left, (yesterday, yesterday))
    assert small.run("exhibit", "build", "--quiet", "--surface", "web").returncode == 0
    assert not left.exists()
    assert "有来历".encode() in (small.root / "site/web/about.html").read_bytes()


def test_missing_fonts_are_the_fault_of_the_machine(here: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    (here.root / "fonts").mkdir()
    monkeypatch.setenv("EXHIBIT_FONTS", str(here.root / "fonts"))
    result = run("build")
    assert result.exit_code == 3
    assert "没有字体" in result.stderr
    assert "apt-get install" in result.stderr
    assert not (here.root / "site/web").exists()
    assert left_behind(here.root / "site") == []
    monkeypatch.delenv("EXHIBIT_FONTS")
    assert run("build").exit_code == 0


def test_a_place_where_nothing_can_be_written_is_the_fault_of_the_machine(here: Checkout) -> None:
    (here.root / "taken").write_text("a file, not a folder")
    result = run("build", "--site-dir", "taken/site")
    assert result.exit_code == 3
    assert re.search(r"电脑出了问题.*taken", result.stderr)


def test_a_full_disk_is_the_fault_of_the_machine_and_leaves_the_old_site_whole(small: Checkout, tmp_path: Path) -> None:
    """A limit on the size of files stands in for the full disk: writing fails half-way with an OSError all the same."""
    assert small.run("exhibit", "build", "--quiet", "--surface", "web").returncode == 0
    before = tree(small.root / "site")
    small.lay({"about.md": str(WORLD["about.md"]).replace("有根据", "有来历")})
    for shelf in (small.shelf, tmp_path / "fresh"):
        built = subprocess.run(
            [str(BIN / "exhibit"), "build", "--surface", "web"],
            cwd=small.root,
            env=small.environment({"EXHIBIT_SHELF": str(shelf)}),
            capture_output=True,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        )
        assert built.returncode == 3, built.stderr
        assert "电脑出了问题" in built.stderr
        assert "Traceback" not in built.stderr
        assert tree(small.root / "site") == before
        assert left_behind(small.root / "site") == []
        assert not list(shelf.rglob(".making-*"))


def test_report_counts_what_is_missing_under_its_headings(here: Checkout) -> None:
    result = run("report")
    assert result.exit_code == 0
    headings = re.findall(r"^(\S+):(\d+)$", result.output, re.MULTILINE)
    assert {"待核实", "没有写来源的段落", "太长的段落", "没有图片的页面", "没有署名的图片"} <= {
        name for name, _ in headings
    }
    counted = dict(headings)
    assert counted["待核实"] == "1"
    assert re.search(r"^  content/halls/jietou/01-qilou.md:\d+$", result.output, re.MULTILINE)
    rows = [line for line in result.output.splitlines() if line.startswith("  ")]
    assert len(rows) == sum(map(int, counted.values()))


def test_report_names_the_problems_first(here: Checkout) -> None:
    here.lay({ROOM: MISSPELT})
    result = run("report")
    assert result.exit_code == 1
    assert "没有“laed”这个键" in result.output


def test_help_is_chinese_and_knows_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "展览网站的工具" in result.output
    assert {"check", "build", "serve", "report"} <= set(re.findall(r"^  (\w+)  ", result.output, re.MULTILINE))
    for command in ("check", "build", "serve", "report"):
        assert re.search("[\u4e00-\u9fff]{4}", run(command, "-h").output)


def test_the_version_is_that_of_the_package() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", run("--version").output)


def test_the_package_is_the_command(small: Checkout) -> None:
    checked = small.run("python", "-m", "build_tools", "check")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "没有发现错误。\n", "")
    small.lay({ROOM: MISSPELT})
    assert small.run("python", "-m", "build_tools", "check").returncode == 1


def test_a_console_that_lacks_a_character_does_not_lose_the_report(small: Checkout) -> None:
    small.lay({ROOM: MISSPELT.replace("居委会的社工在这里上班", "😀")})
    checked = subprocess.run(
        [str(BIN / "exhibit"), "check"],
        cwd=small.root,
        env=small.environment({"PYTHONIOENCODING": "gbk"}),
        capture_output=True,
    )
    assert checked.returncode == 1
    assert checked.stderr == b""
    assert "没有“laed”这个键" in checked.stdout.decode("gbk")
