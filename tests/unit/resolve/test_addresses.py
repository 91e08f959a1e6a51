from typing import Any

import pytest
from msgspec.structs import replace

from ssg.config import SiteLanguage
from ssg.model.documents import AnyDocument
from tests.unit.samples import SETTINGS, errors, guide, page, resource, resources, thread, topic

HINT = "rename or remove one of them"


@pytest.mark.parametrize(
    ("name", "owner", "address"),
    [
        ("threads", "the list of all threads", "/threads/"),
        ("a-z", "the index from A to Z", "/a-z/"),
        ("resources", "the list of resources", "/resources/"),
        ("topics", "the list of topics", "/topics/"),
        ("changes", "the list of corrections", "/changes/"),
        ("follow", "the page on how to follow the site", "/follow/"),
        ("get-help", "the page of emergency numbers and helplines", "/get-help/"),
        ("404", "the page for missing addresses", "/404/"),
        ("assets", "the folder of the theme's assets", "/assets/"),
        ("media", "the folder of content/media", "/media/"),
    ],
)
def test_a_page_cannot_take_the_address_of_a_list(name: str, owner: str, address: str) -> None:
    path = f"content/pages/{name}.md"
    assert errors(page(name)) == [
        f"{path}:1:1: A01 {path} and {owner} have the same address, {address} ({HINT})"
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
        f"{file}: A01 {file} and {owner} have the same address, {address} ({HINT})"
    ]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("static/threads", "static/threads would be written where /threads/ needs a folder"),
        ("static/Media", "static/Media would be written where /media/ needs a folder"),
        ("static/feed.xml/x", "the feed would be written where /feed.xml/x needs a folder"),
    ],
)
def test_a_file_cannot_be_where_another_needs_a_folder(file: str, message: str) -> None:
    assert errors(files=[file]) == [f"{file}: A01 {message} ({HINT})"]


def test_names_that_differ_only_by_case_are_reported() -> None:
    assert errors(files=["static/Logo.svg", "static/logo.svg"]) == [
        "static/logo.svg: A03 /logo.svg differs from /Logo.svg (static/Logo.svg)"
        f" only by case or Unicode form ({HINT})"
    ]


def test_names_that_differ_only_by_unicode_form_are_reported() -> None:
    found = errors(files=["static/ru\u0308cken.pdf", "static/r\u00fccken.pdf"])
    assert [line.split(": ")[1][:3] for line in found] == ["A03"]


def test_an_alias_that_differs_from_a_page_only_by_case_is_reported() -> None:
    assert errors(guide(), page(aliases=("/Guides/Back-Pain/",))) == [
        "content/pages/about.md:6:12: A03 /Guides/Back-Pain/ differs from /guides/back-pain/"
        " (content/guides/back-pain.md)"
        f" only by case or Unicode form ({HINT})"
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
        f"content/pages/about.md:6:12: A02 alias '{alias}' is already the address of {owner}"
        " (change or remove the alias)"
    ]


@pytest.mark.parametrize(
    "alias", ["/threads/page/7/", "/topics/back/page/2", "/threads/page/7/index.html/x"]
)
def test_an_alias_cannot_take_the_address_of_a_future_page_of_a_list(alias: str) -> None:
    assert errors(page(aliases=(alias,))) == [
        f"content/pages/about.md:6:12: A02 alias '{alias}' is an address that is reserved for"
        " a page of a list (change or remove the alias)"
    ]


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        ("static/threads/page/2/index.html", "a page of a list"),
        ("static/topics/back/page/11/index.html", "a page of a list"),
        ("static/sitemap-3.xml", "a part of the sitemap"),
    ],
)
def test_a_file_cannot_take_the_address_of_a_future_page(file: str, owner: str) -> None:
    address = file.removeprefix("static").removesuffix("index.html")
    assert errors(files=[file]) == [
        f"{file}: A01 the address {address} is reserved for {owner} (rename or remove this file)"
    ]


def test_an_alias_redirects_to_one_page_only() -> None:
    assert errors(guide(aliases=("/old/",)), page(aliases=("/old",))) == [
        "content/pages/about.md:6:12: A01 alias '/old' is already used in"
        " content/guides/back-pain.md"
        " (remove one of them: an old address can redirect to one page only)"
    ]


