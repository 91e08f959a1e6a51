"""What was compiled of the theme is kept for the next process, and nothing else is."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from ssg.cache.beside_bytecode import beside_bytecode
from ssg.render import bytecode
from ssg.render.bytecode import CompiledTemplates, Reference, References

NAME = "a.html"
OLD, NEW = "{{ 1 + 1 }} old", "{{ 1 + 1 }} new"
REFERENCES = (Reference(target="b.html", line=3, may_be_missing=False),)

Process = Callable[[], "OneProcess"]


class OneProcess:
    """Renders and looks for references as a process does, and counts what it has to do itself."""

    def __init__(self, theme: Path, file: Path | None) -> None:
        self.templates = CompiledTemplates(theme, file)
        self.work: list[str] = []

    def render(self, folder: Path, source: str = OLD) -> str:
        (folder / NAME).write_text(source)
        environment = Environment(
            loader=FileSystemLoader(folder), bytecode_cache=self.templates, autoescape=True
        )
        generate = environment._generate

        def watched(*args: Any, **options: Any) -> str:
            self.work.append("compile")
            return generate(*args, **options)

        environment._generate = watched  # type: ignore[method-assign]
        return environment.get_template(NAME).render()

    def references(self, folder: Path, source: str = OLD) -> References:
        return self.templates.references(source, NAME, str(folder / NAME), self._find)

    def tree(self, folder: Path, source: str = OLD) -> nodes.Template:
        return self.templates.syntax_tree(source, str(folder / NAME), lambda: self._parse(source))

    def style(self, folder: Path, source: str = OLD) -> bytes:
        return self.templates.style("a.css", {folder / "a.css": source.encode()}, self._minify)

    def _minify(self) -> bytes:
        self.work.append("minify")
        return b"small"

    def _parse(self, source: str) -> nodes.Template:
        self.work.append("parse")
        return Environment().parse(source)

    def _find(self, _source: str, _name: str) -> References:
        self.work.append("find")
        return REFERENCES


@pytest.fixture(autouse=True)
def may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "theme").mkdir()
    return tmp_path / "theme"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "theme.templates"


@pytest.fixture
def start(theme: Path, file: Path) -> Process:
    """Starts a process, after one that has compiled all and ended."""
    first = OneProcess(theme, file)
    first.render(theme)
    first.references(theme)
    first.tree(theme)
    first.style(theme)
    first.templates.save()
    return lambda: OneProcess(theme, file)


def test_the_next_process_does_nothing_again(start: Process, theme: Path) -> None:
    process = start()
    assert process.render(theme) == "2 old"
    assert process.references(theme) == REFERENCES
    assert process.tree(theme) == Environment().parse(OLD)
    assert process.style(theme) == b"small"
    assert process.work == []


def test_nothing_is_written_again_where_nothing_was_compiled(
    start: Process, theme: Path, file: Path
) -> None:
    written = file.stat().st_mtime_ns
    process = start()
    process.render(theme)
    process.templates.save()
    assert file.stat().st_mtime_ns == written


def test_another_source_is_compiled_and_replaces_the_old_one(
    start: Process, theme: Path, file: Path
) -> None:
    process = start()
    assert process.render(theme, NEW) == "2 new"
    assert process.references(theme, NEW) == REFERENCES
    assert process.tree(theme, NEW) == Environment().parse(NEW)
    assert process.style(theme, NEW) == b"small"
    assert process.work == ["compile", "find", "parse", "minify"]
    # The new source is as long as the old one.
    size = file.stat().st_size
    process.templates.save()
    last = start()
    assert last.render(theme, NEW) == "2 new"
    assert last.tree(theme, NEW) == Environment().parse(NEW)
    assert last.work == []
    assert file.stat().st_size == size


def test_templates_of_a_site_are_not_kept(start: Process, tmp_path: Path, file: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    before = file.read_bytes()
    process = start()
    process.render(site, NEW)
    process.references(site, NEW)
    process.tree(site, NEW)
    process.style(site, NEW)
    process.templates.save()
    assert process.work == ["compile", "find", "parse", "minify"]
    assert file.read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"damaged", b"\xff" * 40])
def test_a_damaged_file_is_made_again(
    start: Process, theme: Path, file: Path, damage: bytes
) -> None:
    sound = file.read_bytes()
    file.write_bytes(damage)
    process = start()
    assert process.render(theme) == "2 old"
    assert process.references(theme) == REFERENCES
    assert process.tree(theme) == Environment().parse(OLD)
    assert process.style(theme) == b"small"
    assert process.work == ["compile", "find", "parse", "minify"]
    process.templates.save()
    assert file.read_bytes() == sound


def test_one_changed_byte_is_found(start: Process, theme: Path, file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    process = start()
    process.render(theme)
    assert process.work == ["compile"]


def test_other_code_of_ours_compiles_all_again(
    start: Process, theme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bytecode, "code_fingerprint", lambda: "of another version")
    process = start()
    process.render(theme)
    assert process.work == ["compile"]


def test_nothing_is_written_where_python_writes_no_bytecode(
    theme: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    process = OneProcess(theme, file)
    process.render(theme)
    process.templates.save()
    assert not file.exists()


@pytest.mark.parametrize("place", ["a file above", "none"])
def test_a_place_that_takes_nothing_is_no_error(theme: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "above").touch()
    file = tmp_path / "above" / "theme.templates" if place == "a file above" else None
    process = OneProcess(theme, file)
    assert process.render(theme) == "2 old"
    process.templates.save()


def test_it_is_beside_the_bytecode_of_our_own_modules() -> None:
    file = beside_bytecode(bytecode.__file__, ".templates")
    assert file is not None
    assert bytecode.__spec__ is not None
    assert file.parent == Path(bytecode.__spec__.cached or "").parent


def test_a_syntax_tree_still_has_its_environment_after_it_was_kept(theme: Path, file: Path) -> None:
    environment = Environment()
    process = OneProcess(theme, file)
    tree = process.templates.syntax_tree(OLD, str(theme / NAME), lambda: environment.parse(OLD))
    assert all(node.environment is environment for node in tree.find_all(nodes.Node))


def test_whoever_cannot_write_to_the_module_cannot_write_to_its_code(
    theme: Path, file: Path
) -> None:
    process = OneProcess(theme, file)
    process.render(theme)
    old = os.umask(0)
    try:
        process.templates.save()
    finally:
        os.umask(old)
    assert file.stat().st_mode & 0o777 == (Path(bytecode.__file__).stat().st_mode | 0o200) & 0o777


def test_a_process_may_compile_all_again_and_keep_nothing(
    start: Process, theme: Path, file: Path
) -> None:
    before = file.read_bytes()
    process = start()
    process.templates.ignore_kept()
    assert process.render(theme) == "2 old"
    assert process.references(theme) == REFERENCES
    assert process.work == ["compile", "find"]
    process.templates.save()
    assert file.read_bytes() == before
