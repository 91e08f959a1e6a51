"""Feeds and sitemaps are what their schemas and a feed reader ask for."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from lxml import etree

from ssg.text import CONTROL
from tests.browser.hostile import NOW
from tests.command import ROOT, ssg

# It has no types.
feedparser: Any = import_module("feedparser")

_ATOM = "{http://www.w3.org/2005/Atom}"
_SCHEMAS = ROOT / "tests/schemas"


def _faults(output: Path) -> list[str]:
    """What the schemas and a feed reader find in all feeds and sitemaps."""
    files = sorted(output.rglob("*.xml"))
    assert output / "feed.xml" in files
    assert output / "sitemap.xml" in files
    return [f"{file.relative_to(output)}: {fault}" for file in files for fault in _check(file)]


def _check(file: Path) -> Iterator[str]:
    data = file.read_bytes()
    is_feed = file.name == "feed.xml"
    schema = etree.RelaxNG(file=str(_SCHEMAS / ("atom.rng" if is_feed else "sitemap.rng")))
    tree = etree.fromstring(data)
    if not schema.validate(tree):
        yield f"{schema.error_log.last_error}"
    if CONTROL.search(data.decode()):
        yield "a control character"
    if is_feed:
        yield from _check_feed(tree, data)


def _check_feed(tree: "etree._Element", data: bytes) -> Iterator[str]:
    """What RFC 4287 asks for, and no schema can say."""
    found = feedparser.parse(data, sanitize_html=False)
    if found.bozo:
        yield f"feedparser: {found.bozo_exception}"
    ids = [one.text for one in tree.iter(f"{_ATOM}id")]
    if len(ids) != len(set(ids)):
        yield "an id is there twice"
    entries = tree.findall(f"{_ATOM}entry")
    if len(found.entries) != len(entries):
        yield "a feed reader finds other entries"
    updated = [_time(one, "updated") for one in entries]
    if updated and _time(tree, "updated") != max(updated):
        yield "it was not updated with its newest entry"
    if any(re.search(r'(?:href|src)="(?![a-z]+:)', one.content[0].value) for one in found.entries):
        yield "a link is not absolute"


def _time(element: "etree._Element", name: str) -> datetime:
    return datetime.fromisoformat(element.findtext(f"{_ATOM}{name}") or "")


def test_those_of_the_own_site_are_valid(built: Path) -> None:
    assert _faults(built) == []


def test_those_of_the_test_site_are_valid(tmp_path: Path) -> None:
    output = tmp_path / "output"
    site = shutil.copytree(ROOT / "tests/site", tmp_path / "site")
    done = ssg("--site", site, "build", "--now", NOW, "--output", output)
    assert done.returncode == 0, done.stderr
    assert _faults(output) == []


def test_those_of_a_real_site_are_valid(built_corpus: Path) -> None:
    assert _faults(built_corpus) == []


_HOSTILE = r""" ]]> & < > <b> ' ` \" \x85 \u202e \u2028 \U0001F48A \u05d0 &nbsp; &#7; --> ?> """

_THREAD = """\
---
title: "T{text}"
asked: 2026-01-01
by: "A{text}"
topics: [all]
summary: "S{text}"
editor_note: "N{text}"
corrections: [{{date: 2026-01-03, wrong: "W{text}", right: "R{text}"}}]
---

Q ]]> &#7; &#xFFFE; &nbsp; \\<b>  \u202e 💊 א & < >

## Answer

```yaml
by: "B{text}"
posted: 2026-01-02
note: "N{text}"
lang: ar
```

ج ]]> &#7; &amp;lt; [x](https://example.org/?a=1&b=2)
"""


def test_those_with_hostile_texts_in_every_field_are_valid(tmp_path: Path) -> None:
    """Characters that no XML may have are errors (T02) in all files, or left out by HTML."""
    files = {
        "site.yaml": f'title: "T{_HOSTILE}"\nurl: https://small.example.org/a&b\n'
        f'disclaimers: {{thread: "D{_HOSTILE}"}}\n',
        "content/topics/all.md": f'---\ntitle: "T{_HOSTILE}"\n---\n',
        "content/threads/a.md": _THREAD.format(text=_HOSTILE),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    done = ssg("--site", tmp_path, "build", "--now", NOW, "--output", tmp_path / "output")
    assert done.returncode == 0, done.stderr
    assert _faults(tmp_path / "output") == []
