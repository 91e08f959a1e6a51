from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ssg.config import Settings
from ssg.pages.site import SiteView
from ssg.plugins.calling import NO_FUNCTIONS, Functions
from ssg.render.renderer import Renderer
from ssg.render.theme import theme_dir
from tests.unit.render.samples import SITE

MakeRenderer = Callable[[dict[str, str]], Renderer]


def make_renderer(
    *folders: Path,
    site: SiteView = SITE,
    code: Mapping[str, bytes] = {},
    functions: Functions = NO_FUNCTIONS,
) -> Renderer:
    """Of the theme below these folders, for a site with one language, in UTC."""
    settings = Settings(title=site.title, url="https://example.org", language=site.main_lang)
    sites = {site.main_lang: site}
    return Renderer(
        [*folders, theme_dir()], sites=sites, settings=settings, code=code, functions=functions
    )


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """Of the theme alone."""
    return make_renderer()


@pytest.fixture
def with_templates(tmp_path: Path) -> MakeRenderer:
    """Makes a renderer of a site whose own template folder has these files, over the theme."""

    def make(files: dict[str, str]) -> Renderer:
        write_files(tmp_path, files)
        return make_renderer(tmp_path)

    return make


def write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
