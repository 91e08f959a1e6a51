from typing import Any

import pytest

from ssg.config import Settings
from ssg.config.places import MenuPath, SettingsPlaces
from ssg.model.documents import AnyDocument, Link
from tests.unit.samples import (
    answer,
    errors,
    guide,
    image,
    link,
    page,
    person,
    removal,
    resource,
    resources,
    site_of,
    thread,
)

FILES = (
    "content/media/back.png",
    "content/media/a b.png",
    "static/form.pdf",
    "static/demo/index.html",
)
PREFIXED = Settings(title="T", url="https://example.org/health/")
PLACE = "content/threads/sore-back.md:12:7"


def _address(target: Link, *others: AnyDocument) -> str:
    documents: list[AnyDocument] = [thread(links=[target]), guide(headings=["exercises"]), *others]
    site = site_of(*documents, resources(resource("nhs-back")), files=FILES, settings=PREFIXED)
    return site.links["content/threads/sore-back.md"][target.target]


def _errors(target: Link, *others: AnyDocument, **options: Any) -> list[str]:
    documents: list[AnyDocument] = [thread(links=[target]), guide(headings=["exercises"]), *others]
    return errors(*documents, resources(resource("nhs-back")), files=FILES, **options)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("guides/back-pain.md", "/health/guides/back-pain/"),
        ("guides/back-pain.md#exercises", "/health/guides/back-pain/#exercises"),
        ("threads/sore-back.md#ssg-question", "/health/threads/sore-back/#ssg-question"),
        ("threads/sore-back.md#a-1", "/health/threads/sore-back/#a-1"),
        ("topics/back.md", "/health/topics/back/"),
        ("media/back.png", "/health/media/back.png"),
        ("media/a b.png", "/health/media/a%20b.png"),
        ("/", "/health/"),
        ("/threads/", "/health/threads/"),
        ("/a-z/#ssg-letter-b", "/health/a-z/#ssg-letter-b"),
        ("/resources/nhs-back/", "/health/resources/nhs-back/"),
        ("/feed.xml", "/health/feed.xml"),
        ("/guides/back-pain/#exercises", "/health/guides/back-pain/#exercises"),
        ("/form.pdf", "/health/form.pdf"),
        ("/demo/", "/health/demo/"),
        ("/media/back.png", "/health/media/back.png"),
    ],
)
def test_a_link_into_the_site_gets_an_address(target: str, address: str) -> None:
    assert _address(link(target)) == address
    assert _errors(link(target)) == []


@pytest.mark.parametrize("target", ["media/back.png", "/media/back.png"])
def test_an_image_gets_an_address(target: str) -> None:
    assert _address(image(target)) == "/health/media/back.png"


def test_an_anchor_of_the_same_document_needs_no_address() -> None:
    site = site_of(guide(headings=["rest"], links=[link("#rest")]))
    assert site.links["content/guides/back-pain.md"] == {}


def test_the_anchor_of_a_removed_post_stays() -> None:
    other = thread("other", posts=[answer(), answer("a-2", removed=removal())])
    assert _address(link("threads/other.md#a-2"), other) == "/health/threads/other/#a-2"


