"""`exhibit shelf`: what lies on the shelf of finished media, and how to keep it small."""

from __future__ import annotations

import re
from pathlib import Path

import click

from build_tools.commands.options import environment, project_at
from build_tools.media.pruning import prune

UNITS = {"": 1, "K": 1000, "M": 1000**2, "G": 1000**3, "T": 1000**4}


class Size(click.ParamType[int]):
    """A number of bytes, as people write it: 500MB, 2GB, 1.5G."""

    name = "大小"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?", value.strip(), re.IGNORECASE)
        if found is None:
            self.fail(f"“{value}”不是大小，请写成 500MB 或 2GB", param, ctx)
        return round(float(found[1]) * UNITS[found[2].upper()])


@click.group()
def shelf() -> None:
    """做好的图片存放的地方（.shelf，或 EXHIBIT_SHELF 指的文件夹）。"""


@shelf.command("prune")
@click.option("--max-size", "largest", type=Size(), required=True, help="最多留下多少，如 2GB")
@environment
def prune_shelf(largest: int) -> None:
    """删掉最久没有用到的，直到不超过 --max-size。删掉的以后要用，会重新做。"""
    root: Path = project_at(None).shelf
    done = prune(root, largest)
    click.echo(f"删掉{done.removed}个文件（{said(done.freed)}），留下{done.kept}个（{said(done.size)}）。")


def said(size: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{size / 1e6:.1f}MB" if size < 1e9 else f"{size / 1e9:.2f}GB"
