import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from ssg.config import (
    DEFAULT_EXTENSIONS,
    AnswerOrder,
    EmergencyNumber,
    Helpline,
    MarkdownSettings,
    MenuLink,
    Participate,
    Settings,
    SiteLanguage,
    load_settings,
)
from ssg.diagnostics import has_errors
from ssg.model.codec import encode
from ssg.model.frontmatter import Dialect
from ssg.model.scalars import Moment

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


def test_every_way_to_reach_somebody_is_read(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        VALID + "emergency_numbers:\n"
        "- {country: GB, tel: 999, sms: 999, lang: en, note: N, checked: 2026-01-01}\n"
        "helplines:\n- name: S\n  country: GB\n  tel: 116 123\n  checked: 2026-01-02\n"
        "- {name: T, url: 'https://t.example', lang: [en, es], checked: 2026-01-03}\n"
        "participate: {ask: 'https://f.example/?t={title}', report: 'mailto:a@b.example'}\n",
    )
    assert settings.emergency_numbers == (
        EmergencyNumber(
            country="GB",
            tel="999",
            sms="999",
            lang=("en",),
            note="N",
            checked=Moment("2026-01-01"),
        ),
    )
    assert settings.helplines == (
        Helpline(name="S", country="GB", tel="116 123", checked=Moment("2026-01-02")),
        Helpline(
            name="T", url="https://t.example", lang=("en", "es"), checked=Moment("2026-01-03")
        ),
    )
    assert settings.participate == Participate(
        ask="https://f.example/?t={title}", report="mailto:a@b.example"
    )


def test_menus_and_languages_are_read(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        VALID + "menu: [/topics/, {url: 'https://f.example', title: F}]\nfooter_links: [/about/]\n"
        "languages:\n  pt-BR:\n  es:\n    title: Salud\n    menu: [/acerca/]\n"
        "professionals_first: true\nold_after_years: 0\n",
    )
    assert settings.menu == (MenuLink(url="/topics/"), MenuLink(url="https://f.example", title="F"))
    assert settings.footer_links == (MenuLink(url="/about/"),)
    spanish = SiteLanguage(title="Salud", menu=(MenuLink(url="/acerca/"),))
    assert settings.languages == {"pt-BR": SiteLanguage(), "es": spanish}
    assert settings.published_languages == ("en", "pt-BR", "es")
    assert (settings.professionals_first, settings.old_after_years) == (True, 0)


def test_settings_are_the_same_after_a_way_to_another_process(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        VALID + "languages: {es: {menu: [/a/]}}\n"
        "helplines: [{name: S, tel: 116, checked: 2026-01-02}]\n",
    )
    assert msgspec.msgpack.decode(encode(settings), type=Settings) == settings


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
            VALID + "languages:\n  es: {}\n  en: {}\n",
            ["site.yaml:5:3 F12 'languages.en' is the site's own language"],
        ),
        (
            VALID + "languages:\n  English: {}\n  es: {titel: x}\n",
            [
                "site.yaml:4:3 F12 languages.English: expects a language code such as en, es or"
                " pt-BR, not 'English'",
                "site.yaml:5:8 F06 unknown field 'languages.es.titel'",
            ],
        ),
        (
            VALID + "menu:\n- /topics/\n- https://f.example\nfooter_links: [about]\n",
            [
                "site.yaml:6:16 F12 footer_links[1].url: expects a path such as /about/, or an"
                " https, http, mailto or tel address, not 'about'",
            ],
        ),
        (
            VALID + "menu:\n- /topics/\n- https://f.example\nlanguages:\n  es:\n"
            "    footer_links: ['tel:112']\n",
            [
                "site.yaml:5:3 F08 required field 'menu[2].title' is missing",
                "site.yaml:8:20 F08 required field 'languages.es.footer_links[1].title' is missing",
            ],
        ),
        (
            VALID + "helplines:\n- {name: A, country: ES, checked: 2026-01-01}\n"
            "- {name: B, country: ES, tel: 12, checked: 2026-01-01}\n",
            [
                "site.yaml:4:3 F08 'helplines[1]' has no way to reach it",
                "site.yaml:5:31 F12 helplines[2].tel: expects a number that can be called in"
                " Spain, not '12': it is too short or too long",
            ],
        ),
        (
            VALID + "emergency_numbers:\n"
            "- {country: ES, tel: 12345678901234567890, checked: 2026-01-01}\n",
            [
                "site.yaml:4:22 F12 emergency_numbers[1].tel: expects a number that can be called"
                " in Spain, not '12345678901234567890': it is too short or too long"
            ],
        ),
        (
            VALID + "participate:\n  ask: javascript:alert(1)\n  rate: https://a.example/{name}\n",
            [
                "site.yaml:4:8 F12 participate.ask: expects an address that starts with"
                " https://, http:// or mailto:, not 'javascript:alert(1)'",
                "site.yaml:5:9 F12 participate.rate: '{name}' is not one of:"
                " {id}, {title}, {url}, {lang}",
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


def test_a_warning_is_no_reason_to_leave_a_setting_out(tmp_path: Path) -> None:
    numbers = "emergency_numbers: [{country: ES, tel: 123, checked: 2026-01-01}]\n"
    (tmp_path / "site.yaml").write_text(VALID + numbers + "page_size: -1\n")
    found, diagnostics = load_settings(tmp_path)
    assert found
    assert [one.code for one in diagnostics] == ["F07"]
    assert [one.tel for one in found.settings.emergency_numbers] == ["123"]


def test_an_emergency_number_that_nobody_knows_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(
        VALID + "emergency_numbers:\n- {country: ES, tel: 112, checked: 2026-01-01}\n"
        "- {country: ES, tel: 123, checked: 2026-01-01}\n"
    )
    _, (diagnostic,) = load_settings(tmp_path)
    assert (diagnostic.code, str(diagnostic.at)) == ("W24", "site.yaml:5:22")
    assert diagnostic.message == (
        "emergency_numbers[2].tel: '123' is not known as an emergency number of Spain"
    )


def test_the_lists_of_numbers_are_loaded_only_for_a_site_with_numbers(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(VALID + "participate: {ask: 'mailto:a@b.example'}\n")
    code = (
        "import sys, pathlib; from ssg.config import load_settings;"
        "assert load_settings(pathlib.Path(sys.argv[1]))[0];"
        "assert 'phonenumbers' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)


@pytest.mark.parametrize("text", [b"title: [", b"- a", b"\xff", b""])
def test_a_file_without_any_setting_leaves_the_defaults(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "site.yaml").write_bytes(text)
    found, diagnostics = load_settings(tmp_path)
    assert found
    assert has_errors(diagnostics)
    assert found.settings == Settings(title="Untitled", url="https://example.org/")


@pytest.mark.parametrize("written", ["0", "1.0", "v1", "-1", "[1]", "{a: 1}", "9" * 5000])
def test_what_is_no_version_of_the_format_is_refused(tmp_path: Path, written: str) -> None:
    (error,) = errors_of(tmp_path, f"{VALID}format: {written}\nnot_known: 1\n")
    assert " S04 " in error
    assert len(error) < 200


def test_a_site_without_a_version_is_of_the_first_format(tmp_path: Path) -> None:
    assert loaded(tmp_path, VALID) == loaded(tmp_path, f"{VALID}format: 1\n")
    assert loaded(tmp_path, f"{VALID}format:\n").format == 1
