"""`exhibit build`: from content to finished trees."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import click

from build_tools.commands.options import PROBLEMS, content_option, environment, project_at, quiet_option, tell
from build_tools.media.progress import silent
from build_tools.pages.markdown import Writer
from build_tools.site.assembly import assemble
from build_tools.site.gathering import gather, sheets
from build_tools.site.project import SURFACES


def progress(name: str, share: float, left: float | None) -> None:
    """Say how far the work on a film is, on one line that is written over."""
    rest = "" if left is None else f"，还要{left:.0f}秒"
    click.echo(f"\r{name} {share:.0%}{rest}    ", err=True, nl=share >= 1)


@click.command()
@content_option
@click.option("--site-dir", type=click.Path(path_type=Path, file_okay=False), default=Path("site"), metavar="文件夹")
@click.option("--surface", type=click.Choice([*SURFACES, "all"]), default="all", help="只生成网站(web)或站内(station)")
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="同时处理几张图片")
@quiet_option
@environment
def build(content: Path | None, site_dir: Path, surface: str, jobs: int, quiet: bool) -> None:
    """生成网站和站内两套页面。有问题时什么都不改。"""
    start, today, project = time.monotonic(), date.today(), project_at(content)
    wanted = [name for name in SURFACES if surface in (name, "all")]

    gathered = gather(project, today, jobs, silent if quiet else progress)
    if not gathered.problems:
        writer = Writer()
        made = [sheets(gathered, project, name, today, writer) for name in wanted]
        problems = assemble(made, project, site_dir)
    else:
        problems = gathered.problems
    tell(problems, "text", quiet=True)
    if problems:
        raise click.exceptions.Exit(PROBLEMS)
    if not quiet:
        for one in made:
            click.echo(f"{one.surface}:{len(one.pages)}页 → {site_dir / one.surface / 'index.html'}")
        done = gathered.gallery
        if done.made or done.fetched:
            click.echo(f"图片：新做{done.made}个文件，从共用架取回{done.fetched}个")
        click.echo(f"用时 {time.monotonic() - start:.1f} 秒")
