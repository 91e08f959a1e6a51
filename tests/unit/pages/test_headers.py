"""What hosts are told to send with the files of a site."""

import re

import pytest
from msgspec.structs import replace

from ssg.config import Settings
from ssg.pages.headers import PAGE_POLICY, REFERRER, SEARCH_POLICY, site_headers
from ssg.pages.hosts import FORMATS, headers_file
from ssg.render.theme import theme_dir
from tests.command import ssg

SETTINGS = Settings(title="T", url="https://health.example.org", languages={})
SEARCHED = replace(SETTINGS, search=True)
IN_FOLDER = replace(SEARCHED, url="https://www.example.org/health")


def test_pages_run_no_script_and_load_nothing_from_other_hosts() -> None:
    assert "default-src 'none'" in PAGE_POLICY
    assert "script-src" not in PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY
    assert not re.search(r"https?:|\*", PAGE_POLICY + SEARCH_POLICY)
    # A header alone can say it: https://www.w3.org/TR/CSP3/#meta-element
    assert "frame-ancestors" not in PAGE_POLICY + SEARCH_POLICY
    assert "frame-ancestors 'none'" in site_headers(SETTINGS).common["Content-Security-Policy"]


def test_only_the_page_that_searches_has_scripts() -> None:
    assert "script-src 'self' 'wasm-unsafe-eval'" in SEARCH_POLICY
    headers = site_headers(SEARCHED)
    assert "script-src" not in headers.common["Content-Security-Policy"]
    assert "script-src" in headers.folders["/search/"]["Content-Security-Policy"]
    assert "/search/" not in site_headers(SETTINGS).folders


def test_a_file_whose_name_says_what_it_holds_is_kept_for_a_year() -> None:
    headers = site_headers(IN_FOLDER)
    assert headers.common["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert headers.folders["/health/assets/"]["Cache-Control"].endswith("immutable")


def test_the_referrer_is_the_same_in_pages_and_headers() -> None:
    for name in ("base.html", "pages/redirect.html"):
        html = (theme_dir() / name).read_text()
        assert f'<meta name="referrer" content="{REFERRER}">' in html
        assert '<meta http-equiv="Content-Security-Policy" content="{{ page.policy }}">' in html
    assert site_headers(SETTINGS).common["Referrer-Policy"] == REFERRER


@pytest.mark.parametrize("settings", [SETTINGS, SEARCHED, IN_FOLDER])
def test_the_file_for_hosts_is_within_the_limits_of_cloudflare(settings: Settings) -> None:
    """https://developers.cloudflare.com/pages/configuration/headers/"""
    lines = headers_file(settings).splitlines()
    assert sum(line.startswith("/") for line in lines) <= 100
    assert max(map(len, lines)) <= 2000


def test_in_the_file_for_hosts_no_two_rules_set_the_same_header() -> None:
    lines = headers_file(IN_FOLDER).splitlines()
    assert lines[0] == "/health/*"
    names = [line.split(":")[0] for line in lines if line.startswith("  ")]
    assert sorted(names) == sorted(set(names))
    # Each page has its own policy in itself, and browsers obey both.
    policy = next(line for line in lines if "Content-Security-Policy" in line)
    assert "script-src 'self'" in policy
    assert "script-src" not in headers_file(SETTINGS)


@pytest.mark.parametrize("format", FORMATS)
def test_the_command_prints_each_format(format: str) -> None:
    done = ssg("headers", format)
    assert done.returncode == 0, done.stderr
    assert "default-src 'none'" in done.stdout
    assert done.stdout.endswith("\n")


def test_the_command_says_what_to_do_without_settings(tmp_path: object) -> None:
    done = ssg("--site", str(tmp_path), "headers", "nginx")
    assert done.returncode == 2
    assert "cannot be used\n  run 'ssg check'" in done.stderr


def test_https_alone_is_for_the_host_to_decide() -> None:
    for format in ("nginx", "apache"):
        (line,) = (
            line
            for line in FORMATS[format](SETTINGS).splitlines()
            if "Strict-Transport-Security" in line
        )
        assert line.startswith("# ")