@pytest.mark.parametrize(
    ("target", "error"),
    [
        (
            "guides/bakc-pain.md",
            "R06 content/guides/bakc-pain.md does not exist"
            " (did you mean '../guides/back-pain.md'?)",
        ),
        (
            "other.md",
            "R06 content/other.md does not exist"
            " (check the path: it is relative to this file's folder, as in ../guides/name.md)",
        ),
        (
            "threads/back-pain.md",
            "R06 content/threads/back-pain.md does not exist"
            " (did you mean '../guides/back-pain.md'?)",
        ),
        (
            "threads/sore-bakc.md",
            "R06 content/threads/sore-bakc.md does not exist"
            " (check the path: it is relative to this file's folder, as in ../guides/name.md)",
        ),
        (
            "guides/my-plan.md",
            "R06 content/guides/my-plan.md does not exist"
            " (check the path: it is relative to this file's folder, as in ../guides/name.md)",
        ),
        (
            "../static/form.pdf",
            "R06 the link points outside content/, to 'static/form.pdf' (link to /form.pdf)",
        ),
        (
            "../notes/form.pdf",
            "R06 the link points outside content/, to 'notes/form.pdf'"
            " (to link to static/name, write /name)",
        ),
        (
            "people/rivera.yaml",
            "R06 content/people/rivera.yaml has no page to link to"
            " (link to a thread, guide, topic or page)",
        ),
        (
            "resources/nhs.yaml",
            "R06 content/resources/nhs.yaml has no page to link to"
            " (link to the page of a resource, such as /resources/nhs-back/)",
        ),
        (
            "/guides/back-pain",
            "R06 there is no page or file at '/guides/back-pain'"
            " (did you mean '../guides/back-pain.md'?)",
        ),
        (
            "/guides/bakc-pain/",
            "R06 there is no page or file at '/guides/bakc-pain/'"
            " (did you mean '../guides/back-pain.md'?)",
        ),
        (
            "/old/",
            "R06 there is no page or file at '/old/' (did you mean '../pages/about.md'?)",
        ),
        (
            "/thread/",
            "R06 there is no page or file at '/thread/' (did you mean '/threads/'?)",
        ),
        ("threads", "R06 content/threads is a folder (link to /threads/)"),
        (".", "R06 content/ is a folder (link to /)"),
        ("threads/index.html", "R06 content/threads/index.html does not exist (link to /threads/)"),
        ("feed.xml", "R06 content/feed.xml does not exist (link to /feed.xml)"),
        (
            "guides",
            "R06 content/guides is a folder (a folder has no page: link to a file in it)",
        ),
        ("media", "R06 content/media is a folder (a folder has no page: link to a file in it)"),
        (
            "guides/back-pain",
            "R06 content/guides/back-pain does not exist (did you mean '../guides/back-pain.md'?)",
        ),
        (
            "about",
            "R06 content/about does not exist (did you mean '../pages/about.md'?)",
        ),
        ("..", "R06 the link points outside content/, to '..' (link to /)"),
        (
            "../threads",
            "R06 the link points outside content/, to 'threads' (link to /threads/)",
        ),
        ("/threads", "R06 there is no page or file at '/threads' (link to /threads/)"),
        (
            "/threads/index.html",
            "R06 there is no page or file at '/threads/index.html' (link to /threads/)",
        ),
        ("/index.html", "R06 there is no page or file at '/index.html' (link to /)"),
        ("/a-z.html", "R06 there is no page or file at '/a-z.html' (link to /a-z/)"),
        (
            "/threads/?page=2",
            "R06 there is no page or file at '/threads/?page=2' (link to /threads/)",
        ),
        (
            "/threads/page/2/",
            "R06 there is no page or file at '/threads/page/2/' (link to /threads/)",
        ),
        (
            "/topics/back/page/2/",
            "R06 there is no page or file at '/topics/back/page/2/'"
            " (did you mean '../topics/back.md'?)",
        ),
        (
            "/guides/back-pain/index.html",
            "R06 there is no page or file at '/guides/back-pain/index.html'"
            " (did you mean '../guides/back-pain.md'?)",
        ),
        (
            "/thread/index.html",
            "R06 there is no page or file at '/thread/index.html' (did you mean '/threads/'?)",
        ),
        (
            "/guides/",
            "R06 there is no page or file at '/guides/'"
            " (a folder has no page: link to a file in it, such as ../guides/name.md)",
        ),
        (
            "/something-else/",
            "R06 there is no page or file at '/something-else/'"
            " (link to the source file, such as ../guides/name.md)",
        ),
        (
            "guides/back-pain.md#exercise",
            "R07 content/guides/back-pain.md has no heading '#exercise'"
            " (did you mean '#exercises'?)",
        ),
        (
            "threads/sore-back.md#a-9",
            "R07 content/threads/sore-back.md has no post '#a-9' (did you mean '#a-1'?)",
        ),
        (
            "a\x1b[31m.md",
            "R06 content/a\N{REPLACEMENT CHARACTER}[31m.md does not exist"
            " (check the path: it is relative to this file's folder, as in ../guides/name.md)",
        ),
        ("#nowhere", "R07 content/threads/sore-back.md has no post '#nowhere'"),
    ],
)
def test_a_broken_link_is_reported_with_a_suggestion(target: str, error: str) -> None:
    about = page(aliases=("/old/",))
    assert _errors(link(target), about) == [f"{PLACE}: {error}"]


@pytest.mark.parametrize("target", ["#", "#top", "#TOP", "guides/back-pain.md#top"])
def test_a_link_to_the_top_of_a_page_is_valid(target: str) -> None:
    assert _errors(link(target)) == []


def test_an_address_with_the_prefix_is_reported() -> None:
    assert _errors(link("/health/x/"), settings=PREFIXED) == [
        f"{PLACE}: R06 there is no page or file at '/health/x/'"
        " (remove the prefix '/health': it is added automatically)"
    ]


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("media/bakc.png", "image content/media/bakc.png does not exist"
         " (did you mean '../media/back.png'?)"),
        ("media/zzzzzzzz.jpg", "image content/media/zzzzzzzz.jpg does not exist"
         " (put images in content/media)"),
        ("/media/zzz.png", "there is no image at '/media/zzz.png'"
         " (put images in content/media)"),
        ("guides/insomnia.md", "image content/guides/insomnia.md does not exist"
         " (put images in content/media)"),
        ("threads/back.jpg", "image content/threads/back.jpg does not exist"
         " (did you mean '../media/back.png'?)"),
    ],
)  # fmt: skip
def test_a_missing_image_is_reported(target: str, error: str) -> None:
    found = _errors(image(target))
    assert found == [f"content/threads/sore-back.md:14:3: R08 {error}"]


