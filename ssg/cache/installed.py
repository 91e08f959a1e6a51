"""The versions of installed packages, from the names of the folders that describe them.

https://packaging.python.org/en/latest/specifications/recording-installed-packages/ defines these
names. `importlib.metadata` reads and parses a file for each package, which takes as long as
checking a small site.
"""

import os
import re
import sys
from contextlib import suppress
from functools import cache

_ENDING = ".dist-info"


def version(name: str) -> str:
    """The version of the package `name`. Raises PackageNotFoundError."""
    found = _list_versions(tuple(sys.path)).get(_normalize(name))
    if found:
        return found
    # Installed in another way, as some systems do.
    from importlib import metadata  # noqa: PLC0415

    return metadata.version(name)


def find_description(name: str) -> str | None:
    """The folder that describes the package `name` now; None if it was installed in another way."""
    for folder in sys.path:
        for entry in _list_descriptions(folder):
            if _normalize(_split_name(entry)[0]) == _normalize(name):
                return entry.path
    return None


@cache
def _list_versions(folders: tuple[str, ...]) -> dict[str, str]:
    """By normalized name; where there are several, the version that is imported."""
    versions = {}
    for folder in reversed(folders):
        for entry in _list_descriptions(folder):
            name, found = _split_name(entry)
            versions[_normalize(name)] = found
    return versions


def _list_descriptions(folder: str) -> list[os.DirEntry[str]]:
    with suppress(OSError):
        return [entry for entry in os.scandir(folder or ".") if entry.name.endswith(_ENDING)]
    return []


def _split_name(description: os.DirEntry[str]) -> tuple[str, str]:
    """The name and the version of the package that a folder describes."""
    name, _, version = description.name.removesuffix(_ENDING).rpartition("-")
    return name, version


def _normalize(name: str) -> str:
    """https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return re.sub(r"[-_.]+", "-", name).lower()
