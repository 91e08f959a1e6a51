"""Checks that the tag, the version, the changelog and the built files name one release.

`python tools/check_release.py [FOLDER]`, where FOLDER is a repository: this one, if not given.
Exits with 1 and lists every disagreement.
"""

import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.parser import BytesParser
from pathlib import Path

UNRELEASED = "unreleased"
_VERSION = r"\d+\.\d+\.\d+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A version of the changelog. `day` is what follows the comma: a date, or `unreleased`."""

    version: str
    day: str


def main(arguments: list[str]) -> int:
    repository = Path(arguments[0]) if arguments else Path(__file__).parents[1]
    problems = list(check_release(repository))
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"Version {read_version(repository)}: all agree.")
    return 1 if problems else 0


def check_release(repository: Path) -> Iterator[str]:
    """Everything that disagrees, one sentence each."""
    version = read_version(repository)
    if version is None:
        yield 'ssg/__init__.py has no line `__version__ = "X.Y.Z"`.'
        return
    sections = read_changelog(repository)
    yield from _check_changelog(version, sections)
    yield from _check_tags(version, sections, repository)
    yield from _check_built_files(version, repository / "dist")


def read_version(repository: Path) -> str | None:
    text = (repository / "ssg" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(rf'^__version__ = "({_VERSION})"$', text, re.MULTILINE)
    return found[1] if found else None


def read_changelog(repository: Path) -> list[Section]:
    """The sections of CHANGELOG.md, newest first. `day` is empty where no comma follows."""
    text = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [heading.partition(",") for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)]
    return [Section(version=name.strip(), day=day.strip()) for name, _, day in headings]


def _check_changelog(version: str, sections: list[Section]) -> Iterator[str]:
    if not sections:
        yield "CHANGELOG.md has no section. It starts with `## X.Y.Z, unreleased`."
        return
    newest = sections[0]
    if newest.version != version:
        yield (
            f"The newest section of CHANGELOG.md is {newest.version}, "
            f"but ssg/__init__.py says {version}."
        )
    for section in sections:
        if not _is_day(section.day) and (section is not newest or section.day != UNRELEASED):
            yield (
                f"CHANGELOG.md gives {section.version} the date '{section.day}'. "
                "Write it as YYYY-MM-DD."
            )


def _check_tags(version: str, sections: list[Section], repository: Path) -> Iterator[str]:
    unreleased = bool(sections) and sections[0].day == UNRELEASED
    tags = _git(repository, "tag", "--points-at", "HEAD", "--list", "v[0-9]*").split()
    for tag in tags:
        if tag != f"v{version}":
            yield f"HEAD has the tag {tag}, but ssg/__init__.py says {version}."
        if unreleased:
            yield f"HEAD has the tag {tag}, but CHANGELOG.md calls {version} unreleased."
    if tags and _git(repository, "status", "--porcelain"):
        yield "Files differ from the tagged commit. Commit or remove what `git status` lists."
    if not tags and _git(repository, "tag", "--list", f"v{version}"):
        yield f"The tag v{version} is on another commit than HEAD."
    elif not tags and not unreleased:
        yield f"CHANGELOG.md dates {version}, but HEAD has no tag v{version}."


def _check_built_files(version: str, dist: Path) -> Iterator[str]:
    for ending, read_built_version in ((".whl", _version_in_wheel), (".tar.gz", _version_in_sdist)):
        files = sorted(dist.glob(f"*{ending}"))
        if len(files) != 1 and dist.exists():
            yield f"dist/ has {len(files)} files that end in {ending}, not one. Run `make dist`."
        for file in files:
            built_version = read_built_version(file)
            if built_version != version:
                yield f"dist/{file.name} is {built_version}, but ssg/__init__.py says {version}."


def _version_in_wheel(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return _version_in_metadata(archive.read(name))


def _version_in_sdist(file: Path) -> str:
    with tarfile.open(file) as archive:
        (name,) = (n for n in archive.getnames() if re.fullmatch(r"[^/]+/PKG-INFO", n))
        member = archive.extractfile(name)
        assert member is not None, "PKG-INFO is a file"
        return _version_in_metadata(member.read())


def _version_in_metadata(metadata: bytes) -> str:
    return str(BytesParser().parsebytes(metadata, headersonly=True)["Version"])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
