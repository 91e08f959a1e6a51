from pathlib import Path

import pytest

from ssg.digest import digest_of
from ssg.publish.manifest import (
    Manifest,
    OutputFile,
    PublishOrder,
    check_collisions,
    encode_manifest,
    read_manifest,
)


@pytest.mark.parametrize(
    "path",
    ["index.html", "threads/x/index.html", "a b/ü.html", ".well-known/x", "..a/b..c", "ssg", "-"],
)
def test_a_plain_path_is_allowed(path: str) -> None:
    assert OutputFile(path=path, digest=digest_of(b""), order=PublishOrder.PAGE).path == path


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "/etc/passwd", "a//b", "a/", "./a", "a/.", "..", "a/../../b", "a\\b", "a\0b",
        ".ssg/manifest.json", ".SSG/x", ".ssg", "cafe\u0301.html",
    ],
)  # fmt: skip
def test_any_other_path_is_a_bug(path: str) -> None:
    with pytest.raises(ValueError, match="a path"):
        OutputFile(path=path, digest=digest_of(b""), order=PublishOrder.PAGE)


@pytest.mark.parametrize(
    ("paths", "is_allowed"),
    [
        (["a", "b/a", "b/c", "ba"], True),
        (["a", "a"], False),
        (["a.html", "A.HTML"], False),
        (["straße", "STRASSE"], False),
        (["b/x", "B/x"], False),
        (["b", "b/x/y"], False),
        (["b/x/y", "B"], False),
    ],
)
def test_files_must_not_collide(paths: list[str], is_allowed: bool) -> None:
    if is_allowed:
        check_collisions(paths)
    else:
        with pytest.raises(ValueError, match=r"two files|the folder of another"):
            check_collisions(paths)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    manifest = Manifest(
        built="2026-03-01T12:00:00+00:00", files={"b": digest_of(b"b"), "ä": digest_of(b"a")}
    )
    file = tmp_path / "manifest.json"
    file.write_bytes(encode_manifest(manifest))
    assert read_manifest(file) == manifest
    assert read_manifest(tmp_path / "none") is None


def test_a_manifest_of_another_format_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    file.write_bytes(encode_manifest(Manifest(built="", files={}, format=99)))
    with pytest.raises(ValueError, match="format is 99"):
        read_manifest(file)
