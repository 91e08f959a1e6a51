"""A release is one version everywhere: `tools/check_release.py` on real repositories."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.command import ROOT

_GIT = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}
_UNRELEASED = "# Changelog\n\n## 1.2.0, unreleased\n\n## 1.1.0, 2026-01-02\n"
_RELEASED = "# Changelog\n\n## 1.2.0, 2026-03-04\n\n## 1.1.0, 2026-01-02\n"


class Repository:
    """A repository with a package of version 1.2.0."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet")
        self.write(".gitignore", "/dist/\n")
        self.write("ssg/__init__.py", '"""A package."""\n\n__version__ = "1.2.0"\n')

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.folder, env=_GIT, check=True)

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def commit(self, changelog: str, *tags: str) -> None:
        self.write("CHANGELOG.md", changelog)
        self.git("add", ".")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change something")
        for tag in tags:
            self.git("tag", "--annotate", "--message", tag, tag)

    def build(self, wheel: str = "1.2.0", sdist: str = "1.2.0") -> None:
        """Writes files that say these versions, whatever their names say."""
        dist = self.folder / "dist"
        dist.mkdir()
        with zipfile.ZipFile(dist / "ssg-1.2.0-py3-none-any.whl", "w") as archive:
            archive.writestr("ssg-1.2.0.dist-info/METADATA", _metadata(wheel))
        metadata = self.folder / "dist/PKG-INFO"
        metadata.write_text(_metadata(sdist))
        with tarfile.open(dist / "ssg-1.2.0.tar.gz", "w:gz") as archive:
            archive.add(metadata, "ssg-1.2.0/PKG-INFO")
        metadata.unlink()

    def problems(self) -> list[str]:
        """What the check says, which exits with 1 if that is anything."""
        done = subprocess.run(
            [sys.executable, ROOT / "tools/check_release.py", self.folder],
            env=_GIT,
            capture_output=True,
            text=True,
            check=False,
        )
        problems = done.stderr.splitlines()
        assert done.returncode == (1 if problems else 0), done.stderr
        assert bool(done.stdout) is not bool(problems)
        return problems


def _metadata(version: str) -> str:
    return f"Metadata-Version: 2.4\nName: ssg\nVersion: {version}\n\nVersion: 9.9.9\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_a_version_in_the_making_needs_no_tag(repository: Repository) -> None:
    repository.commit(_UNRELEASED)
    assert repository.problems() == []


def test_a_release_agrees_with_its_tag_and_its_files(repository: Repository) -> None:
    repository.commit(_RELEASED, "v1.2.0")
    repository.build()
    assert repository.problems() == []


def test_a_tag_that_names_no_version_is_of_no_interest(repository: Repository) -> None:
    repository.commit(_UNRELEASED, "before-the-move")
    assert repository.problems() == []


def test_a_tag_of_another_version_is_named(repository: Repository) -> None:
    repository.commit(_RELEASED, "v1.2.1")
    assert repository.problems() == ["HEAD has the tag v1.2.1, but ssg/__init__.py says 1.2.0."]


def test_one_right_tag_does_not_excuse_a_wrong_one(repository: Repository) -> None:
    repository.commit(_RELEASED, "v1.2.0", "v1.2.1")
    assert repository.problems() == ["HEAD has the tag v1.2.1, but ssg/__init__.py says 1.2.0."]


def test_what_is_tagged_is_not_called_unreleased(repository: Repository) -> None:
    repository.commit(_UNRELEASED, "v1.2.0")
    assert repository.problems() == [
        "HEAD has the tag v1.2.0, but CHANGELOG.md calls 1.2.0 unreleased."
    ]


def test_what_has_a_date_is_tagged(repository: Repository) -> None:
    repository.commit(_RELEASED)
    assert repository.problems() == ["CHANGELOG.md dates 1.2.0, but HEAD has no tag v1.2.0."]


