"""What is made of the theme's files is kept until one of them may have changed."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.pipeline import theme as module
from ssg.pipeline.theme import _load_parts, _Parts, _stat_folders
from ssg.render.bytecode import CompiledTemplates
from ssg.render.dependencies import template_fingerprints
from tests.unit.render.conftest import write_files

_LATER = 10_000_000_000

Process = Callable[[], _Parts]


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "theme"
    files = {"pages/a.html": "a", "assets/css/colors.css": "", "assets/logo.svg": "<svg/>"}
    write_files(folder, files)
    return folder


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[_Parts]:
    """What was not taken from what is kept."""
    made: list[_Parts] = []

    def make(folders: tuple[Path, ...]) -> _Parts:
        parts = _Parts(assets=(), colors=("", ""), templates=template_fingerprints(folders))
        made.append(parts)
        return parts

    monkeypatch.setattr(module, "_make_parts", make)
    return made


@pytest.fixture
def process(tmp_path: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> Process:
    """What another process would find, much later."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(module, "code_disk_time", lambda: time.time_ns() + _LATER)

    def load() -> _Parts:
        templates = CompiledTemplates(theme, tmp_path / "theme.templates")
        monkeypatch.setattr(module, "COMPILED", templates)
        parts = _load_parts((theme,), _stat_folders((theme,)))
        templates.save()
        return parts

    return load


def test_the_next_process_reads_no_file(process: Process, made: list[_Parts]) -> None:
    assert process() == process()
    assert len(made) == 1


@pytest.mark.parametrize("file", ["pages/a.html", "pages/b.html", "assets/logo.svg"])
def test_a_new_or_changed_file_is_read(
    process: Process, theme: Path, made: list[_Parts], file: str
) -> None:
    process()
    write_files(theme, {file: "new"})
    process()
    assert len(made) == 2


def test_a_file_that_may_change_and_keep_its_stats_is_read_again(
    process: Process, made: list[_Parts], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "code_disk_time", lambda: 0)
    process()
    process()
    assert len(made) == 2


def test_templates_of_a_site_are_read_in_every_run(
    process: Process, theme: Path, tmp_path: Path, made: list[_Parts]
) -> None:
    process()
    folders = (tmp_path / "site", theme)
    _load_parts(folders, _stat_folders(folders))
    assert len(made) == 2