@pytest.mark.parametrize("target", ["guides/knee.md", "/guides/knee/", "guides/knee.md#any"])
def test_a_link_to_a_draft_is_reported(target: str) -> None:
    assert _errors(link(target), guide("knee", status="draft")) == [
        f"{PLACE}: R09 content/guides/knee.md is a draft (publish it, or remove this link)"
    ]


def test_a_draft_may_link_to_a_draft() -> None:
    knee = guide("knee", status="draft", links=[link("guides/hip.md")])
    assert errors(knee, guide("hip", status="draft")) == []


def test_a_link_to_a_scheduled_document_has_no_address_yet() -> None:
    knee = guide("knee", publish_on="2026-06-02", headings=["rest"])
    assert _address(link("guides/knee.md#rest"), knee) == ""
    assert _errors(link("guides/knee.md#rest"), knee) == []


def test_the_anchors_of_a_scheduled_document_are_checked() -> None:
    knee = guide("knee", publish_on="2026-06-02", headings=["rest"])
    assert len(_errors(link("guides/knee.md#rset"), knee)) == 1


def test_a_link_to_a_tombstone_loses_its_anchor() -> None:
    knee = guide("knee", status="withdrawn")
    assert _address(link("guides/knee.md#gone"), knee) == "/health/guides/knee/"
    assert _errors(link("guides/knee.md#gone"), knee) == []


@pytest.mark.parametrize(
    "target", ["guides/knee.md#x", "/guides/knee/", "pages/terms.md", "/terms/", "/resources/r/"]
)
def test_a_link_to_a_file_with_errors_is_not_reported_again(target: str) -> None:
    failed = ["content/guides/knee.md", "content/pages/terms.md", "content/resources/cdc.yaml"]
    assert _errors(link(target), failed=failed) == []


def test_links_of_hidden_documents_are_checked_but_not_kept() -> None:
    hidden = guide("knee", status="draft", links=[link("guides/nothing.md")])
    assert len(errors(hidden, person())) == 1
    assert "content/guides/knee.md" not in site_of(hidden).links


def _menu_errors(target: str, *, title: bool = False) -> list[str]:
    menu = MenuPath(target=target, is_titled=title, line=4, column=3)
    documents: list[AnyDocument] = [
        guide(headings=["exercises"], aliases=["/old/"]),
        page(),
        page("plan", status="draft"),
        thread("gone", status="withdrawn"),
    ]
    return errors(*documents, files=FILES, places=SettingsPlaces(menu_paths=(menu,)))


@pytest.mark.parametrize(
    "target",
    ["/", "/threads/", "/about/", "/guides/back-pain/#exercises", "/threads/gone/"],
)
def test_a_menu_may_lead_to_every_address_of_the_site(target: str) -> None:
    assert _menu_errors(target) == []


@pytest.mark.parametrize("target", ["/form.pdf", "/form.pdf#page=2", "/404.html"])
def test_a_menu_that_leads_to_a_file_needs_a_title(target: str) -> None:
    assert _menu_errors(target, title=True) == []
    assert _menu_errors(target) == [
        f"site.yaml:4:3: F08 the link to '{target}' needs a title"
        " (write {url: …, title: …}: a file or feed has no title of its own)"
    ]


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("/abut/", "R06 there is no page or file at '/abut/' (link to /about/)"),
        ("/about", "R06 there is no page or file at '/about' (link to /about/)"),
        ("/old/", "R06 there is no page or file at '/old/' (link to /guides/back-pain/)"),
        (
            "/nowhere/",
            "R06 there is no page or file at '/nowhere/'"
            " (write the address of a page, such as /about/)",
        ),
        (
            "/guides/",
            "R06 there is no page or file at '/guides/'"
            " (write the address of a page, such as /about/)",
        ),
        ("/guides/back-pain/#rest", "R07 content/guides/back-pain.md has no heading '#rest'"),
        ("/plan/", "R09 content/pages/plan.md is a draft (publish it, or remove this link)"),
    ],
)
def test_a_menu_that_leads_nowhere_is_an_error_at_its_line(target: str, error: str) -> None:
    assert _menu_errors(target) == [f"site.yaml:4:3: {error}"]
