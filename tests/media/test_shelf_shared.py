"""The shared shelf: what one machine has made, no other makes again; and a broken one stops nobody."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_tools.media.shared import SharedShelf
from tests.media.builds import build, checkout, files

PHOTOGRAPHS = 4
# Facts, and two widths in two formats each; two drawings and a code.
MADE = PHOTOGRAPHS * 5 + 3


@pytest.fixture(scope="module")
def store() -> Iterator[tuple[str, dict[str, str]]]:
    """Return the address of a bucket on this machine, and what a process must know to reach it."""
    boto3 = pytest.importorskip("boto3", reason="the shared shelf on S3 needs the extra `shared`")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    env = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    client = boto3.client(
        "s3",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="district")
    yield "s3://district/shelf", env
    client.close()
    server.stop()


def two_machines(folder: Path, shared: str, env: dict[str, str]) -> None:
    """Build in one checkout, then in another, which must have to make nothing."""
    first, second, alone = (checkout(folder / name, PHOTOGRAPHS) for name in ("first", "second", "alone"))
    done, said = build(first, shared, env)
    assert (dict(done), said) == ({"made": MADE}, "")
    done, said = build(second, shared, env)
    assert (dict(done), said) == ({"fetched": MADE}, "")
    assert files(second) == files(first)
    done, _ = build(alone)
    assert dict(done) == {"made": MADE}, "without the shared shelf, everything is made"
    assert files(alone) == files(first)


def test_a_second_machine_makes_nothing_over_s3(tmp_path: Path, store: tuple[str, dict[str, str]]) -> None:
    two_machines(tmp_path, *store)


@pytest.mark.parametrize("address", ["{}/shared", "file://{}/shared"])
def test_a_second_machine_makes_nothing_over_a_folder(tmp_path: Path, address: str) -> None:
    two_machines(tmp_path, address.format(tmp_path), {})
    assert not list((tmp_path / "shared").rglob("*.making"))


def test_one_new_photograph_is_all_that_is_made(tmp_path: Path) -> None:
    shared = str(tmp_path / "shared")
    build(checkout(tmp_path / "first", 2), shared)
    done, _ = build(checkout(tmp_path / "second", 3), shared)
    assert dict(done) == {"fetched": 2 * 5 + 3, "made": 5}


def test_what_was_damaged_on_the_way_is_made_again(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    first, second = checkout(tmp_path / "first", 1), checkout(tmp_path / "second", 1)
    build(first, str(shared))
    broken = next(path for path in sorted(shared.rglob("*.webp")))
    broken.write_bytes(broken.read_bytes()[:-10] + b"0123456789")
    done, said = build(second, str(shared))
    assert done["made"] == 1
    assert f"{broken.name} 坏了" in said
    assert files(second) == files(first)
    third = checkout(tmp_path / "third", 1)
    assert build(third, str(shared))[0]["made"] == 0, "the second machine has mended it"


def unreachable() -> str:
    """Return an address of this machine where nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_a_store_that_does_not_answer_costs_only_the_work(tmp_path: Path) -> None:
    pytest.importorskip("s3fs")
    env = {"AWS_ENDPOINT_URL": unreachable(), "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    done, said = build(checkout(tmp_path / "first", 1), "s3://nobody/here", env)
    assert dict(done) == {"made": 5 + 3}
    assert said.count("用不了") == 1
    assert "s3://nobody/here" in said


@pytest.mark.parametrize("address", ["nonsense://somewhere", "{}/a-file/shelf"])
def test_an_address_that_leads_nowhere_costs_only_the_work(tmp_path: Path, address: str) -> None:
    (tmp_path / "a-file").write_text("")
    done, said = build(checkout(tmp_path / "first", 1), address.format(tmp_path))
    assert done["made"] == 5 + 3
    assert said.count("用不了") == 1


def test_what_is_not_there_is_no_fault(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shelf = SharedShelf(str(tmp_path / "shared"))
    assert shelf.read("ab.txt") is None
    (tmp_path / "ab.txt").write_bytes(b"words")
    shelf.write(tmp_path / "ab.txt")
    shelf.finish()
    assert shelf.read("ab.txt") == b"words"
    shutil.rmtree(tmp_path / "shared")
    assert shelf.read("ab.txt") is None
    assert caplog.records == []
