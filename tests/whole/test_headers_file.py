"""The headers that a build writes for hosts that read them from a file."""

from pathlib import Path

from tests.command import ssg


def _build(site: Path, *options: str) -> Path:
    done = ssg("--site", site, "build", "--now", "2026-11-22", *options)
    assert done.returncode == 0, done.stderr
    return site / "output/_headers"


def test_it_is_what_the_command_prints(site: Path) -> None:
    assert _build(site).read_text() == ssg("--site", site, "headers", "netlify").stdout


def test_a_file_of_the_site_wins(site: Path) -> None:
    (site / "static/_headers").write_text("/*\n  X-Mine: yes\n")
    assert _build(site).read_text() == "/*\n  X-Mine: yes\n"


def test_a_site_in_a_folder_of_its_host_has_none(site: Path) -> None:
    assert not _build(site, "--url", "https://www.example.org/health").exists()
    settings_file = site / "site.yaml"
    text = settings_file.read_text().replace("https://threads.example.org", "https://a.example/b")
    settings_file.write_text(text)
    printed = ssg("--site", site, "headers", "netlify").stdout
    assert printed.startswith("/b/*\n")
    assert "\n/b/assets/*\n" in printed
