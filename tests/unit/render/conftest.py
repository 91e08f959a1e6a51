from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from ssg.render.renderer import Renderer
from ssg.render.theme import theme_dir
from tests.unit.render.samples import SITE

MakeRenderer = Callable[[dict[str, str]], Renderer]


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """Of the theme alone."""
    return Renderer([theme_dir()], site=SITE, zone=UTC)


@pytest.fixture
def with_templates(tmp_path: Path) -> MakeRenderer:
    """Makes a renderer of a site whose own template folder has these files, over the theme."""

    def make(files: dict[str, str]) -> Renderer:
        write_files(tmp_path, files)
        return Renderer([tmp_path, theme_dir()], site=SITE, zone=UTC)

    return make


def write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
