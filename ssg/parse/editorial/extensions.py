"""Checks that Python-Markdown's extensions can be loaded, and finds their source files."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from msgspec.structs import replace

from ssg.config import DEFAULT_EXTENSIONS, MarkdownSettings, Settings, SettingsFile
from ssg.diagnostics import Diagnostic

# Markdown is slow to import, and most sites use only its built-in extensions.
# ruff: noqa: PLC0415

# Markdown's version covers the code of these. For all others, the source files are fingerprinted.
_BUILT_IN = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code",
    "footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists",
    "smarty", "tables", "toc", "wikilinks",
})  # fmt: skip


def check_extensions(loaded: SettingsFile) -> Iterator[Diagnostic]:
    """S02 for each Markdown extension of site.yaml that cannot be loaded."""
    for index, name in enumerate(loaded.settings.markdown.extensions):
        problem = extension_problem(name) if name not in DEFAULT_EXTENSIONS else None
        if problem:
            message = f"the Markdown extension '{name}' cannot be loaded: {problem}"
            hint = "install its package, or correct its name"
            where = ("markdown", "extensions", index)
            yield loaded.fields.diagnostic("S02", where, message, hint)


def without_unloadable(settings: Settings) -> Settings:
    """The `settings` without the Markdown extensions that cannot be loaded."""
    loadable = tuple(
        name
        for name in settings.markdown.extensions
        if name in DEFAULT_EXTENSIONS or extension_problem(name) is None
    )
    return replace(settings, markdown=replace(settings.markdown, extensions=loadable))


def extension_problem(name: str) -> str | None:
    """Why Python-Markdown cannot load the extension `name`; None if it can."""
    import markdown

    try:
        markdown.Markdown(extensions=[name])
    except Exception as error:  # an extension is foreign code and may raise anything
        return str(error) or type(error).__name__
    return None


def extension_files(settings: MarkdownSettings) -> list[str]:
    """The source files of the extensions that are not built into Markdown.

    For an extension in a package, these are all source files of the package.
    """
    files: dict[str, None] = {}
    for name in settings.extensions:
        if name not in _BUILT_IN:
            files |= dict.fromkeys(_find_files(name))
    return list(files)


def _find_files(extension: str) -> Iterator[str]:
    import markdown

    kind = type(markdown.Markdown().build_extension(extension, {}))
    # The class of the extension may come from another module than the named one.
    for name in dict.fromkeys((kind.__module__, extension.partition(":")[0])):
        if name in sys.modules:
            for path in _find_sources(sys.modules[name.partition(".")[0]]):
                yield str(path)
                yield str(path.resolve())


def _find_sources(module: ModuleType) -> Iterator[Path]:
    """All files of a package; for a single module, also the modules loaded from its folder."""
    for package in getattr(module, "__path__", ()):
        yield from sorted(Path(package).rglob("*.py"))
    if not module.__file__ or hasattr(module, "__path__"):
        return
    folder = Path(module.__file__).parent
    yield Path(module.__file__)
    # In site-packages, the modules beside it are unrelated.
    if not folder.name.endswith("-packages"):
        files = (getattr(other, "__file__", None) for other in list(sys.modules.values()))
        yield from sorted(Path(file) for file in files if file and Path(file).parent == folder)
