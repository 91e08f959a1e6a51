"""`ssg redirects`, and the file of redirects that a build writes."""

import re
from pathlib import Path

import pytest

from ssg.config import Settings
from ssg.pages.host_redirects import (
    CLOUDFLARE_LIMIT,
    GITLAB_LIMIT,
    HostRedirect,
    apache_rules,
    nginx_map,
    redirects_file,
)
from tests.command import ssg
from tests.unit.samples import thread, topic, warnings

NOW = ("--now", "2026-03-01")
SETTINGS = Settings(title="T", url="https://example.org", languages={})
IN_FOLDER = Settings(title="T", url="https://example.org/health%20desk", languages={})
ALIASES = "/forum/1234.html, /años/, '/q/a(b)=c!~+,@d', /topics/old.day/"
TOPIC = f"---\ntitle: Sleep\naliases: [{ALIASES}, /topics/rest/]\n---\n"
LINES = """\
/forum/1234.html /topics/sleep/ 301
/a%C3%B1os/ /topics/sleep/ 301
/q/a(b)=c!~+,@d/ /topics/sleep/ 301
/topics/old.day/ /topics/sleep/ 301
/topics/rest/ /topics/sleep/ 301
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content/topics").mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: Night and day\nurl: https://example.org\n")
    (tmp_path / "content/topics/sleep.md").write_text(TOPIC)
    return tmp_path


def test_a_build_writes_them_for_hosts_that_read_a_file(site: Path) -> None:
    assert ssg("--site", site, "build", *NOW).returncode == 0
    assert (site / "output/_redirects").read_text() == LINES


def test_a_second_build_changes_only_what_changed(site: Path) -> None:
    assert ssg("--site", site, "build", *NOW).returncode == 0
    file = site / "content/topics/sleep.md"
    file.write_text(TOPIC.replace("/años/", "/new/"))
    assert ssg("--site", site, "build", *NOW).returncode == 0
    assert "/new/ /topics/sleep/ 301\n" in (site / "output/_redirects").read_text()
    file.write_text("---\ntitle: Sleep\n---\n")
    assert ssg("--site", site, "build", *NOW).returncode == 0
    assert not (site / "output/_redirects").exists()


def test_a_file_of_the_site_replaces_them(site: Path) -> None:
    (site / "static").mkdir()
    (site / "static/_redirects").write_text("/* / 302\n")
    assert ssg("--site", site, "build", *NOW).returncode == 0
    assert (site / "output/_redirects").read_text() == "/* / 302\n"


def test_a_site_in_a_folder_of_its_host_has_none(site: Path) -> None:
    done = ssg("--site", site, "build", *NOW, "--url", "https://example.org/health")
    assert done.returncode == 0
    assert not (site / "output/_redirects").exists()


def test_an_alias_cannot_take_the_place_of_the_file(site: Path) -> None:
    text = TOPIC.replace("/años/", "/_redirects/x/")
    (site / "content/topics/sleep.md").write_text(text)
    done = ssg("--site", site, "check", *NOW)
    assert "error[A01]" in done.stderr


def test_netlify_is_told_to_lead_on_in_place_of_the_page(site: Path) -> None:
    done = ssg("--site", site, "redirects", "netlify")
    assert done.stdout == LINES.replace(" 301\n", " 301!\n")


@pytest.mark.parametrize("format", ["netlify", "nginx", "apache"])
def test_each_format_has_all_of_them(site: Path, format: str) -> None:
    done = ssg("--site", site, "redirects", format)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("/topics/sleep/") == LINES.count("\n")


@pytest.mark.parametrize(
    "topic", ["titel: Naps", "title: Naps\naliases: [/topics/Naps/]"], ids=["typo", "circle"]
)
def test_a_site_with_errors_prints_none(site: Path, topic: str) -> None:
    """nginx compares without regard to capitals, so the second one would lead to itself."""
    (site / "content/topics/naps.md").write_text(f"---\n{topic}\n---\n")
    done = ssg("--site", site, "redirects", "nginx")
    assert done.returncode == 2
    assert "error: the site has errors, so redirects may be missing or wrong" in done.stderr
    assert not done.stdout


def test_an_address_stays_one_word_whatever_it_holds() -> None:
    """No alias can hold such characters; the rules do not rely on that."""
    hostile = [HostRedirect('/a"; return 200 "\\/$x{y}/ü z/', "/b$1/")]
    (line,) = re.findall('^  "/.*', nginx_map(hostile, SETTINGS), re.MULTILINE)
    assert line == r'  "/a\"; return 200 \"\\/$x{y}/ü z/" "/b%241/";'
    line = apache_rules(hostile, SETTINGS).splitlines()[-1]
    assert line.startswith('RedirectMatch 301 "^/a\\"')
    assert line.endswith('" "/b\\\\$1/"')
    assert "${" not in line
    assert len(redirects_file(hostile, SETTINGS).split()) == 3


def test_servers_compare_what_they_have_decoded() -> None:
    found = [HostRedirect("/años/", "/topics/sleep/")]
    assert '"/health desk/años/" "/health%20desk/topics/sleep/";' in nginx_map(found, IN_FOLDER)
    rule = '"^/health\\\\ desk/años/$" "/health desk/topics/sleep/"'
    assert rule in apache_rules(found, IN_FOLDER)
    line = redirects_file(found, IN_FOLDER)
    assert line == "/health%20desk/a%C3%B1os/ /health%20desk/topics/sleep/ 301\n"


@pytest.mark.parametrize(
    ("count", "message"),
    [
        (GITLAB_LIMIT, ""),
        (GITLAB_LIMIT + 1, "1,001 redirects; GitLab Pages reads 1,000 of them"),
        (CLOUDFLARE_LIMIT + 1, "2,001 redirects; GitLab Pages reads 1,000 of them, Cloudflare"),
    ],
)
def test_more_than_a_host_reads_is_a_warning(count: int, message: str) -> None:
    aliases = [f"/q/{number}/" for number in range(count)]
    documents = (topic("sleep", aliases=aliases), thread("a"))
    found = "\n".join(one for one in warnings(*documents) if "W39" in one)
    assert (message in found) if message else found == ""
    assert not [one for one in warnings(*documents, files=["static/_redirects"]) if "W39" in one]
