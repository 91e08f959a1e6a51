"""Makes pages of the repository's files where they are, for MkDocs: a hook of mkdocs.yml.

MkDocs reads one folder, but these pages link to some outside of it. Here each page has the path
that it has in the repository, so a link works on the site and where the repository is hosted.
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
OUTSIDE = (
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "bench/chart.svg",
    "bench/results.md",
)
"""The files outside docs/ that are on the site."""
_FOUND_LAST = ("CHANGELOG.md", "bench/", "docs/decisions/")
"""What the search lists below all else: few look for it."""

_NAMED_FENCE = re.compile(r"^(`{3,}[a-z]+) (\S+)$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of the site, by their paths in the repository."""
    of_theme = [one for one in files if one.src_dir != config.docs_dir]
    of_docs = [
        _file(f"docs/{one.src_uri}", config, address=one.dest_uri)
        for one in files
        if one.src_dir == config.docs_dir and not one.src_uri.endswith((".py", ".pyc"))
    ]
    return Files([*of_theme, *of_docs, *(_file(path, config) for path in OUTSIDE)])


def _file(path: str, config: MkDocsConfig, *, address: str | None = None) -> File:
    return File(path, str(ROOT), config.site_dir, config.use_directory_urls, dest_uri=address)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (MkDocs names its arguments)
    """The text, with the path of an example as the title that the theme shows above it."""
    if page.file.src_uri.startswith(_FOUND_LAST):
        page.meta["search"] = {"boost": 0.2}
    return _NAMED_FENCE.sub(r'\1 title="\2"', markdown)
