from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg.config import (
    DEFAULT_EXTENSIONS,
    AnswerOrder,
    MarkdownSettings,
    Settings,
    load_settings,
    url_problem,
)
from ssg.diagnostics import has_errors
from ssg.model.frontmatter import Dialect

VALID = "title: A site\nurl: https://example.org/\n"


def loaded(site: Path, text: str | bytes) -> Settings:
    (site / "site.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    found, diagnostics = load_settings(site)
    assert diagnostics == []
    assert found is not None
    return found.settings


def errors_of(site: Path, text: str | bytes) -> list[str]:
    (site / "site.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    found, diagnostics = load_settings(site)
    assert found is None or has_errors(diagnostics)
    return [f"{one.at} {one.code} {one.message}" for one in diagnostics]


def test_a_site_needs_only_a_title_and_an_address(tmp_path: Path) -> None:
    settings = loaded(tmp_path, VALID)
    assert settings == Settings(title="A site", url="https://example.org/")
    assert (settings.language, settings.page_size, settings.limits.file_bytes) == ("en", 20, 2**21)
    assert settings.markdown.extensions == DEFAULT_EXTENSIONS
    assert settings.zone == ZoneInfo("UTC")


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        VALID
        + "description: D\nlanguage: es\ntimezone: Asia/Tokyo\nanswers: helpful\npage_size: 5\n"
        "limits: {file_bytes: 1000, file_seconds: 3}\n"
        "markdown: {dialect: python-markdown, extensions: [toc]}\n"
        "disclaimers: {site: S, thread: T, guide: G}\nfooter: F\n"
        "feed_authority: old.example\nextra: {a: [b]}\n",
    )
    assert (settings.description, settings.language, settings.page_size) == ("D", "es", 5)
    assert (settings.zone, settings.answers) == (ZoneInfo("Asia/Tokyo"), AnswerOrder.HELPFUL)
    assert (settings.limits.file_bytes, settings.limits.file_seconds) == (1000, 3)
    assert (settings.markdown.dialect, settings.markdown.extensions) == (
        Dialect.PYTHON_MARKDOWN,
        ("toc",),
    )
    assert (settings.disclaimers.guide, settings.footer, settings.extra) == ("G", "F", {"a": ["b"]})
    assert settings.authority == "old.example"


def test_each_setting_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(VALID + "markdown:\n  extensions:\n  - toc\n")
    found, _ = load_settings(tmp_path)
    assert found is not None
    assert str(found.fields.locate(("markdown", "extensions", 0))) == "site.yaml:5:5"


def test_the_file_may_come_from_any_system(tmp_path: Path) -> None:
    assert (
        loaded(tmp_path, b"\xef\xbb\xbf" + VALID.replace("\n", "\r\n").encode()).title == "A site"
    )


def test_a_folder_without_settings_is_not_a_site(tmp_path: Path) -> None:
    found, (diagnostic,) = load_settings(tmp_path)
    assert found is None
    assert (diagnostic.code, diagnostic.message) == ("S01", f"there is no site.yaml in {tmp_path}")
    assert "ssg init" in diagnostic.hint


def test_settings_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").mkdir()
    found, (diagnostic,) = load_settings(tmp_path)
    assert found is None
    assert (diagnostic.code, diagnostic.message) == ("T09", "cannot be read: Is a directory")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"title: \xff\n", ["site.yaml:1:8 T01 byte 0xff is not UTF-8"]),
        ("title: a\nurl: \x07\n", ["site.yaml:2:6 T02 contains the control character U+0007"]),
        ("title: [\n", ["site.yaml:1:8 F04 the '[' that starts here is not closed"]),
        (
            "",
            [
                "site.yaml:1:1 F08 required field 'title' is missing",
                "site.yaml:1:1 F08 required field 'url' is missing",
            ],
        ),
        (VALID + "langauge: en\n", ["site.yaml:3:1 F06 unknown field 'langauge'"]),
        (
            VALID + "timezone: Mars/Base\n",
            ["site.yaml:3:11 F12 timezone: unknown time zone 'Mars/Base'"],
        ),
        (
            VALID + "timezone: ../../etc/passwd\n",
            ["site.yaml:3:11 F12 timezone: unknown time zone '../../etc/passwd'"],
        ),
        (
            VALID + "timezone: America\n",
            ["site.yaml:3:11 F12 timezone: unknown time zone 'America'"],
        ),
        (
            VALID + "feed_authority: https://old.example/\n",
            [
                "site.yaml:3:17 F12 feed_authority: expects a host name such as example.org,"
                " not 'https://old.example/'"
            ],
        ),
        (
            VALID + "feed_authority: old..example\n",
            [
                "site.yaml:3:17 F12 feed_authority: expects a host name such as example.org,"
                " not 'old..example'"
            ],
        ),
        (
            VALID + "page_size: 0\nlimits: {file_seconds: 0}\n",
            [
                "site.yaml:3:12 F12 page_size: expects 1 or more",
                "site.yaml:4:24 F12 limits.file_seconds: expects 1 or more",
            ],
        ),
        (
            VALID + "markdown: {dialect: gfm}\n",
            [
                "site.yaml:3:21 F12 markdown.dialect: 'gfm' is not one of:"
                " commonmark, python-markdown"
            ],
        ),
        (
            "title: A\nurl: https://example.org/?a=b\n",
            ["site.yaml:2:6 F12 url: expects an address without a query, a '#' or a user name"],
        ),
    ],
)
def test_errors_are_reported_at_their_places(
    tmp_path: Path, text: str | bytes, expected: list[str]
) -> None:
    assert errors_of(tmp_path, text) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://localhost:8000/",
        "https://example.org/a/b/",
        "https://bücher.example",
    ],
)
def test_a_sites_address_is_a_web_address_with_a_path(url: str) -> None:
    assert url_problem(url) is None


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (
            "example.org",
            "expects a web address that starts with https:// or http://, not 'example.org'",
        ),
        ("https://a@example.org", "expects an address without a query, a '#' or a user name"),
        ("https://:b@example.org", "expects an address without a query, a '#' or a user name"),
        ("https://example.org/#", "expects an address without a query, a '#' or a user name"),
        ("https://example.org/?", "expects an address without a query, a '#' or a user name"),
        ("https://example.org/a#b", "expects an address without a query, a '#' or a user name"),
        ("https://example.org/../a", "expects a path without '//', '.' or '..'"),
        ("https://example.org/a/./b", "expects a path without '//', '.' or '..'"),
        ("https://example.org//a", "expects a path without '//', '.' or '..'"),
    ],
)
def test_nothing_else_is_a_sites_address(url: str, problem: str) -> None:
    assert url_problem(url) == problem


