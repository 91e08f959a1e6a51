import pytest

from ssg.parse.html.links import Inside, LinkBase, Outside, Unsafe, classify_link, origin_of

HERE = LinkBase(folder="threads")
FROM_ELSEWHERE = LinkBase(folder="threads", origin="https://forum.example:8080")


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("../guides/back-pain.md", "guides/back-pain.md"),
        ("../guides/back-pain.md#what-to-do", "guides/back-pain.md#what-to-do"),
        ("other.md", "threads/other.md"),
        ("./other.md?view=1#a", "threads/other.md#a"),
        ("../media/a%20b.png", "media/a b.png"),
        ("#qu%C3%A9", "#qué"),
        ("#", "#"),
        ("../../site.yaml", "../site.yaml"),
        ("..%2f..%2fsite.yaml", "../site.yaml"),
        ("/about/", "/about/"),
        ("/a%20b", "/a b"),
        ("12:30", "threads/12:30"),
    ],
)
def test_a_relative_link_is_a_path_in_content(href: str, target: str) -> None:
    assert classify_link(href, HERE) == Inside(target)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/b?c=d#e",
        "http://a.example",
        "HTTPS://A.EXAMPLE",
        "mailto:a@b.example",
        "tel:112",
        "sms:741741",
        "SMS:+44-20-7946-0000?body=I%20need%20help",
    ],
)
def test_a_link_to_another_site_is_kept(url: str) -> None:
    assert classify_link(url, HERE) == Outside(url)


@pytest.mark.parametrize(
    "href", ["//a.example/b", "\\\\a.example/b", "/\\a.example/b", "\\/a.example/b"]
)
def test_a_link_without_a_scheme_leads_to_another_host(href: str) -> None:
    assert classify_link(href, HERE) == Outside("https://a.example/b")


@pytest.mark.parametrize(
    ("href", "scheme"),
    [
        ("javascript:alert(1)", "javascript"),
        ("geo:52.5,13.4", "geo"),
        ("xmpp:a@b.example", "xmpp"),
        ("JaVaScRiPt:alert(1)", "javascript"),
        (" \x01javascript:alert(1)", "javascript"),
        ("java\nscript:alert(1)", "javascript"),
        ("java\tscript:alert(1)", "javascript"),
        ("\u00a0java\u200bscript:a", "javascript"),
        ("\ufeffjavascript\u2028:a", "javascript"),
        ("data:text/html,x", "data"),
        ("vbscript:x", "vbscript"),
        ("file:///etc/passwd", "file"),
        ("blob:x", "blob"),
        ("a+b.c-d:x", "a+b.c-d"),
    ],
)
def test_no_other_scheme_is_allowed_even_if_it_is_hidden(href: str, scheme: str) -> None:
    assert classify_link(href, HERE) == Unsafe(f"links to '{scheme}:' addresses are not allowed")


@pytest.mark.parametrize("href", ["", " ", "\n"])
def test_a_link_without_an_address_is_unsafe(href: str) -> None:
    assert classify_link(href, HERE) == Unsafe("the link has no address")


def test_a_root_relative_link_belongs_to_the_host_that_the_text_came_from() -> None:
    assert classify_link("/q/7?a#b", FROM_ELSEWHERE) == Outside(
        "https://forum.example:8080/q/7?a#b"
    )
    assert classify_link("//a.example", FROM_ELSEWHERE) == Outside("https://a.example")
    assert classify_link("other.md", FROM_ELSEWHERE) == Inside("threads/other.md")


def test_an_origin_is_scheme_and_host() -> None:
    assert origin_of("https://forum.example:8080/q/7?a#b") == "https://forum.example:8080"
