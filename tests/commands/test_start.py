"""What a command loads and does that is not its work: it would take longer than that."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import ssg

_OBSERVED = """
import atexit, gc, json, os, sys
def tell():
    found = {"modules": sorted(sys.modules), "collects": gc.isenabled()}
    print(json.dumps(found), file=sys.stderr, flush=True)
atexit.register(tell)
class Freed:
    def __del__(self, write=os.write):
        write(1, b"freed")
freed = Freed()
sys.argv[0] = "ssg"
from ssg.__main__ import main
main()
"""


def observe(*arguments: str | Path) -> dict[str, Any]:
    """What its process has loaded at its end, and whether it collects garbage and frees objects."""
    ended = subprocess.run(
        [sys.executable, "-c", _OBSERVED, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        # What is made of the theme is kept where Python keeps its bytecode.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    )
    found: dict[str, Any] = json.loads(ended.stderr.splitlines()[-1])
    return {**found, "freed": ended.stdout.endswith("freed")}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert ssg("init", folder).returncode == 0
    return folder


def test_the_version_is_said_without_loading_a_library_but_click() -> None:
    assert {"click"} == {"click", "msgspec", "yaml", "jinja2", "rich"} & set(
        observe("--version")["modules"]
    )


def test_a_site_without_mistakes_needs_no_library_that_explains_them(site: Path) -> None:
    loaded = set(observe("--site", site, "build")["modules"])
    assert "jinja2" in loaded
    assert not loaded & {
        "pydantic", "phonenumbers", "rich", "markdown", "yaml", "importlib.metadata"
    }  # fmt: skip


def test_the_theme_that_was_read_by_an_earlier_build_needs_no_parser(site: Path) -> None:
    observe("--site", site, "build", "--output", site / "one")
    loaded = set(observe("--site", site, "build", "--output", site / "two")["modules"])
    assert not loaded & {"tinycss2", "lightningcss", "ssg.render.colors"}


def test_a_build_with_nothing_to_do_loads_no_stage(site: Path) -> None:
    observe("--site", site, "build")
    loaded = set(observe("--site", site, "build")["modules"])
    assert not loaded & {"ssg.pipeline.publishing", "ssg.schema", "yaml", "sqlite3", "jinja2"}


def test_only_workers_load_the_parser(site: Path) -> None:
    loaded = set(observe("--site", site, "build")["modules"])
    assert "ssg.pipeline.stages" in loaded
    assert "ssg.parse.files" not in loaded


def test_workers_begin_to_parse_before_what_renders_is_loaded() -> None:
    code = "import sys, ssg.pipeline.publishing; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.split())
    assert "ssg.parse.dispatch" in loaded
    assert not loaded & {"ssg.pipeline.stages", "ssg.parse.files", "ssg.pages.registry", "jinja2"}


def test_a_command_that_ends_soon_never_looks_for_garbage(site: Path) -> None:
    found = observe("--site", site, "check")
    assert not found["collects"]


def test_a_command_that_may_run_long_does(site: Path) -> None:
    guide = next((site / "content/guides").iterdir())
    assert observe("--site", site, "fmt", "--to-commonmark", guide)["collects"]
    assert observe("--site", site, "serve", "--host", "no such host")["collects"]


def test_what_the_system_takes_back_at_the_end_is_not_freed_before(site: Path) -> None:
    assert not observe("--help")["freed"]
    assert not observe("--site", site, "build")["freed"]
