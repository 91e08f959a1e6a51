"""What a host should send with the files of a version, and which version is kept."""

from pathlib import Path

import pytest

from ssg.deploy.errors import DeployError
from ssg.deploy.kept import open_deployments
from ssg.deploy.version import fingerprints_of, headers_of
from ssg.digest import Digest
from tests.deploy.versions import make_version

FOREVER = "public, max-age=31536000, immutable"
CHECKED = "public, max-age=0, must-revalidate"
FILES = ["index.html", "index.html.br", "assets/a.css", "assets/a.css.gz", "alone.gz", "feed.xml"]


@pytest.mark.parametrize(
    ("path", "kind", "cache", "encoding"),
    [
        ("index.html", "text/html; charset=utf-8", CHECKED, ""),
        ("index.html.br", "text/html; charset=utf-8", CHECKED, "br"),
        ("assets/a.css", "text/css; charset=utf-8", FOREVER, ""),
        ("assets/a.css.gz", "text/css; charset=utf-8", FOREVER, "gzip"),
        ("alone.gz", "application/gzip", CHECKED, ""),
        ("feed.xml", "application/atom+xml; charset=utf-8", CHECKED, ""),
    ],
)
def test_a_file_has_its_headers(path: str, kind: str, cache: str, encoding: str) -> None:
    found = headers_of(path, dict.fromkeys(FILES))
    assert (found.content_type, found.cache_control, found.content_encoding) == (
        kind,
        cache,
        encoding,
    )


def test_a_file_with_other_headers_has_another_fingerprint() -> None:
    digest = Digest("0" * 32)
    alone = fingerprints_of({"a.css.gz": digest})
    beside = fingerprints_of({"a.css.gz": digest, "a.css": digest})
    assert alone["a.css.gz"] != beside["a.css.gz"]
    assert beside["a.css"] != beside["a.css.gz"]


def test_tokens_are_remembered_until_they_are_dropped(tmp_path: Path) -> None:
    with open_deployments(tmp_path, "here", print) as kept:
        tokens = {kept.add_token(), kept.add_token()}
        assert len(tokens) == 2
        assert kept.read_tokens() == tokens
    with open_deployments(tmp_path, "here", print) as kept:
        assert kept.read_tokens() == tokens
        kept.drop_tokens()
        assert not kept.read_tokens()
        (tmp_path / "deployments/here/tokens").write_bytes(b"\xff")
        assert not kept.read_tokens()


def test_a_kept_version_without_its_list_is_none(tmp_path: Path) -> None:
    with open_deployments(tmp_path, "here", print) as kept:
        make_version(tmp_path / "deployments/here/current/site", {"index.html": b"x"})
        assert kept.current is None
        manifest = tmp_path / "deployments/here/current/manifest.json"
        manifest.write_text("{}")
        assert kept.current is None
        manifest.write_text('{"built": "2026-03-01", "files": {"../x": "0"}}')
        assert kept.current is None


def test_what_is_no_output_is_not_taken(tmp_path: Path) -> None:
    with (
        open_deployments(tmp_path, "here", print) as kept,
        pytest.raises(DeployError, match="no build has published"),
    ):
        kept.take(tmp_path / "output", print)
    assert not (tmp_path / "deployments/here/next").exists()
