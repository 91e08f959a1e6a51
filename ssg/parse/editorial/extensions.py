"""Checks that Python-Markdown's extensions can be loaded, and finds their source files."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, msgpack
from msgspec.structs import replace

from ssg.config import Settings, SettingsFile
from ssg.diagnostics import Diagnostic
from ssg.plugins.foreign import describe_failure, describe_outcome, find_sources, load_foreign
from ssg.workers import Done, Outcome

# Markdown is slow to import, and most sites use only its built-in extensions.
# ruff: noqa: PLC0415

# Markdown's version covers the code of these. For all others, the source files are fingerprinted.
_BUILT_IN = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code",
    "footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists",
    "smarty", "tables", "toc", "wikilinks",
})  # fmt: skip


class Extension(Struct, frozen=True, kw_only=True):
    """A Markdown extension: why it cannot be loaded, or its source files as the disk names them."""

    problem: str = ""
    files: tuple[bytes, ...] = ()


_EXTENSIONS = msgpack.Decoder(Extension)


def load_extensions(settings: Settings) -> dict[str, Extension]:
    """The extensions of site.yaml that are not built into Markdown, by their names."""
    outcomes = load_foreign(
        [name for name in settings.markdown.extensions if is_foreign(name)],
        start=start_loading,
        seconds=settings.limits.file_seconds,
    )
    return {name: _extension_of(outcome, settings) for name, outcome in outcomes.items()}


def extension_files(extensions: Mapping[str, Extension]) -> tuple[str, ...]:
    """The source files of the extensions; for one in a package, those of the whole package."""
    files = (os.fsdecode(file) for one in extensions.values() for file in one.files)
    return tuple(dict.fromkeys(files))


def check_extensions(
    loaded: SettingsFile, extensions: Mapping[str, Extension]
) -> Iterator[Diagnostic]:
    """S02 for each of the extensions that cannot be loaded."""
    for index, name in enumerate(loaded.settings.markdown.extensions):
        if name in extensions and extensions[name].problem:
            problem = extensions[name].problem
            message = f"the Markdown extension '{name}' cannot be loaded: {problem}"
            hint = "install its package, correct its name, or remove it"
            where = ("markdown", "extensions", index)
            yield loaded.fields.diagnostic("S02", where, message, hint)


def without_unloadable(settings: Settings, extensions: Mapping[str, Extension]) -> Settings:
    """The `settings` without those `extensions` that cannot be loaded."""
    names = settings.markdown.extensions
    kept = tuple(name for name in names if name not in extensions or not extensions[name].problem)
    return replace(settings, markdown=replace(settings.markdown, extensions=kept))


def is_foreign(name: str) -> bool:
    """Whether an extension of this name does not come with Markdown."""
    return name not in _BUILT_IN


def start_loading(_settings: bytes) -> Callable[[bytes], bytes]:
    """The function of a worker process: from an extension's name to an `Extension` as msgpack."""
    return lambda name: msgpack.encode(_load(name.decode()))


def extension_problem(name: str) -> str:
    """Why Python-Markdown cannot load the extension `name`; empty if it can."""
    import markdown

    try:
        made: object = markdown.Markdown().build_extension(name, {})
        if not isinstance(made, markdown.Extension):
            return f"it makes a {type(made).__name__} in place of an extension"
        markdown.Markdown(extensions=[name])
    except BaseException as error:  # foreign code may raise anything
        return describe_failure(error)
    return ""


def _load(name: str) -> Extension:
    if problem := extension_problem(name):
        return Extension(problem=problem)
    return Extension(files=tuple(os.fsencode(file) for file in _find_files(name)))


def _extension_of(outcome: Outcome, settings: Settings) -> Extension:
    if isinstance(outcome, Done):
        return _EXTENSIONS.decode(outcome.result)
    return Extension(problem=describe_outcome(outcome, seconds=settings.limits.file_seconds))


def _find_files(extension: str) -> Iterator[str]:
    import markdown

    kind = type(markdown.Markdown().build_extension(extension, {}))
    # The class of the extension may come from another module than the named one.
    for name in dict.fromkeys((kind.__module__, extension.partition(":")[0])):
        if name in sys.modules:
            for path in find_sources(sys.modules[name.partition(".")[0]]):
                yield str(path)
                yield str(path.resolve())