def test_an_alias_that_is_a_file_cannot_be_where_another_needs_a_folder() -> None:
    assert errors(page(aliases=("/old.html", "/old.html/"))) == [
        "content/pages/about.md:6:12: A01 an alias in content/pages/about.md would be written"
        f" where /old.html/ needs a folder ({HINT})"
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
        f"content/pages/about.md:6:12: A01 {owner} would be written where"
        f" {address} needs a folder ({HINT})"
    ]


@pytest.mark.parametrize("file", ["static/assets/css", "static/Assets/mine.png"])
def test_a_static_file_cannot_be_in_the_folder_of_assets(file: str) -> None:
    assert errors(files=[file]) == [
        f"{file}: A01 {file.removeprefix('static')} is in the folder that is reserved for the"
        " theme's assets (move it to another folder, or to your own assets in templates/assets/)"
    ]


def test_an_alias_cannot_be_in_the_folder_of_assets() -> None:
    assert errors(page(aliases=("/assets/css/old.html",))) == [
        "content/pages/about.md:6:12: A02 alias '/assets/css/old.html' is in the folder that is"
        " reserved for the theme's assets (change or remove the alias)"
    ]


@pytest.mark.parametrize("hidden", [{"status": "withdrawn"}, {"expires_on": "2026-01-01"}])
def test_the_aliases_of_tombstones_are_taken(hidden: dict[str, Any]) -> None:
    assert errors(guide(aliases=("/old/", "/a-z/"), **hidden), page(aliases=("/old/",))) == [
        "content/guides/back-pain.md:6:12: A02 alias '/a-z/' is already the address of the index"
        " from A to Z (change or remove the alias)",
        "content/pages/about.md:6:12: A01 alias '/old/' is already used in"
        " content/guides/back-pain.md (remove one of them: an old address can redirect to one"
        " page only)",
    ]


def test_a_site_without_collisions_has_no_errors() -> None:
    documents: list[AnyDocument] = [
        guide("same"),
        thread("same"),
        topic("same"),
        page("same", aliases=("/old.html", "/questions/1/")),
    ]
    assert errors(*documents, files=["static/favicon.svg", "content/media/same.png"]) == []


@pytest.mark.parametrize(
    ("document", "place", "owner", "address"),
    [
        (page("pt-br"), "content/pages/pt-br.md:1:1", "the home page in 'pt-BR'", "/pt-br/"),
        (page("es"), "content/pages/es.md:1:1", "the home page in 'es'", "/es/"),
    ],
)
def test_a_page_cannot_take_the_address_of_a_list_in_another_language(
    document: AnyDocument, place: str, owner: str, address: str
) -> None:
    languages = {"es": SiteLanguage(), "pt-BR": SiteLanguage()}
    settings = replace(SETTINGS, languages=languages)
    assert errors(document, settings=settings) == [
        f"{place}: A01 {document.path} and {owner} have the same address, {address} ({HINT})"
    ]
    assert errors(document) == []


def test_pages_of_lists_that_may_come_are_reserved_in_the_sites_languages_only() -> None:
    document = page(aliases=("/es/threads/page/7/",))
    settings = replace(SETTINGS, languages={"es": SiteLanguage()})
    assert errors(document, settings=settings) == [
        "content/pages/about.md:6:12: A02 alias '/es/threads/page/7/' is an address that is"
        " reserved for a page of a list (change or remove the alias)"
    ]
    assert errors(document) == []


def test_a_site_may_have_a_file_of_headers_of_its_own() -> None:
    assert errors(files=["static/_headers"]) == []


def test_nothing_can_be_below_the_file_of_headers() -> None:
    owner = "the file of headers that every site gets would be written where"
    assert errors(page(aliases=("/_headers",)), files=["static/_headers/x.txt"]) == [
        f"static/_headers/x.txt: A01 {owner} /_headers/x.txt needs a folder ({HINT})"
    ]
    assert errors(page(aliases=("/_headers",))) == [
        f"content/pages/about.md:6:12: A01 {owner} /_headers/ needs a folder ({HINT})"
    ]
