"""`ssg migrate` as people run it."""

import shutil
from pathlib import Path

import pytest

import ssg as package
from tests.command import ROOT, ssg, tree

STARTER = Path(package.__file__).parent / "starter"


def copied(site: Path, folder: Path) -> Path:
    return Path(shutil.copytree(site, folder / "site", ignore=shutil.ignore_patterns("expected*")))


def without_format(site: Path) -> None:
    settings = site / "site.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("\nformat: 1\n", "\n"))


def test_a_site_of_today_comes_through_unchanged(tmp_path: Path) -> None:
    site = copied(STARTER, tmp_path)
    before = tree(site)
    finished = ssg("--site", site, "migrate")
    assert finished.returncode == 0
    assert finished.stdout == "The site is of format 1, the newest. Nothing was changed.\n"
    assert tree(site) == before


@pytest.mark.parametrize("original", [STARTER, ROOT / "tests/site"], ids=["starter", "golden"])
def test_a_site_without_a_version_gets_it_and_no_other_byte_changes(
    original: Path, tmp_path: Path
) -> None:
    site = copied(original, tmp_path)
    without_format(site)
    before = tree(site)
    finished = ssg("--site", site, "migrate")
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout == "Wrote 'format: 1' to site.yaml. Nothing else is to do.\n"
    after = tree(site)
    assert {name for name in after if after[name] != before.get(name)} == {"site.yaml"}
    assert after["site.yaml"].replace(b"format: 1\n", b"") == before["site.yaml"]
    again = ssg("--site", site, "migrate")
    assert again.stdout == "The site is of format 1, the newest. Nothing was changed.\n"
    assert tree(site) == after


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    settings = tmp_path / "site.yaml"
    settings.write_bytes(b"\xef\xbb\xbftitle: A\r\nurl: https://example.org # ours\r\n")
    assert ssg("--site", tmp_path, "migrate").returncode == 0
    assert settings.read_bytes() == (
        b"\xef\xbb\xbfformat: 1\r\ntitle: A\r\nurl: https://example.org # ours\r\n"
    )


def test_a_dry_run_shows_the_change_and_makes_none(tmp_path: Path) -> None:
    site = copied(STARTER, tmp_path)
    without_format(site)
    before = tree(site)
    finished = ssg("--site", site, "migrate", "--dry-run")
    assert finished.returncode == 0
    assert "\n+format: 1\n" in finished.stdout
    assert tree(site) == before


@pytest.mark.parametrize("command", ["check", "build", "migrate"])
def test_a_newer_format_is_refused_before_anything_else_is_judged(
    command: str, tmp_path: Path
) -> None:
    (tmp_path / "site.yaml").write_text("format: 7\ntitel: A\nlayouts: [wide]\n")
    (tmp_path / "content/threads").mkdir(parents=True)
    (tmp_path / "content/threads/a.md").write_text("another format\n")
    finished = ssg("--site", tmp_path, command)
    assert finished.returncode == (2 if command == "migrate" else 1)
    assert "the site is of format 7, and this ssg knows none after 1" in finished.stderr
    assert "update ssg" in finished.stderr
    assert "F0" not in finished.stderr
    assert not (tmp_path / "output").exists()


def test_a_site_with_errors_in_its_settings_is_not_migrated(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: A\nurl: https://example.org\ntitel: A\n")
    finished = ssg("--site", tmp_path, "migrate")
    assert finished.returncode == 2
    assert "unknown field 'titel'" in finished.stderr
    assert (tmp_path / "site.yaml").read_text().endswith("\ntitel: A\n")
