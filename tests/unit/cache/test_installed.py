from importlib import metadata
from pathlib import Path

import pytest

from ssg.cache.fingerprints import _PARSING, _RENDERING
from ssg.cache.installed import version


@pytest.mark.parametrize("name", [*_PARSING, *_RENDERING])
def test_the_folders_names_say_what_the_metadata_says(name: str) -> None:
    assert version(name) == metadata.version(name)


def test_the_version_that_is_imported_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for found in ("1.0", "2.0"):
        (tmp_path / found / f"Some.Thing-{found}.dist-info").mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(tmp_path / found) for found in ("none", "2.0", "1.0")])
    assert version("some_thing") == "2.0"


def test_a_package_without_such_a_folder_is_found_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.egg-info").mkdir()
    (tmp_path / "old.egg-info/PKG-INFO").write_text("Name: old\nVersion: 3.0\n")
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    assert version("old") == "3.0"


def test_a_package_that_is_not_installed_has_no_version() -> None:
    with pytest.raises(metadata.PackageNotFoundError):
        version("no-such-package")
