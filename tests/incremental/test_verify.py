"""`ssg verify` compares the output, byte for byte, with a clean build."""

from pathlib import Path

import pytest

from ssg.cache.beside_bytecode import beside_bytecode
from ssg.model.states import BuildTime
from ssg.pipeline import theme
from ssg.pipeline.request import Request
from ssg.pipeline.verification import verify
from ssg.render import assets, bytecode, dependencies, environment, page_code, staging
from ssg.render.bytecode import CompiledTemplates
from ssg.render.theme import theme_dir
from tests.command import ssg
from tests.incremental.samples import Silent, SmallSite


def test_a_site_built_in_many_steps_is_what_a_clean_build_gives(small: SmallSite) -> None:
    small.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    small.build(now="2026-06-02")
    done = ssg("--site", small.folder, "verify", "--output", small.output)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Verified 40 files in {small.output}: identical,")
    assert "2026-06-02T00:00:00+00:00" in done.stdout


def test_differences_are_listed_and_untracked_files_are_no_failure(small: SmallSite) -> None:
    (small.output / "404.html").write_text("by hand")
    (small.output / "about/index.html").unlink()
    (small.output / "mine.txt").write_text("mine")
    small.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    done = ssg("--site", small.folder, "verify", "--output", small.output)
    assert done.returncode == 1
    assert done.stderr.splitlines()[:6] == [
        "modified: 404.html",
        "missing: about/index.html",
        "stale: feed.xml",
        "stale: threads/q3/index.html",
        "stale: topics/back/feed.xml",
        "stale: topics/body/feed.xml",
    ]
    assert "untracked: mine.txt" in done.stdout


def test_a_site_with_errors_cannot_be_verified(small: SmallSite) -> None:
    small.edit("content/threads/q3.md", "topics: [back]", "topics: [bakc]")
    done = ssg("--site", small.folder, "verify", "--output", small.output)
    assert done.returncode == 1
    assert "R01" in done.stderr


def test_nothing_published_is_said_so(small: SmallSite) -> None:
    done = ssg("--site", small.folder, "verify", "--output", small.folder)
    assert done.returncode == 2
    assert "no build has published into" in done.stderr


def test_another_address_in_the_settings_is_seen(small: SmallSite) -> None:
    small.edit("site.yaml", "https://", "https://new.")
    done = ssg("--site", small.folder, "verify", "--output", small.output)
    assert done.returncode == 1
    assert "stale: index.html" in done.stderr


def test_a_site_built_for_another_address_is_compared_with_one_for_that(small: SmallSite) -> None:
    small.build("--url", "https://preview.example.org/it/")
    done = ssg("--site", small.folder, "verify", "--output", small.output)
    assert done.returncode == 0, done.stderr


def test_a_clean_build_uses_nothing_that_was_kept_of_the_theme(
    small: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong there would be on both sides of the comparison."""
    compiled = CompiledTemplates(theme_dir(), beside_bytecode(bytecode.__file__, ".templates"))
    for module in (assets, dependencies, environment, page_code, staging, theme):
        monkeypatch.setattr(module, "COMPILED", compiled)
    monkeypatch.setattr("ssg.pipeline.verification.COMPILED", compiled)
    asked: list[Path | None] = []
    read = bytecode._read_kept

    def watched(file: Path | None) -> bytecode._Kept:
        asked.append(file)
        return read(file)

    monkeypatch.setattr(bytecode, "_read_kept", watched)
    request = Request(site=small.folder, time=BuildTime(now="2026-06-01T12:00:00+00:00"))
    found = verify(request, small.output, Silent())
    assert found.differences == ()
    assert set(asked) == {None}
