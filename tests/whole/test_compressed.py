"""Compressed versions of published files, for hosts that send them."""

import gzip
import shutil
from pathlib import Path

import brotli
import pytest

from tests.command import ROOT, ssg, tree

PAGE = "guides/sleeping-well/index.html"
NOW = ("--now", "2026-11-22")


@pytest.fixture(name="site")
def compressed_site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    assert ssg("init", site).returncode == 0
    shutil.copytree(ROOT / "static", site / "static")
    with (site / "site.yaml").open("a") as settings:
        settings.write("compress: true\n")
    return site


def _build(site: Path) -> dict[str, bytes]:
    done = ssg("--site", site, "build", *NOW)
    assert done.returncode == 0, done.stderr
    return tree(site / "output")


def _versions(files: dict[str, bytes]) -> dict[str, bytes]:
    """What each compressed file holds."""
    decompress = {".gz": gzip.decompress, ".br": brotli.decompress}
    return {path: decompress[path[-3:]](files[path]) for path in files if path[-3:] in decompress}


def test_each_file_that_shrinks_is_there_compressed(site: Path) -> None:
    files = _build(site)
    versions = _versions(files)
    for path, data in versions.items():
        assert data == files[path[:-3]], path
        assert len(files[path]) < len(data), path
    whole = files.keys() - versions.keys()
    plain = {path for path in whole if f"{path}.gz" not in files or f"{path}.br" not in files}
    # Pagefind has compressed its files by itself.
    assert {Path(path).suffix for path in plain} <= {
        *(".txt", "", ".png", ".pagefind", ".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta")
    }
    assert {f"{PAGE}.gz", f"{PAGE}.br", "feed.xml.gz", "favicon.svg.br"} <= files.keys()
    # RFC 1952: no time, so that the same page gives the same bytes.
    assert files[f"{PAGE}.gz"][4:8] == bytes(4)
    done = ssg("--site", site, "verify")
    assert done.returncode == 0, done.stderr


def test_only_what_has_changed_is_compressed_again(site: Path) -> None:
    settings = site / "site.yaml"
    settings.write_text(settings.read_text().replace("search: true", "search: false"))
    before = _build(site)
    times = {path: (site / "output" / path).stat().st_mtime_ns for path in before}
    with (site / "content/guides/sleeping-well.md").open("a") as guide:
        guide.write("\nOne more sentence.\n")
    after = _build(site)
    written = {
        path for path in after if (site / "output" / path).stat().st_mtime_ns != times.get(path)
    }
    assert written == {PAGE, f"{PAGE}.gz", f"{PAGE}.br"}
    assert b"One more sentence." in _versions(after)[f"{PAGE}.br"]


def test_a_version_that_was_changed_or_lost_is_made_again(site: Path) -> None:
    before = _build(site)
    (site / "output" / f"{PAGE}.gz").write_bytes(b"something else")
    (site / "output" / f"{PAGE}.br").unlink()
    assert ssg("--site", site, "verify").returncode == 1
    assert _build(site) == before


def test_withdrawn_words_are_in_no_compressed_file(site: Path) -> None:
    text = (site / "content/threads/how-much-sleep-do-i-need.md").read_text()
    thread = site / "content/threads/to-be-withdrawn.md"
    thread.write_text(text + "\nA sentence to be forgotten.\n")
    assert any(b"to be forgotten" in data for data in _versions(_build(site)).values())
    thread.write_text(text.replace("---\n", "---\nstatus: withdrawn\n", 1))
    files = _build(site)
    assert files.keys() >= {"threads/to-be-withdrawn/index.html.gz"}
    assert not any(b"to be forgotten" in data for data in _versions(files).values())
    thread.unlink()
    assert not any("to-be-withdrawn" in path for path in _build(site))


def test_without_the_setting_they_are_removed(site: Path) -> None:
    _build(site)
    settings = site / "site.yaml"
    settings.write_text(settings.read_text().replace("compress: true\n", ""))
    assert _versions(_build(site)) == {}


def test_a_file_of_the_site_in_the_place_of_one_wins(site: Path) -> None:
    (site / "static/robot.txt").write_text("a" * 5000)
    (site / "static/robot.txt.gz").write_bytes(b"my own")
    shutil.copytree(site / "static", site / "static/robot.txt.br")
    files = _build(site)
    assert files["robot.txt.gz"] == b"my own"
    assert "robot.txt.br" not in files
    assert "robot.txt.br/robot.txt" in files
