"""The harness of `make bench`, on three small photographs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image

pytest.importorskip("skimage", reason="the harness measures with the extra `bench`")

from bench import __main__ as program
from bench import table, unchanged, workload
from bench.jobs import SITE
from bench.meter import run
from bench.peers import OURS, Peer, peers
from bench.rounds import Row, compare

PYTHON = (OURS, "naive Pillow", "pyvips cascade, our settings", "codec floor")
# Competitors that are fast because they do not do the work.
IDLE = "pass"
BLANK = """
import sys
from pathlib import Path
from PIL import Image
for path in Path(sys.argv[1]).glob("*.jpg"):
    width, height = Image.open(path).size
    if Image.open(path).getexif().get(274) == 6:
        width, height = height, width
    for wide in (width, 960, 480):
        if wide <= width:
            blank = Image.new("RGB", (wide, round(height * wide / width)), "grey")
            for ending in ("webp", "jpg"):
                blank.save(f"{sys.argv[2]}/{path.stem}-{wide}.{ending}")
"""
SIDEWAYS = BLANK.replace("== 6", "== 0")
FAILS = "raise SystemExit('no such codec')"


def cheat(name: str, source: str) -> Peer:
    """Return a competitor that runs a few lines of Python."""
    return Peer(name, SITE, lambda photographs, out, work: [sys.executable, "-c", source, str(photographs), str(out)])


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """Return one round of all that Python alone can run, and of some that cheat."""
    photos = workload.write(tmp_path_factory.mktemp("bench") / "photographs", workload.SMALL)
    honest = [peer for peer in peers() if peer.job == SITE and peer.name in PYTHON]
    cheats = [cheat("idle", IDLE), cheat("blank", BLANK), cheat("sideways", SIDEWAYS), cheat("fails", FAILS)]
    return {row.name: row for row in compare([*honest, *cheats], photos, 1)}


@pytest.fixture
def lines(rows: dict[str, Row]) -> list[str]:
    """Return the lines of the table."""
    return list(table.table(list(rows.values()), 3))


@pytest.mark.parametrize("name", PYTHON)
def test_everyone_who_works_is_in_the_table(rows: dict[str, Row], lines: list[str], name: str) -> None:
    row = rows[name]
    assert row.verdict.wrong == ""
    assert row.ratios == (pytest.approx(row.seconds / rows[OURS].seconds),)
    assert row.megapixels == pytest.approx(3 * 1152 * 864 / 1e6)
    assert row.cpu > 0
    assert row.peak > 10
    assert row.verdict.size > 100_000
    assert set(row.verdict.alike) == {"webp", "jpg"}
    (line,) = [line for line in lines if line.startswith(f"| {name} |")]
    assert f" {row.speed:.1f} " in line
    assert ("×" in line) == (name != OURS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("idle", "16 files missing or of a wrong size, first p00-1152.webp"),
        ("blank", "does not look like the photograph: webp, jpg"),
        ("sideways", "files missing or of a wrong size, first p01-"),
        ("fails", "no such codec"),
    ],
)
def test_who_does_not_do_the_work_is_wrong_and_not_fast(
    rows: dict[str, Row], lines: list[str], name: str, said: str
) -> None:
    assert said in rows[name].verdict.wrong
    (line,) = [line for line in lines if line.startswith(f"| {name} |")]
    assert "**wrong output**" in line
    assert "×" not in line


def test_targets_count_only_those_who_did_the_work(rows: dict[str, Row]) -> None:
    found = {target.words: target for target in table.targets(rows.values())}
    assert found["throughput, times naive Pillow's"].found == rows["naive Pillow"].ratio
    assert found["share of the codec floor's throughput"].found == rows["codec floor"].ratio
    assert found["throughput, times the best cascade's (pyvips cascade, our settings)"].goal == 1.0
    fake = [row for row in rows.values() if row.name != "naive Pillow"]
    assert "throughput, times naive Pillow's" not in {target.words for target in table.targets(fake)}


def test_the_meter_sees_processor_and_memory_of_descendants(tmp_path: Path) -> None:
    work = (
        "import time\nheld = b'1' * 80_000_000\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    reading = run([sys.executable, "-c", parent], {}, tmp_path)
    idle = run([sys.executable, "-c", "import time; time.sleep(0.3)"], {}, tmp_path)
    assert reading.cpu > 0.3 > idle.cpu
    assert reading.peak > 80 > idle.peak
    assert (reading.failed, idle.failed) == ("", "")


def test_the_same_seed_gives_the_same_photograph(tmp_path: Path) -> None:
    first, again = (workload.write(tmp_path / name, workload.SMALL[1:2]) for name in "ab")
    assert first[0].path.read_bytes() == again[0].path.read_bytes()
    with Image.open(first[0].path) as image:
        assert image.getexif()[0x0112] == 6
        assert image.getexif().get_ifd(0x8825)[1] == "N"


def test_repeating_makes_only_what_is_new(tmp_path: Path) -> None:
    found = unchanged.measure(tmp_path, 4, (500, 60))
    assert found.made_for_one == 5  # two widths, two formats, facts
    assert found.first_machine == {"made": 20}
    assert found.second_machine == {"fetched": 20}


def test_tables_go_between_the_marks(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"a\n{program.BEGIN}\nold\n{program.END}\nb\n")
    program.note(file, "new")
    assert file.read_text() == f"a\n{program.BEGIN}\nnew\n{program.END}\nb\n"
    file.write_text("a\n")
    with pytest.raises(ValueError, match="has no"):
        program.note(file, "new")
