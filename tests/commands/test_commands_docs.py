"""What docs/commands.md says of templates for new files. tests/docs runs its commands."""

import re
from pathlib import Path

import pytest

from ssg.authoring.form import FORMS
from ssg.authoring.templates import fill_template
from tests.command import ROOT

TEXT = (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def test_the_template_that_is_shown_can_be_used(tmp_path: Path) -> None:
    (template,) = re.findall(r"^```jinja\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    file = tmp_path / "templates/new/thread.md"
    file.parent.mkdir(parents=True)
    file.write_text(template)
    filled = fill_template(tmp_path, "thread", {"title": "A: b", "topics": ["sleep"]}, "")
    assert filled == (
        '---\ntitle: "A: b"\ntopics: [sleep]\nextra: {desk: night}\n---\n\n'
        "Write the question here.\n"
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_template_is_named(form: str) -> None:
    (names,) = re.findall(r"A file in `templates/new/` replaces the theme's: (.*?)\. It", TEXT)
    ending = "yaml" if form in ("person", "resource") else "md"
    assert f"`{form}.{ending}`" in names
    assert (ROOT / f"templates/new/{form}.{ending}").is_file()
