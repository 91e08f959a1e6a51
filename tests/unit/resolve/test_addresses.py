from typing import Any

import pytest

from ssg.model.documents import AnyDocument
from tests.unit.samples import errors, guide, page, resource, resources, thread, topic

HINT = "rename or remove one of them"


@pytest.mark.parametrize(
    ("name", "owner", "address"),
    [
        ("threads", "the list of all threads", "/threads/"),
        ("a-z", "the index from A to Z", "/a-z/"),
        ("resources", "the list of resources", "/resources/"),
        ("404", "the page for missing addresses", "/404/"),
        ("assets", "the folder of the theme's assets", "/assets/"),
        ("media", "the folder of content/media", "/media/"),
    ],
)
def test_a_page_cannot_take_the_address_of_a_list(name: str, owner: str, address: str) -> None:
    path = f"content/pages/{name}.md"
    assert errors(page(name)) == [
        f"{path}:1:1: A01 {path} and {owner} would both be at {address} ({HINT})"
    ]


@pytest.mark.parametrize(
    ("file", "owner", "address"),
    [
        ("static/robots.txt", "the robots.txt that every site gets", "/robots.txt"),
        ("static/feed.xml", "the feed", "/feed.xml"),
        ("static/sitemap.xml", "the sitemap", "/sitemap.xml"),
        ("static/index.html", "the home page", "/"),
        ("static/topics/back/feed.xml", "the feed of topic 'back'", "/topics/back/feed.xml"),
        ("static/resources/nhs-back/index.html", "the page of resource 'nhs-back'",
         "/resources/nhs-back/"),
        ("static/guides/back-pain/index.html", "content/guides/back-pain.md",
         "/guides/back-pain/"),
        ("static/media/a.png", "content/media/a.png", "/media/a.png"),
    ],
)  # fmt: skip
def test_a_static_file_cannot_take_the_address_of_a_page(
    file: str, owner: str, address: str
) -> None:
    documents = (guide(), resources(resource("nhs-back")))
    assert errors(*documents, files=[file, "content/media/a.png"]) == [
        f"{file}: A01 {file} and {owner} would both be at {address} ({HINT})"
    ]


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("static/threads", "static/threads stands where the folder of /threads/ has to be"),
        ("static/Media", "static/Media stands where the folder of /media/ has to be"),
        ("static/feed.xml/x", "the feed stands where the folder of /feed.xml/x has to be"),
    ],
)
def test_a_file_cannot_stand_where_a_folder_has_to_be(file: str, place: str) -> None:
    assert errors(files=[file]) == [f"{file}: A01 {place} ({HINT})"]


def test_names_that_differ_only_by_case_are_reported() -> None:
    assert errors(files=["static/Logo.svg", "static/logo.svg"]) == [
        "static/logo.svg: A03 /logo.svg and /Logo.svg, which is static/Logo.svg,"
        f" differ only by case or Unicode form ({HINT})"
    ]


def test_names_that_differ_only_by_unicode_form_are_reported() -> None:
    found = errors(files=["static/ru\u0308cken.pdf", "static/r\u00fccken.pdf"])
    assert [line.split(": ")[1][:3] for line in found] == ["A03"]


def test_an_alias_that_differs_from_a_page_only_by_case_is_reported() -> None:
    assert errors(guide(), page(aliases=("/Guides/Back-Pain/",))) == [
        "content/pages/about.md:6:12: A03 /Guides/Back-Pain/ and /guides/back-pain/,"
        " which is content/guides/back-pain.md,"
        f" differ only by case or Unicode form ({HINT})"
    ]


