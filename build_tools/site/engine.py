"""The engine: pours pages into templates with MkDocs.

The only module that knows MkDocs, so that everything else outlives it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import cast

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material prints a banner at import; CHANGELOG and pins deal with it

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from markupsafe import Markup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from build_tools.content.problems import Problem, as_report, as_text
from build_tools.pages.frame import POLICY
from build_tools.pages.markdown import Writer
from build_tools.pages.page import Page
from build_tools.site.finishing import finish
from build_tools.site.gathering import Sheets, gather, sheets
from build_tools.site.project import SURFACES, Project, built, open_shelf


class Settings(Config):  # type: ignore[no-untyped-call]  # MkDocs checks subclasses in untyped code
    """What mkdocs.yml may say about the plugin."""

    surface = Choice(SURFACES, default="web")


class ExhibitionPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Replaces the files MkDocs found by those of one surface, and finishes the tree MkDocs wrote.

    By itself (`mkdocs build`, `mkdocs serve`) it gathers the content first; the `exhibit` command gathers once for all
    surfaces and hands each one's sheets to `pour`.
    """

    def __init__(self) -> None:
        self.draft = False
        self.handed: Sheets | None = None
        self.problems: tuple[Problem, ...] = ()
        self.found: tuple[Problem, ...] = ()
        self.pages: dict[str, Page] = {}
        self.template_folders: list[str] = []
        self.writer = Writer()
        self.current: Sheets | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        # Having this event also makes MkDocs keep the plugin between rebuilds, with its parser and last good sheets.
        self.draft = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config.theme.static_templates = set()  # Material's own 404 and sitemap: ours are pages like any other
        # Material's 14,000 files would be listed at each build only to be left out; templates find them in on_env.
        self.template_folders = list(config.theme.dirs)
        config.theme.dirs = config.theme.dirs[:1]
        config.nav = []  # pages find each other through the model; a navigation of all pages costs O(pages²)
        config.extra["generator"] = False
        self.current = self.handed or self._gathered(config)
        config.site_name = self.current.pages[0].values["site"]["name"]
        return config

    def _gathered(self, config: MkDocsConfig) -> Sheets:
        project = _project(config)
        gathered = gather(project, date.today(), os.cpu_count() or 1)
        self.problems = gathered.problems
        if not gathered.problems or (self.draft and gathered.showable):
            return sheets(gathered, project, self.config.surface, date.today(), self.writer)
        if self.draft and self.current is not None:
            return self.current  # the last good pages stay, with the problems on top
        raise PluginError("\n\n" + as_report(gathered.problems))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        assert self.current is not None
        self.pages = {page.address.removesuffix(".html") + ".md": page for page in self.current.pages}
        generated = [File.generated(config, name, content=page.markdown) for name, page in self.pages.items()]
        for name, data in self.current.files.items():
            if isinstance(data, Path):
                generated.append(File.generated(config, name, abs_src_path=str(data)))
            else:
                generated.append(File.generated(config, name, content=data))
        return Files(generated)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        return nav

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        return ""  # rendered already, by `pages.markdown`

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        return str(self.pages[page.file.src_uri].values["view"]["body"])

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        env.autoescape = True  # off in MkDocs: a `<` in a title would become markup
        env.loader = FileSystemLoader(self.template_folders)
        compiled = _project(config).shelf / "templates"
        compiled.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        page.content = Markup(page.content or "")
        values = {
            # The live preview adds a script of its own to each page, which the policy would block.
            "csp": "" if self.draft else POLICY,
            "problems": [as_text(problem) for problem in self.problems],
            **self.pages[page.file.src_uri].values,
        }
        return cast(TemplateContext, {**context, **values})

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        assert self.current is not None
        project = _project(config)
        tree, shelf = Path(config.site_dir), open_shelf(project)
        self.found = finish(tree, self.current.surface, shelf, built(project), draft=self.draft)
        shelf.remember()
        if self.found and self.handed is None and not self.draft:
            raise PluginError("\n\n" + as_report(self.found))


def _project(config: MkDocsConfig) -> Project:
    return Project(Path(config.config_file_path).parent, Path(config.docs_dir))


def _loaded(project: Project, tree: Path) -> tuple[MkDocsConfig, ExhibitionPlugin]:
    config = load_config(config_file=str(project.config), docs_dir=str(project.content.resolve()), site_dir=str(tree))
    plugin = config.plugins["exhibition"]
    assert isinstance(plugin, ExhibitionPlugin)
    return config, plugin


def pour(
    made: Sheets, project: Project, tree: Path, *, draft: bool = False, problems: Iterable[Problem] = ()
) -> tuple[Problem, ...]:
    """Write one surface into the folder `tree` and finish it. Returns what inspection found.

    `problems` are shown on top of every page of a draft. Raises MissingFonts.
    """
    config, plugin = _loaded(project, tree)
    plugin.handed, plugin.draft, plugin.problems = made, draft, tuple(problems)
    mkdocs_build(config)
    return plugin.found


def live(root: Path, host: str, port: int, watched: Iterable[Path], rebuild: Callable[[], None]) -> None:
    """Serve the folder `root` on `host:port` and call `rebuild` whenever something in `watched` changes.

    Pages reload themselves. Ends when interrupted. Raises OSError when the port is taken.
    """
    server = LiveReloadServer(builder=lambda: rebuild(), host=host, port=port, root=str(root), polling_interval=0.2)
    server.build_delay = 0.05
    for path in watched:
        server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
