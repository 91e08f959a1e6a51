import re

from msgspec.structs import replace

from ssg.pages.menus import LinkView
from ssg.pages.registry import LISTS
from tests.unit.render.conftest import make_renderer
from tests.unit.render.samples import GUIDE, SITE


def test_each_list_of_the_theme_has_a_word_of_its_own_in_the_menu() -> None:
    links = [
        LinkView(url=f"/to-{kind}/", title="", kind=kind, lang="en") for kind in LISTS.values()
    ]
    site = replace(SITE, menu=tuple(links))
    html = make_renderer(site=site).render("pages/guide.html", GUIDE).decode()
    assert dict(re.findall(r'<a href="/to-(\w+)/">\s*([^<]*?)\s*</a>', html)) == {
        "home": "Home",
        "threads": "Questions",
        "topics": "Topics",
        "a_to_z": "A to Z",
        "resources": "Resources",
        "changes": "Corrections",
        "follow": "Follow new questions",
        "help": "Get help now",
        "search": "Search",
    }
    assert set(LISTS.values()) == set(re.findall(r'href="/to-(\w+)/"', html))


def test_a_title_is_shown_in_place_of_the_word_and_marked_with_its_language() -> None:
    site = replace(SITE, menu=(LinkView(url="/topics/", title="Temas", lang="es"),))
    html = make_renderer(site=site).render("pages/guide.html", GUIDE).decode()
    assert re.search(r'<a href="/topics/" lang="es"[^>]*>Temas\s*</a>', html)
