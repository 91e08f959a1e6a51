"""Compiled code gives, for any view, the bytes that Jinja gives."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from ssg.pages.registry import KINDS
from ssg.pages.site import SiteView
from tests.effort import EFFORT
from tests.property.views import RandomViews
from tests.unit.render.compile.compared import Compared, in_language
from tests.unit.render.samples import SITE

PAGES = 6 * EFFORT
LANGUAGES = ["en", "es", "ar", "de"]


@pytest.fixture(scope="module", params=["the sample site", "a random site", "any site"])
def compared(request: pytest.FixtureRequest) -> Compared:
    if request.param == "the sample site":
        return Compared()
    site: SiteView = RandomViews(7).make(SiteView)
    assets: Mapping[str, str] = {**SITE.assets, "favicon.svg": "/a&b.svg"}
    site = replace(site, assets=assets, lang="es", main_lang="en")
    return Compared(site=site, for_any_site=request.param == "any site")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_random_page_is_the_same(compared: Compared, kind: Any, lang: str) -> None:
    for view in random_views(kind.view, lang, PAGES):
        page = compared.jinja(kind.template, view)
        assert compared.compiled(kind.template, view) == page
        # Some make no sense, such as a guide that was reviewed on no day: then both fail.
        assert compared.was_compiled(kind.template, view) == isinstance(page, bytes)


def random_views(kind: type[Any], lang: str, count: int) -> list[Any]:
    views = RandomViews(Random(f"{kind.__name__} {lang}").randrange(10**9))
    return [in_language(views.make(kind), lang) for _ in range(count)]
