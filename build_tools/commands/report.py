"""`exhibit report`: what is missing or waiting, though nothing is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from build_tools.commands.options import PROBLEMS, content_option, environment, project_at, tell
from build_tools.pages.report import report as summed_up
from build_tools.site.gathering import look_over


@click.command()
@content_option
@environment
def report(content: Path | None) -> None:
    """列出还缺什么：待核实、没有来源的段落、图注和授权。"""
    gathered = look_over(project_at(content), date.today())
    if gathered.exhibition is None or gathered.problems:
        tell(gathered.problems, "text", quiet=True)
        raise click.exceptions.Exit(PROBLEMS)
    for heading, rows in summed_up(gathered.exhibition).items():
        click.echo(f"{heading}:{len(rows)}")
        for row in rows:
            click.echo(f"  {row}")
