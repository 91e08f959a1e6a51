"""The generated docs are up to date with the code."""

import re
from pathlib import Path

import click
import pytest

from docs.command_line import PAGES
from docs.generate import DOCS, generate_docs
from ssg.cli import cli
from ssg.diagnostics import RULES


@pytest.fixture(name="generated", scope="module")
def generated_docs() -> dict[str, str]:
    return generate_docs()


def test_every_generated_file_is_current(generated: dict[str, str]) -> None:
    current = {name: (DOCS / name).read_text(encoding="utf-8") for name in generated}
    assert current == generated, "run `make docs`"


def test_every_code_is_listed_once(generated: dict[str, str]) -> None:
    codes = re.findall(
        r'^\| <a id="([A-Z]\d\d)"></a>\1 \|', generated["diagnostics.md"], re.MULTILINE
    )
    assert sorted(codes) == sorted(RULES)


def test_every_command_leads_to_the_page_that_explains_it() -> None:
    assert sorted(PAGES) == cli.list_commands(click.Context(cli))


def test_every_link_in_a_generated_file_leads_somewhere(generated: dict[str, str]) -> None:
    for text in generated.values():
        headings = re.findall(r"^#{1,3} (.+)$", text, re.MULTILINE)
        slugs = {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= slugs
        for file in re.findall(r"\]\(([a-z-]+\.md)\)", text):
            assert (Path(DOCS) / file).is_file()
