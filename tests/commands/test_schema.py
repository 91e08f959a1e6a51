"""`ssg schema` writes what editors need to know of the fields."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from ssg.formats.kinds import FORMATS
from tests.command import ssg


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert ssg("init", folder).returncode == 0
    return folder


def test_a_schema_is_printed_without_a_site(tmp_path: Path) -> None:
    ended = ssg("schema", "post", cwd=tmp_path)
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["title"] == "The fields of an answer or a reply"


def test_all_schemas_are_written_into_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    ended = ssg("schema", "--output", folder)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert {path.stem for path in folder.iterdir()} == set(FORMATS)
    for path in folder.iterdir():
        Draft202012Validator.check_schema(json.loads(path.read_text()))


def test_an_unknown_kind_is_refused_with_the_nearest_one() -> None:
    ended = ssg("schema", "treads")
    assert ended.returncode == 2
    assert ended.stderr == "error: there is no kind 'treads'\n  did you mean 'thread'?\n"


def test_without_a_kind_a_folder_is_needed() -> None:
    ended = ssg("schema")
    assert ended.returncode == 2
    assert "--output DIR" in ended.stderr


def test_the_ids_of_a_site_are_named_with_their_titles(site: Path) -> None:
    broken = site / "content" / "topics" / "broken.md"
    broken.write_bytes(b"---\ntitle: [\n---\n")
    (site / "content" / "guides" / "gone.md").write_text("---\nstatus: withdrawn\n---\n")
    ended = ssg("--site", site, "schema", "thread", "--with-ids")
    assert ended.returncode == 0
    properties = json.loads(ended.stdout)["properties"]
    topics = properties["topics"]["items"]["anyOf"][0]
    named = dict(zip(topics["enum"], topics["enumDescriptions"], strict=True))
    assert named["sleep"] == "Sleep"
    # A file with a mistake can be named in spite of it.
    assert named["broken"] == "broken"
    assert "sleeping-well" in str(properties["guides"])
    assert "gone" not in str(properties["guides"])
    assert "medlineplus-healthy-sleep" in str(properties["resources"])


def test_ids_need_a_site(tmp_path: Path) -> None:
    ended = ssg("--site", tmp_path, "schema", "thread", "--with-ids")
    assert ended.returncode == 2
    assert "site.yaml" in ended.stderr


def test_the_configuration_of_the_cms_has_every_kind_of_file(site: Path) -> None:
    ended = ssg("--site", site, "schema", "--cms")
    assert ended.returncode == 0
    given = yaml.safe_load(ended.stdout)
    assert [one["folder"] for one in given["collections"]] == [
        f"content/{form.kind.value}" for form in FORMATS.values() if form.kind
    ]
    assert given["site_url"] == "https://health.example.org"
    # Nothing in it is shared, which CMS could read differently.
    assert "&id" not in ended.stdout


def test_a_folder_that_cannot_be_written_is_no_bug(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = ssg("schema", "--output", tmp_path / "file" / "below")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
