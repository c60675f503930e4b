"""The `exhibit` command: a few lines over the stages.

Exit codes: 0 fine, 1 problems in the content, 2 wrong use, 3 the environment (a missing font, a full disk).
"""

from __future__ import annotations

import io
import sys

import click

from build_tools.commands.build import build
from build_tools.commands.check import check
from build_tools.commands.report import report
from build_tools.commands.serve import serve
from build_tools.commands.shelf import shelf


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="exhibit", message="%(version)s")
def main() -> None:
    """展览网站的工具：检查、生成、预览。"""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows console speaks GBK and would stumble over a rare character


for _command in (check, build, serve, report, shelf):
    main.add_command(_command)
