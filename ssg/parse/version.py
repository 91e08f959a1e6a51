"""What a parsed file depends on beside its own bytes."""

import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import ssg
from ssg.config import Settings
from ssg.digest import Digest, digest_of, digest_of_parts
from ssg.model.codec import encode

_LIBRARIES = (
    "linkify-it-py",
    "markdown",
    "msgspec",
    "nh3",
    "pydantic",
    "pyromark",
    "python-frontmatter",
    "pyyaml",
    "selectolax",
)
# Their code changes only with Markdown's version; any other extension's source is looked at.
_OWN_EXTENSIONS = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code",
    "footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists",
    "smarty", "tables", "toc", "wikilinks",
})  # fmt: skip


def parser_version(settings: Settings) -> Digest:
    """Changes whenever the same file might be parsed otherwise: code, libraries, settings.

    Our own code counts by its source, so that whoever works on it never meets an old result.
    """
    return digest_of_parts(
        *(f"{name} {version(name)}" for name in _LIBRARIES),
        *_sources(Path(ssg.__file__).parent),
        *_extensions(settings),
        encode((settings.markdown, settings.limits, settings.prefix)),
    )


def _sources(package: Path) -> Iterator[str]:
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package).as_posix()
        yield digest_of(path.read_bytes())


def _extensions(settings: Settings) -> Iterator[str]:
    for file in extension_files(settings):
        yield f"{Path(file).name} {digest_of(Path(file).read_bytes())}"


def extension_files(settings: Settings) -> list[str]:
    """The source files of the Markdown extensions that are not Markdown's own.

    Of one that is in a package, those of the whole package: it may consist of several.
    """
    files: dict[str, None] = {}
    for name in settings.markdown.extensions:
        if name not in _OWN_EXTENSIONS:
            files |= dict.fromkeys(_files_of(name))
    return list(files)


def _files_of(extension: str) -> Iterator[str]:
    import markdown  # noqa: PLC0415 (most sites have no other extension)

    kind = type(markdown.Markdown().build_extension(extension, {}))
    # The module that is named may make an extension of a class from elsewhere.
    for name in dict.fromkeys((kind.__module__, extension.partition(":")[0])):
        if name in sys.modules:
            for path in _sources_of(sys.modules[name.partition(".")[0]]):
                yield str(path)
                yield str(path.resolve())


def _sources_of(module: ModuleType) -> Iterator[Path]:
    """Of a package all; of a module by itself those that were loaded from beside it, too."""
    for package in getattr(module, "__path__", ()):
        yield from sorted(Path(package).rglob("*.py"))
    if not module.__file__ or hasattr(module, "__path__"):
        return
    folder = Path(module.__file__).parent
    yield Path(module.__file__)
    # What is installed there has nothing to do with it, and may be loaded or not.
    if not folder.name.endswith("-packages"):
        files = (getattr(other, "__file__", None) for other in list(sys.modules.values()))
        yield from sorted(Path(file) for file in files if file and Path(file).parent == folder)