@pytest.mark.parametrize(
    ("alias", "owner"),
    [
        ("/guides/back-pain/", "content/guides/back-pain.md"),
        ("/guides/back-pain", "content/guides/back-pain.md"),
        ("/guides/back-pain/index.html", "content/guides/back-pain.md"),
        ("/about/", "content/pages/about.md"),
        ("/guides/knee/", "content/guides/knee.md"),
        ("/threads/", "the list of all threads"),
        ("/index.html", "the home page"),
        ("/404.html", "the page for missing addresses"),
    ],
)
def test_an_alias_cannot_replace_a_page_even_one_that_is_a_draft(alias: str, owner: str) -> None:
    documents = (guide(), guide("knee", status="draft"), page(aliases=(alias,)))
    assert errors(*documents) == [
        f"content/pages/about.md:6:12: A02 alias '{alias}' is the address of {owner}"
        " (remove the alias, or rename what is there)"
    ]


@pytest.mark.parametrize(
    "alias", ["/threads/page/7/", "/topics/back/page/2", "/threads/page/7/index.html/x"]
)
def test_an_alias_cannot_replace_a_page_of_a_list_that_may_come(alias: str) -> None:
    assert errors(page(aliases=(alias,))) == [
        f"content/pages/about.md:6:12: A02 alias '{alias}' is the address of a page of a list"
        " (remove the alias)"
    ]


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        ("static/threads/page/2/index.html", "a page of a list"),
        ("static/topics/back/page/11/index.html", "a page of a list"),
        ("static/sitemap-3.xml", "a part of the sitemap"),
    ],
)
def test_a_file_cannot_replace_a_page_that_may_come(file: str, owner: str) -> None:
    address = file.removeprefix("static").removesuffix("index.html")
    assert errors(files=[file]) == [
        f"{file}: A01 {file} and {owner} would both be at {address} ({HINT})"
    ]


def test_an_alias_leads_to_one_page_only() -> None:
    assert errors(guide(aliases=("/old/",)), page(aliases=("/old",))) == [
        "content/pages/about.md:6:12: A01 alias '/old' is already given in"
        " content/guides/back-pain.md (an old address can lead to one page only)"
    ]


def test_an_alias_that_is_a_file_cannot_stand_where_another_needs_a_folder() -> None:
    assert errors(page(aliases=("/old.html", "/old.html/"))) == [
        "content/pages/about.md:6:12: A01 an alias in content/pages/about.md stands where the"
        f" folder of /old.html/ has to be ({HINT})"
    ]


@pytest.mark.parametrize(
    ("alias", "owner"),
    [
        ("/threads/index.html/x", "the list of all threads"),
        ("/guides/back-pain/index.html/x/", "content/guides/back-pain.md"),
    ],
)
def test_an_alias_cannot_be_below_a_page(alias: str, owner: str) -> None:
    address = f"{alias.rstrip('/')}/"
    assert errors(guide(), page(aliases=(alias,))) == [
        f"content/pages/about.md:6:12: A01 {owner} stands where the folder of {address}"
        f" has to be ({HINT})"
    ]


@pytest.mark.parametrize("file", ["static/assets/css", "static/Assets/mine.png"])
def test_a_static_file_cannot_be_among_the_themes_assets(file: str) -> None:
    assert errors(files=[file]) == [
        f"{file}: A01 {file.removeprefix('static')} is in the folder of the theme's assets"
        " (put it in another folder, or among your own assets in templates/assets/)"
    ]


def test_an_alias_cannot_be_among_the_themes_assets() -> None:
    assert errors(page(aliases=("/assets/css/old.html",))) == [
        "content/pages/about.md:6:12: A02 alias '/assets/css/old.html' is in the folder of the"
        " theme's assets (remove the alias)"
    ]


@pytest.mark.parametrize("hidden", [{"status": "withdrawn"}, {"expires_on": "2026-01-01"}])
def test_the_aliases_of_tombstones_are_free_again(hidden: dict[str, Any]) -> None:
    assert errors(guide(aliases=("/old/",), **hidden), page(aliases=("/old/",))) == []


def test_a_site_without_collisions_has_nothing_to_report() -> None:
    documents: list[AnyDocument] = [
        guide("same"),
        thread("same"),
        topic("same"),
        page("same", aliases=("/old.html", "/questions/1/")),
    ]
    assert errors(*documents, files=["static/favicon.svg", "content/media/same.png"]) == []
