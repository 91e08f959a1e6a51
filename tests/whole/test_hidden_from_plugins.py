"""No plugin sees what is withdrawn, and nothing is kept of what it says about hidden documents."""

import os
from pathlib import Path

import pytest

from tests import preloaded
from tests.plugin import install, write

WORDS = "quixotic zephyr"
# A check that repeats all that it sees, on the screen and in a file of its own.
TELLING = """
import json

def describe(value):
    if isinstance(value, str): return value
    if hasattr(value, "items"): return str({key: describe(one) for key, one in value.items()})
    return str([describe(one) for one in value])

def find(document):
    seen = describe(document.fields)
    for text in document.texts:
        seen += text.markdown + describe(text.fields)
    seen += str(document.links)
    with open(LOG, "a") as log:
        log.write(seen)
    yield Finding(message=seen, hint=seen)

@hookimpl
def ssg_checks():
    return [check("tell", find)]
"""
THREAD = """---
title: About the WORDS
asked: 2026-01-01
topics: [sleep]
FIELDS
---

Is there a WORDS here?

## Answer

```yaml
posted: 2026-01-02
POST
```

An answer.
"""


@pytest.mark.parametrize(
    ("fields", "is_seen"),
    [
        ("status: withdrawn", False),
        ("status: draft", True),
        ("publish_on: 2031-01-01", True),
        ("expires_on: 2026-02-01", True),
    ],
)
def test_the_words_of_a_hidden_thread_are_in_no_file(
    tmp_path: Path, fields: str, is_seen: bool
) -> None:
    site, log = tmp_path / "site", tmp_path / "log"
    thread = THREAD.replace("WORDS", WORDS)
    said = _build(tmp_path, thread.replace("FIELDS", "").replace("POST", ""))
    assert WORDS in said
    assert WORDS.encode() in _everything_below(site / ".ssg")
    log.unlink()
    for _ in range(2):
        said = _build(tmp_path, thread.replace("FIELDS", fields).replace("POST", ""))
        # It is parsed, and so checked, in every run.
        assert (WORDS in said) is is_seen
        assert (log.exists() and WORDS in log.read_text()) is is_seen
        for word in WORDS.split():
            assert word.encode() not in _everything_below(site)


def test_the_words_of_a_removed_post_reach_no_plugin(tmp_path: Path) -> None:
    removed = "removed: {date: 2026-02-01, reason: It was wrong.}"
    thread = THREAD.replace("WORDS", "word").replace("FIELDS", "").replace("POST", removed)
    _build(tmp_path, thread.replace("An answer.", WORDS))
    log = (tmp_path / "log").read_text()
    assert "Is there a word here?" in log
    assert WORDS not in log


def _build(folder: Path, thread: str) -> str:
    """Builds the site with that thread, and returns what the check finds."""
    site, plugins = folder / "site", folder / "plugins"
    install(plugins, TELLING.replace("LOG", repr(str(folder / "log"))))
    write(site / "site.yaml", "title: A\nurl: https://example.org\nplugins: [house-style]\n")
    write(site / "content/topics/sleep.md", "---\ntitle: Sleep\n---\n")
    write(site / "content/threads/hidden.md", thread)
    path = f"import sys; sys.path.insert(0, {str(plugins)!r})"
    command = ["--site", str(site), "build", "--now", "2026-03-01"]
    done = preloaded.run(command, env=os.environ, cwd=folder, before=path)
    assert done.returncode == 0, done.stderr
    (site / "content/threads/hidden.md").unlink()
    return "".join(line for line in done.stderr.splitlines() if "[house-style/tell]" in line)


def _everything_below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
