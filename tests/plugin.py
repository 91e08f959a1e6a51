"""Puts plugins where Python finds them, with the metadata that an installer would write."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.command import ROOT

START = """
import re
from ssg.plugins.api import Check, Document, Finding, Place, hookimpl

def check(name, find, severity="warning"):
    return Check(name=name, title="Title", why="Why.", how="How.", severity=severity, find=find)
"""


def install(
    folder: Path, code: str, *, name: str = "house-style", version: str = "1.0", module: str = ""
) -> None:
    """Puts a plugin into `folder`: a package with `code`, in place of an older version."""
    module = module or name.replace("-", "_")
    for old in folder.glob(f"{module}-*.dist-info"):
        old.rename(folder / f"{module}-{version}.dist-info")
    write(folder / module / "__init__.py", START + code)
    describe(folder, name=name, version=version, points={name: module})


def describe(folder: Path, *, name: str, version: str, points: Mapping[str, str]) -> None:
    """Writes what an installer writes of a package and its entry points."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    write(info / "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = "".join(f"{key} = {value}\n" for key, value in points.items())
    write(info / "entry_points.txt", f"[ssg]\n{lines}")


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def path_of(folder: Path) -> dict[str, str]:
    """The environment in which Python finds what is in `folder`."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


def forget(folder: Path) -> None:
    """Has this process import what is in `folder` again."""
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", "")).startswith(str(folder)):
            del sys.modules[name]
