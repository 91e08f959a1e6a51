"""A preview says on each page that it is one; the published site has nothing of that."""

import shutil
from pathlib import Path

import pytest

from ssg.render.theme import theme_dir
from tests.command import ssg, tree
from tests.incremental.samples import SmallSite

_NOINDEX = '<meta name="robots" content="noindex">'
_SENTENCE = "This is a preview. It is not the published site."
_PREVIEW = ("--environment", "preview")


def _pages(output: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in tree(output).items() if name.endswith(".html")}


@pytest.fixture(name="site")
def redirecting_site(small: SmallSite) -> SmallSite:
    small.edit("content/guides/moving.md", "title: Moving", "title: Moving\naliases: [/old/]")
    small.build()
    return small


def test_no_page_of_a_preview_is_for_search_engines(site: SmallSite) -> None:
    site.build(*_PREVIEW)
    pages = _pages(site.output)
    assert "old/index.html" in pages
    assert "404.html" in pages
    assert [name for name, text in pages.items() if text.count(_NOINDEX) != 1] == []
    assert [name for name, text in pages.items() if text.count(_SENTENCE) != 1] == []
    assert '<link rel="canonical" href="https://small.example.org/">' in pages["index.html"]
    others = tree(site.output)
    assert "sitemap.xml" not in others
    # A page that crawlers must not read could not ask them for anything.
    assert others["robots.txt"] == b"User-agent: *\nAllow: /\n"
    assert b"\n  X-Robots-Tag: noindex\n" in others["_headers"]
    assert _SENTENCE.encode() in others["feed.xml"]


def test_what_is_published_has_nothing_of_a_preview(site: SmallSite) -> None:
    everything = b"".join(tree(site.output).values())
    assert _SENTENCE.encode() not in everything
    assert b"X-Robots-Tag" not in everything
    named = {name for name, text in _pages(site.output).items() if _NOINDEX in text}
    assert {name for name in named if "/follow/" not in f"/{name}"} == {"404.html"}
    assert b"\nSitemap: https://small.example.org/sitemap.xml\n" in tree(site.output)["robots.txt"]


def test_a_folder_may_change_between_the_environments(site: SmallSite, tmp_path: Path) -> None:
    published = tree(site.output)
    site.build(*_PREVIEW)
    clean = tmp_path / "clean"
    shutil.rmtree(site.folder / ".ssg")
    site.build(*_PREVIEW, output=clean)
    assert tree(site.output) == tree(clean)
    done = ssg("--site", site.folder, "verify", "--output", site.output)
    assert done.returncode == 0, done.stderr
    site.build()
    assert tree(site.output) == published


def test_the_same_preview_twice_is_made_once(site: SmallSite) -> None:
    site.build(*_PREVIEW)
    again = site.build(*_PREVIEW)
    assert (again.rendered, again.written) == (0, frozenset())


def test_a_layout_that_lets_search_engines_list_a_preview_is_refused(site: SmallSite) -> None:
    layout = (theme_dir() / "base.html").read_text(encoding="utf-8")
    site.write("templates/base.html", layout.replace(" or site.is_preview", ""))
    site.build()
    before = tree(site.output)
    options = ("--output", site.output, *_PREVIEW)
    done = ssg("--site", site.folder, "build", *options)
    assert done.returncode == 1
    assert "templates/base.html: error[S03] search engines would list a page" in done.stderr
    assert tree(site.output) == before


def test_a_layout_of_its_own_that_says_noindex_makes_a_preview(site: SmallSite) -> None:
    site.write(
        "templates/base.html",
        "<!doctype html><html><head>{% if site.is_preview %}"
        f"{_NOINDEX}{{% endif %}}</head><body>{{% block main %}}{{% endblock %}}</body></html>\n",
    )
    site.build(*_PREVIEW)
    assert all(_NOINDEX in text for text in _pages(site.output).values())


def test_a_preview_speaks_the_language_of_its_page(site: SmallSite) -> None:
    site.edit("site.yaml", "title: Small", "title: Small\nlanguage: es")
    site.build(*_PREVIEW)
    assert (
        "Esta es una vista previa. No es el sitio publicado." in _pages(site.output)["index.html"]
    )
