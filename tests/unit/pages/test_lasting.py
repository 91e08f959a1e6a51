"""Which addresses a site promises to keep."""

from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from ssg import urls
from ssg.config import Settings
from ssg.config.settings import SiteLanguage
from ssg.model.documents import AnyDocument
from ssg.pages.lasting import lasting_addresses
from ssg.pages.plan import plan_pages
from ssg.pages.registry import KINDS_BY_NAME, numbered_owner, site_redirects
from tests.unit.samples import SETTINGS, answer, guide, page, site_of, thread, topic

SPANISH = replace(SETTINGS, languages={"es": SiteLanguage(title="Título")}, search=True)


@dataclass(frozen=True)
class Case:
    """A site, and its settings."""

    documents: tuple[AnyDocument, ...]
    settings: Settings = SETTINGS


CASES = {
    "a thread": Case((thread(),)),
    "nothing": Case(()),
    "a long list": Case(tuple(thread(f"t-{n}") for n in range(7)), replace(SETTINGS, page_size=2)),
    "two languages": Case((thread(), thread("sueno", lang="es"), page(), guide()), SPANISH),
    "withdrawn": Case((thread(status="withdrawn", aliases=("/old.html",)), thread("b"))),
    "renamed topic": Case((thread(), topic("back", aliases=("/topics/spine/",)))),
    "renamed without a feed": Case((guide(), topic("back", aliases=("/topics/spine/",)))),
    "duplicate": Case((thread(), thread("again", duplicate_of="sore-back"))),
    "hidden": Case((thread(), thread("b", status="draft"), guide(publish_on="2030-01-01"))),
}


@pytest.mark.parametrize("name", CASES)
def test_they_are_those_of_all_pages_but_numbered_ones_and_those_for_hosts(name: str) -> None:
    case = CASES[name]
    site = site_of(*case.documents, settings=case.settings)
    planned = [
        urls.address(plan.output_path)
        for plan in plan_pages(site, case.settings)
        if not KINDS_BY_NAME[plan.kind].is_for_hosts
        and not numbered_owner(plan.output_path, case.settings)
    ]
    listed = [one.address for one in lasting_addresses(site, (), case.settings)]
    assert sorted(set(listed)) == sorted(planned)


def test_files_are_listed_unless_they_are_parts_of_pages_or_for_hosts() -> None:
    parts = ["static/a.css", "static/b/c.JS", "content/media/d.png", "static/favicon.ico"]
    for_hosts = ["static/_redirects", "static/.well-known/x.txt", "static/robots.txt"]
    files = ["static/e.pdf", "content/media/f.csv", "static/g/index.html", "static/my file.txt"]
    listed = lasting_addresses(site_of(), [*parts, *for_hosts, *files], SETTINGS)
    given = {one.source: one.address for one in listed if one.source}
    assert given == {
        "static/e.pdf": "/e.pdf",
        "content/media/f.csv": "/media/f.csv",
        "static/g/index.html": "/g/",
        "static/my%20file.txt": "/my%20file.txt",
    }


def test_an_alias_has_the_file_that_it_is_in() -> None:
    site = site_of(thread(aliases=("/old.html",)), guide(aliases=("/new",)))
    listed = {one.address: one.source for one in lasting_addresses(site, (), SETTINGS)}
    assert listed["/old.html"] == "content/threads/sore-back.md"
    assert listed["/new/"] == "content/guides/back-pain.md"


def test_threads_and_guides_have_anchors_also_their_old_ones() -> None:
    post = replace(answer(), meta=replace(answer().meta, anchor_aliases=("old",)))
    text = guide(headings=("what",), anchor_aliases={"once": "what"})
    listed = {
        one.address: one.anchors
        for one in lasting_addresses(site_of(thread(posts=[post]), text), (), SETTINGS)
    }
    assert listed["/threads/sore-back/"] == (post.anchor, "old")
    assert listed["/guides/back-pain/"] == ("what", "once")


def test_an_alias_that_is_written_wins_over_one_that_is_implied() -> None:
    renamed = topic("back", aliases=("/topics/spine/",))
    site = site_of(thread(aliases=("/topics/spine/follow/",)), renamed)
    found = {one.alias: one.target for one in site_redirects(site, SETTINGS)}
    assert found == {
        "/topics/spine/": "/topics/back/",
        "/topics/spine/follow/": "/threads/sore-back/",
        "/topics/spine/feed.xml": "/topics/back/feed.xml",
    }


def test_the_feed_of_a_topic_stays_when_its_only_thread_is_a_duplicate() -> None:
    again = thread("again", topics=("naps",), duplicate_of="sore-back")
    site = site_of(thread(), again, topic("naps"), topic())
    listed = {one.address for one in lasting_addresses(site, (), SETTINGS)}
    assert "/topics/naps/feed.xml" in listed