@pytest.mark.parametrize("changelog", [_RELEASED, _UNRELEASED])
def test_after_a_release_the_version_goes_up(repository: Repository, changelog: str) -> None:
    repository.commit(_RELEASED, "v1.2.0")
    repository.commit(changelog)
    assert repository.problems() == ["The tag v1.2.0 is on another commit than HEAD."]


@pytest.mark.parametrize("day", ["unreleased", "2026-03-04"])
def test_the_newest_section_is_that_of_the_version(repository: Repository, day: str) -> None:
    repository.commit(f"## 1.3.0, {day}\n", *([] if day == "unreleased" else ["v1.2.0"]))
    assert repository.problems() == [
        "The newest section of CHANGELOG.md is 1.3.0, but ssg/__init__.py says 1.2.0."
    ]


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "20260304"])
def test_a_section_has_a_date_of_the_calendar(repository: Repository, day: str) -> None:
    repository.commit(f"## 1.2.0, {day}\n", "v1.2.0")
    assert repository.problems() == [
        f"CHANGELOG.md gives 1.2.0 the date '{day}'. Write it as YYYY-MM-DD."
    ]


def test_only_the_newest_section_is_unreleased(repository: Repository) -> None:
    repository.commit("## 1.2.0, 2026-03-04\n\n## 1.1.0, unreleased\n", "v1.2.0")
    assert repository.problems() == [
        "CHANGELOG.md gives 1.1.0 the date 'unreleased'. Write it as YYYY-MM-DD."
    ]


def test_a_changelog_without_sections_is_refused(repository: Repository) -> None:
    repository.commit("# Changelog\n", "v1.2.0")
    assert repository.problems() == [
        "CHANGELOG.md has no section. It starts with `## X.Y.Z, unreleased`."
    ]


def test_a_package_without_a_version_is_refused(repository: Repository) -> None:
    repository.write("ssg/__init__.py", '__version__ = "1.2"\n')
    repository.commit(_UNRELEASED)
    assert repository.problems() == ['ssg/__init__.py has no line `__version__ = "X.Y.Z"`.']


def test_what_is_built_is_what_is_tagged(repository: Repository) -> None:
    repository.commit(_RELEASED, "v1.2.0")
    repository.write("ssg/extra.py", "")
    assert repository.problems() == [
        "Files differ from the tagged commit. Commit or remove what `git status` lists."
    ]


def test_built_files_of_another_version_are_named(repository: Repository) -> None:
    repository.commit(_RELEASED, "v1.2.0")
    repository.build(wheel="1.1.0", sdist="1.3.0")
    assert repository.problems() == [
        "dist/ssg-1.2.0-py3-none-any.whl is 1.1.0, but ssg/__init__.py says 1.2.0.",
        "dist/ssg-1.2.0.tar.gz is 1.3.0, but ssg/__init__.py says 1.2.0.",
    ]


def test_a_release_is_one_wheel_and_one_sdist(repository: Repository) -> None:
    repository.commit(_RELEASED, "v1.2.0")
    repository.build()
    wheel = repository.folder / "dist/ssg-1.2.0-py3-none-any.whl"
    shutil.copy(wheel, wheel.with_name("ssg-1.2.0-copy-py3-none-any.whl"))
    (repository.folder / "dist/ssg-1.2.0.tar.gz").unlink()
    assert repository.problems() == [
        "dist/ has 2 files that end in .whl, not one. Run `make dist`.",
        "dist/ has 0 files that end in .tar.gz, not one. Run `make dist`.",
    ]


def test_this_version_is_the_newest_in_the_changelog(repository: Repository) -> None:
    for name in ("ssg/__init__.py", "CHANGELOG.md"):
        shutil.copy(ROOT / name, repository.folder / name)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    repository.commit(changelog)
    version, _, day = changelog.partition("\n## ")[2].partition("\n")[0].partition(", ")
    if day != "unreleased":
        repository.git("tag", f"v{version}")
    assert repository.problems() == []