@pytest.mark.parametrize(
    ("url", "origin", "prefix", "authority"),
    [
        ("https://example.org", "https://example.org", "", "example.org"),
        ("https://example.org/", "https://example.org", "", "example.org"),
        ("http://Example.org:8000/a/b/", "http://Example.org:8000", "/a/b", "example.org"),
    ],
)
def test_the_parts_of_the_address_are_known(
    url: str, origin: str, prefix: str, authority: str
) -> None:
    settings = Settings(title="T", url=url)
    assert (settings.origin, settings.prefix, settings.authority) == (origin, prefix, authority)


def test_another_url_keeps_the_ids_of_feed_entries() -> None:
    settings = Settings(title="T", url="https://example.org/a/")
    preview = settings.with_url("http://localhost:8000/")
    assert (preview.origin, preview.prefix) == ("http://localhost:8000", "")
    assert preview.authority == "example.org"
    assert preview.with_url(settings.url).authority == "example.org"


def test_valid_settings_stay_beside_invalid_ones(tmp_path: Path) -> None:
    text = (
        "title: {a: b}\nurl: http://[\ntimezone: Asia/Tokyo\npage_size: -1\nsite: x\n"
        "markdown: {dialect: commonmark, extensions: toc}\nextra: {a: b}\nlimits: 5\n"
    )
    (tmp_path / "site.yaml").write_text(text)
    found, diagnostics = load_settings(tmp_path)
    assert found
    assert has_errors(diagnostics)
    assert found.settings == Settings(
        title="Untitled",
        url="https://example.org/",
        timezone="Asia/Tokyo",
        markdown=MarkdownSettings(dialect=Dialect.COMMONMARK),
        extra={"a": "b"},
    )


@pytest.mark.parametrize("text", [b"title: [", b"- a", b"\xff", b""])
def test_a_file_without_any_setting_leaves_the_defaults(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "site.yaml").write_bytes(text)
    found, diagnostics = load_settings(tmp_path)
    assert found
    assert has_errors(diagnostics)
    assert found.settings == Settings(title="Untitled", url="https://example.org/")
