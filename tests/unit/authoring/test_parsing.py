import pytest

from ssg.authoring.parsing import parse_new
from ssg.config import Settings
from ssg.model.kinds import Kind
from ssg.parse.files import parse_source
from tests.command import ROOT

SETTINGS = Settings(title="A", url="https://example.org")
FILES = sorted((ROOT / "tests/site/content").glob("*/*.[my]*"))


@pytest.mark.parametrize("kind", Kind)
def test_a_file_alone_is_parsed_as_in_a_build(kind: Kind) -> None:
    files = [file for file in FILES if file.parent.name == kind]
    assert files
    for file in files:
        for data in (file.read_bytes(), file.read_bytes()[:-40], b"\xff", b""):
            given = {"path": f"content/{kind}/{file.name}", "kind": kind, "settings": SETTINGS}
            assert parse_new(data, **given) == parse_source(data, **given)  # type: ignore[arg-type]
