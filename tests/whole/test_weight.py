"""What a phone has to load before it shows a page."""

import re
from pathlib import Path

import pytest
from lightningcss import process_stylesheet

from bench.weight import weigh_thread, write_site
from ssg.render.alerts import ALERT_TITLES
from ssg.render.assets import list_style_files
from ssg.render.theme import theme_dir
from tests.command import ROOT, ssg

_LIMIT = 12_000
# Where classes come from: templates, the texts that the code makes of Markdown, and scripts.
_SOURCES = [*theme_dir().rglob("*.html"), *theme_dir().rglob("*.js"), *(ROOT / "ssg").rglob("*.py")]
# What the templates put together from a part and a value.
_BUILT = re.compile(r"ssg-[\w-]+-(?=\{)")
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("weight")
    write_site(site)
    done = ssg("--site", site, "build", "--now", "2026-11-22")
    assert done.returncode == 0, done.stderr
    return site / "output"


def test_a_thread_with_ten_answers_is_within_twelve_kilobytes(output: Path) -> None:
    weights = weigh_thread(output)
    assert weights["HTML"].raw > 20_000
    assert weights["HTML"].brotli + weights["CSS"].brotli < _LIMIT


def test_a_page_loads_one_style_sheet_and_nothing_else(output: Path) -> None:
    html = (output / "threads/evening-walks/index.html").read_text()
    assert len(re.findall(r'<link rel="stylesheet"', html)) == 1
    assert not re.search(r"<img|<script src|<style| style=", html)


def test_every_class_of_the_style_sheet_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in _SOURCES)
    words = {*re.findall(r"[\w-]+", code), *(f"ssg-{kind}" for kind in ALERT_TITLES)}
    parts = tuple(_BUILT.findall(code))
    css = "".join(path.read_text(encoding="utf-8") for _, path in list_style_files([theme_dir()]))
    selectors = re.sub(r"\{[^{}]*\}", "{}", process_stylesheet(css))
    unused = {
        name
        for name in _CLASS.findall(selectors)
        if name not in words and not name.startswith(parts)
    }
    assert unused == set()
