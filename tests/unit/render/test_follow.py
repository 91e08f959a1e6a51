from ssg.pages.kind import View
from ssg.render.renderer import Renderer
from tests.unit.render.markup import Page
from tests.unit.render.samples import MINIMAL, RICH


def _page(renderer: Renderer, view: View) -> Page:
    return Page(renderer.render("pages/follow.html", view).decode())


def test_the_address_of_a_feed_can_be_copied_and_opened(renderer: Renderer) -> None:
    page = _page(renderer, RICH["pages/follow.html"])
    address = "https://threads.example.org/topics/middle-back/feed.xml"
    assert page.all("code", class_="ssg-address", dir="ltr")
    assert f"Copy this address: {address}" in page.text
    assert page.all("a", class_="ssg-button", href="/topics/middle-back/feed.xml")
    assert "Follow the topic Middle <back>" in page.text


def test_ways_by_mail_are_offered_only_where_there_are_some(renderer: Renderer) -> None:
    page = _page(renderer, RICH["pages/follow.html"])
    assert page.all("a", href="https://news.example.org/?page=x&lang=en", rel="nofollow")
    assert page.all("a", href="mailto:news@example.org", rel="nofollow")
    plain = _page(renderer, MINIMAL["pages/follow.html"])
    assert "By e-mail" not in plain.text
    assert "Follow new questions" in plain.text
