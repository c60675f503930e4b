"""What the commands share: exit codes, the project they work on, options, and how problems are told."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from build_tools.content.problems import Problem, as_github, as_json, as_report, summary
from build_tools.media.fonts import MissingFonts
from build_tools.site.project import Project

Words = ParamSpec("Words")
Answer = TypeVar("Answer")

PROBLEMS, WRONG_USE, ENVIRONMENT = 1, 2, 3


def project_at(content: Path | None) -> Project:
    """Return the project of the working folder. Raises click.UsageError when there is none."""
    root = Path.cwd()
    if not (root / "mkdocs.yml").is_file():
        raise click.UsageError(f"这里没有 mkdocs.yml：{root}\n请先用 cd 进入展览的文件夹，再运行这条命令。")
    folder = content or root / "content"
    if not folder.is_dir():
        raise click.UsageError(f"没有内容文件夹：{folder}")
    return Project(root, folder)


def environment(command: Callable[Words, Answer]) -> Callable[Words, Answer]:
    """Turn what is wrong with this machine into one Chinese sentence and exit code 3."""

    @functools.wraps(command)
    def guarded(*args: Words.args, **kwargs: Words.kwargs) -> Answer:
        try:
            return command(*args, **kwargs)
        except MissingFonts as error:
            click.echo(str(error), err=True)
        except OSError as error:
            if isinstance(error, LookupError):
                raise  # Jinja's “template not found” calls itself an OSError, but it is our mistake, not the machine's
            click.echo(f"电脑出了问题：{error.strerror or error}（{error.filename or '没有说是哪个文件'}）", err=True)
        raise click.exceptions.Exit(ENVIRONMENT)

    return guarded


content_option = click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="文件夹",
    help="内容文件夹，默认 content/",
)
quiet_option = click.option("--quiet", is_flag=True, help="只在有问题时出声")


def tell(problems: tuple[Problem, ...], shape: str, *, quiet: bool) -> None:
    """Print problems in the shape asked for (text, github or json); a fine result is said too, unless quiet."""
    if shape == "json":
        click.echo(json.dumps([as_json(problem) for problem in problems], ensure_ascii=False, indent=1))
    elif shape == "github":
        for problem in problems:
            click.echo(as_github(problem))
    elif problems:
        click.echo(as_report(problems), nl=False)
    elif not quiet:
        click.echo(summary(()))
