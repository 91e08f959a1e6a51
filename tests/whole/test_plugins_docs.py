"""The example in docs/plugins.md works as it stands: a test writes its files and runs its commands.

A fenced example whose info string names a path is a complete file.
"""

import inspect
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from msgspec import Struct

from ssg.plugins import api
from tests.command import ROOT, ssg
from tests.plugin import describe, path_of, write

DOCS = (ROOT / "docs/plugins.md").read_text()
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL))
NAMED = re.findall(r"^```(text|sh)\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with the example's files, in which its package is installed as if editable."""
    for path, text in FILES.items():
        write(tmp_path / path, text)
    package = tmp_path / "house-style"
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    points = project["entry-points"]["ssg"]
    describe(package, name=project["name"], version=project["version"], points=points)
    return tmp_path


def test_the_example_finds_what_the_page_says(installed: Path) -> None:
    env = path_of(installed / "house-style")
    (said,) = [text for kind, text in NAMED if kind == "text"]
    checked = ssg("--site", "mysite", "check", env=env, cwd=installed)
    assert checked.returncode == 1
    assert said in checked.stderr


def test_the_commands_of_the_page_work(installed: Path) -> None:
    env = path_of(installed / "house-style")
    lines = [line for kind, text in NAMED if kind == "sh" for line in text.splitlines()]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("ssg ")]
    explained, cleared = [ssg(*command, env=env, cwd=installed) for command in commands]
    assert explained.stdout.startswith("warning house-style/always: Promise in a guide\n")
    assert "cleared[house-style/always]" in cleared.stdout
    checked = ssg("--site", "mysite", "check", env=env, cwd=installed)
    assert "[house-style/always]" not in checked.stderr


def test_the_filter_and_the_test_of_the_page_are_in_its_template(installed: Path) -> None:
    env = path_of(installed / "house-style")
    guide = installed / "mysite/content/guides/insomnia.md"
    source = "sources: [{title: Sleep, url: https://example.com/sleep}]\n---\n\n"
    guide.write_text(guide.read_text().replace("---\n\n", source))
    built = ssg("--site", "mysite", "build", env=env, cwd=installed)
    assert built.returncode == 0, built.stderr
    page = (installed / "mysite/output/index.html").read_text()
    assert "Night and\N{NO-BREAK SPACE}day</a>" in page


def test_the_page_names_all_that_plugins_can_use() -> None:
    classes = [one for _, one in inspect.getmembers(api, inspect.isclass)]
    own = [one for one in classes if one.__module__ == api.__name__]
    for one in own:
        names = one.__struct_fields__ if issubclass(one, Struct) else ()
        hooks = [name for name in vars(one) if name.startswith("ssg_")]
        for name in (*names, *hooks):
            assert re.search(rf"\b{name}\b", DOCS), f"{one.__name__}.{name}"
