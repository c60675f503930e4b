"""`exhibit serve`: every surface, live."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import click

from build_tools.commands.options import content_option, environment, project_at, tell
from build_tools.site.engine import live
from build_tools.site.preview import Preview


@click.command()
@content_option
@click.option("--port", type=int, default=8000, help="端口，默认 8000")
@environment
def serve(content: Path | None, port: int) -> None:
    """边改边看：改好的文件一存盘，浏览器里马上就变。按 Ctrl+C 结束。"""
    project = project_at(content)
    # Ended by whatever started it in the background, it tidies up as it does on Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="exhibit-") as folder:
        preview = Preview(project, Path(folder), os.cpu_count() or 1)

        def rebuild() -> None:
            tell(preview.rebuild(), "text", quiet=True)

        rebuild()
        click.echo(f"请在浏览器里打开 http://127.0.0.1:{port}/")
        live(preview.root, "127.0.0.1", port, (project.content, project.theme), rebuild)
