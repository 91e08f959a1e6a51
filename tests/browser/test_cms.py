"""Files that people edit in a browser, with the configuration that `ssg schema --cms` writes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import yaml
from jsonschema import validators
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from ssg.formats.json_schema import schema_of
from ssg.formats.kinds import FORMATS
from ssg.model.frontmatter import GuideMeta, Status, ThreadMeta
from ssg.model.ids import TopicId
from ssg.parse.frontmatter import split_front_matter
from ssg.schema import check_fields
from tests.browser.cms import MODULES, configuration, decap, read_chosen, sveltia
from tests.command import ssg
from tests.machine import wait_until

M = TypeVar("M", ThreadMeta, GuideMeta)

THREAD = "content/threads/is-it-worse.md"
# All kinds of fields, as editors write them, and Markdown that a rich text would write anew.
TEXT = """\
---
title: "Is pain #1 worse?"
asked: 2026-02-03T14:20:15
topics: [sleep]
by: 'No'
summary: "42"
guides: [sleeping-well]
related:
  - how-much-sleep-do-i-need
helpful: 6
rating: {average: 4.5, votes: 8}
status: published
review:
  by: sample-reviewer
  date: 2026-02-08
  covers: [question]
corrections:
  - date: 2026-04-02
    wrong: It said two weeks, which is far too little time for anyone who is awake as long as that.
    right: >
      It is four weeks,
      as everyone knows.
aliases: [/forum/1234.html]
source: {system: Example Forum, url: "https://forum.example.org/t/9", retrieved: 2026-02-04}
extra: {season: winter}
---

When I lie down *after* lunch…  \n\
two spaces make a line.

## Answer

```yaml
by: Train Commuter
posted: 2026-02-03T18:05+02:00
accepted: true
```

* one
* two

1) three

### Reply

```yaml
posted: 2026-02-04T15:00
```

Thanks!
"""
SCHEMAS = [schema_of(one) for one in FORMATS.values()]
NEW_TITLE = "Is pain #2: worse?"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert ssg("init", folder).returncode == 0
    (folder / THREAD).write_text(TEXT)
    check(folder)
    return folder


@pytest.fixture
def in_decap(browser: Browser, site: Path, tmp_path: Path) -> Iterator[tuple[Page, str]]:
    with decap(browser, site, tmp_path / "web") as opened:
        yield opened


def check(site: Path) -> None:
    ended = ssg("--site", site, "check", "--strict", "--now", "2026-10-01")
    assert ended.returncode == 0, ended.stderr


def fields_and_body(text: str, kind: type[M]) -> tuple[M, str]:
    split, diagnostics = split_front_matter(text, path=THREAD)
    assert split
    assert split.fields
    assert diagnostics == []
    meta, _ = check_fields(kind, split.fields)
    assert meta
    return meta, split.body


def assert_only_the_title_changed(text: str) -> None:
    before, body = fields_and_body(TEXT, ThreadMeta)
    after, body_after = fields_and_body(text, ThreadMeta)
    assert after == replace(before, title=NEW_TITLE)
    assert body_after == body


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").first.click()
    page.get_by_text("Publish now").first.click()
    page.get_by_text("Entry saved").wait_for()


def test_decap_changes_only_what_was_edited(in_decap: tuple[Page, str], site: Path) -> None:
    page, here = in_decap
    page.goto(f"{here}/#/collections/threads/entries/is-it-worse")
    page.get_by_label("Title").first.fill(NEW_TITLE)
    publish(page)
    assert_only_the_title_changed((site / THREAD).read_text())
    check(site)


def test_decap_makes_a_guide_that_can_be_published(in_decap: tuple[Page, str], site: Path) -> None:
    page, here = in_decap
    page.goto(f"{here}/#/collections/guides/new")
    page.get_by_label("Title").first.fill("Cómo dormir: a guide?")
    topics = page.get_by_role("combobox").first
    topics.fill("sle")
    page.get_by_role("option", name="Sleep").click()
    page.get_by_role("textbox", name="Text").fill("A text.\n\n> [!TIP]\n> Sleep.\n")
    publish(page)
    text = (site / "content/guides/como-dormir-a-guide.md").read_text()
    meta, body = fields_and_body(text, GuideMeta)
    assert meta == GuideMeta(
        title="Cómo dormir: a guide?", topics=(TopicId("sleep"),), status=Status.DRAFT
    )
    assert body.strip() == "A text.\n\n> [!TIP]\n> Sleep."
    check(site)


def test_decap_saves_no_date_that_is_not_one(in_decap: tuple[Page, str], site: Path) -> None:
    page, here = in_decap
    page.goto(f"{here}/#/collections/threads/entries/is-it-worse")
    page.get_by_label("Asked").first.fill("yesterday")
    page.get_by_role("button", name="Publish").first.click()
    page.get_by_text("Publish now").first.click()
    page.get_by_text("write it as the hint says").wait_for()
    assert (site / THREAD).read_text() == TEXT


def test_sveltia_changes_only_what_was_edited(browser: Browser, site: Path, tmp_path: Path) -> None:
    with sveltia(browser, site, tmp_path / "web") as (page, here):
        page.goto(f"{here}/#/collections/threads/entries/is-it-worse")
        page.get_by_role("textbox", name="Title").first.fill(NEW_TITLE)
        page.get_by_role("button", name="Save").first.click()
        wait_until(lambda: NEW_TITLE in read_chosen(page, THREAD))
        text = read_chosen(page, THREAD)
    assert_only_the_title_changed(text)
    (site / THREAD).write_text(text)
    check(site)


def test_the_configuration_is_one_for_sveltia(site: Path) -> None:
    schema = json.loads((MODULES / "@sveltia/cms/schema/sveltia-cms.json").read_text())
    check = validators.validator_for(schema)(schema)
    errors = check.iter_errors(yaml.safe_load(configuration(site)))
    assert [one.message[:200] for one in errors] == []


def test_every_pattern_is_one_that_editors_read(browser: Browser) -> None:
    patterns = sorted(set(re.findall(r'"pattern": ("[^\n]*")', json.dumps(SCHEMAS, indent=1))))
    assert len(patterns) > 8
    page = browser.new_page()
    # With the flag, as JSON Schema wants them, and without it, as both editors use them.
    for flags in ("u", ""):
        compiled = "([patterns, flags]) => patterns.map(one => new RegExp(one, flags).source)"
        page.evaluate(compiled, [[json.loads(one) for one in patterns], flags])
    page.close()
