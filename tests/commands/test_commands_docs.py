"""What docs/commands.md says of templates for new files. tests/docs runs its commands."""

import re
from pathlib import Path

import pytest

from ssg.authoring.form import FORMS
from ssg.authoring.templates import fill_template
from tests.command import ROOT

TEXT = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
COMMANDS = [
    line.partition(" > ")[0]
    for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.startswith("ssg ")
]


# Whoever runs the tests may have a network or none. A proxy that nothing listens at makes it none.
NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
# Nobody can be asked here, no outside address answers, and there is no version before the first.
EXIT_CODES = {"ssg new thread": 2, "ssg links check": 1, "ssg deploy production --rollback": 1}
TARGET = "deploy: {production: {to: ../published}}\n"


def test_the_commands_work_one_after_the_other(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert ssg("init", site).returncode == 0
    settings = site / "site.yaml"
    settings.write_text(settings.read_text().replace("\nformat: 1\n", f"\n{TARGET}"))
    assert ssg("--site", site, "build").returncode == 0
    assert len(COMMANDS) > 20
    for command in COMMANDS:
        arguments = shlex.split(command)[1:]
        finished = ssg("--site", site, *arguments, env=NO_NETWORK)
        expected = EXIT_CODES.get(command, 0)
        assert finished.returncode == expected, (command, finished.stderr)
    assert ssg("--site", site, "check", "--drafts").returncode == 0


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
