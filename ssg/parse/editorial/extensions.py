"""Python-Markdown's extensions: whether they can be loaded, and which files they consist of."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from ssg.config import DEFAULT_EXTENSIONS, MarkdownSettings, SettingsFile
from ssg.diagnostics import Diagnostic

# Markdown takes a while to load, and most sites name no extension of others.
# ruff: noqa: PLC0415

# Their code changes only with Markdown's version; the source of any other extension is a cache key.
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
            yield Diagnostic(
                code="S02",
                at=loaded.fields.at(("markdown", "extensions", index)),
                message=f"the Markdown extension '{name}' cannot be loaded: {problem}",
                hint="install the package that it is in, or correct its name",
            )


def extension_problem(name: str) -> str | None:
    """Why Python-Markdown cannot load the extension `name`; None when it can."""
    import markdown

    try:
        markdown.Markdown(extensions=[name])
    except Exception as error:  # an extension is anybody's code and may fail in any way
        return str(error) or type(error).__name__
    return None


def extension_files(settings: MarkdownSettings) -> list[str]:
    """The source files of the extensions that Markdown does not bring itself.

    If an extension is part of a package, these are all files of the package.
    """
    files: dict[str, None] = {}
    for name in settings.extensions:
        if name not in _BUILT_IN:
            files |= dict.fromkeys(_files_of(name))
    return list(files)


def _files_of(extension: str) -> Iterator[str]:
    import markdown

    kind = type(markdown.Markdown().build_extension(extension, {}))
    # The named module may make an extension of a class from another module.
    for name in dict.fromkeys((kind.__module__, extension.partition(":")[0])):
        if name in sys.modules:
            for path in _sources_of(sys.modules[name.partition(".")[0]]):
                yield str(path)
                yield str(path.resolve())


def _sources_of(module: ModuleType) -> Iterator[Path]:
    """All of a package; of a single module also those loaded from the same folder."""
    for package in getattr(module, "__path__", ()):
        yield from sorted(Path(package).rglob("*.py"))
    if not module.__file__ or hasattr(module, "__path__"):
        return
    folder = Path(module.__file__).parent
    yield Path(module.__file__)
    # Other packages that are installed there have nothing to do with it.
    if not folder.name.endswith("-packages"):
        files = (getattr(other, "__file__", None) for other in list(sys.modules.values()))
        yield from sorted(Path(file) for file in files if file and Path(file).parent == folder)
