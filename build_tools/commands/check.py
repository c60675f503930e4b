"""`exhibit check`: every problem of every file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from build_tools.commands.options import PROBLEMS, content_option, environment, project_at, quiet_option, tell
from build_tools.site.gathering import look_over


@click.command()
@content_option
@click.option(
    "--format", "shape", type=click.Choice(["text", "github", "json"]), default="text", help="给人看还是给程序看"
)
@quiet_option
@environment
def check(content: Path | None, shape: str, quiet: bool) -> None:
    """检查内容：一次说出所有文件里的所有问题。"""
    gathered = look_over(project_at(content), date.today())
    tell(gathered.problems, shape, quiet=quiet)
    if gathered.problems:
        raise click.exceptions.Exit(PROBLEMS)
