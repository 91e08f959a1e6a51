"""Which addresses on other sites readers are given, and where."""

from pathlib import Path

import pytest

from ssg.commands.catalog import open_catalog
from ssg.commands.outside import outside_links_of

SITE = """\
title: A site
url: https://example.org/
menu:
  - {url: https://menu.example/, title: Menu}
  - /threads/
footer_links:
  - {url: https://footer.example/, title: Footer}
helplines:
  - {name: Help, url: https://help.example/, checked: 2026-01-01}
"""
THREAD = """\
---
title: T
asked: 2026-01-01
topics: [t]
source: {system: s, url: https://source.example/1}
---

Bare https://bare.example/a, and [a link](https://link.example/#part "t").

## Answer

```yaml
posted: 2026-01-02
```

*Some* [label] and https://bare.example/a again; [ours](https://example.org/x/).

[label]: https://defined.example/

![A bench](https://picture.example/t.png)

## Answer

```yaml
posted: 2026-01-03
removed: {date: 2026-01-04, reason: asked}
```
"""
GUIDE = """\
---
title: G
topics: [t]
sources:
  - {title: A book}
  - {title: A page, url: https://cited.example/}
---

See [one](https://same.example/), https://same.example/ and <a href="https://html.example/">it</a>.

[one](https://same.example/)

![A bench](https://picture.example/g.png)
"""
RESOURCES = """\
publisher:
  name: P
  url: https://publisher.example/
resources:
  - id: r
    title: R
    url: https://resource.example/
    archived: https://archive.example/r
"""
PERSON = "id: ann\nname: Ann\nurl: https://ann.example/\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "site.yaml": SITE,
        "content/threads/t.md": THREAD,
        "content/threads/hidden.md": THREAD.replace("title: T", "title: T\nstatus: draft"),
        "content/threads/gone.md": THREAD.replace("title: T", "title: T\nstatus: withdrawn"),
        "content/guides/g.md": GUIDE,
        "content/resources/r.yaml": RESOURCES,
        "content/people/ann.yaml": PERSON,
        "content/topics/t.md": "---\ntitle: T\n---\n",
    }
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_each_address_that_readers_are_given_has_its_place(site: Path) -> None:
    found = [
        (one.url, f"{one.path}:{one.line}:{one.column}")
        for one in outside_links_of(open_catalog(site, "2026-03-01"))
    ]
    assert found == [
        ("https://cited.example/", "content/guides/g.md:6:26"),
        ("https://same.example/", "content/guides/g.md:9:5"),
        ("https://same.example/", "content/guides/g.md:9:35"),
        ("https://html.example/", "content/guides/g.md:9:61"),
        ("https://same.example/", "content/guides/g.md:11:1"),
        ("https://picture.example/g.png", "content/guides/g.md:13:1"),
        ("https://ann.example/", "content/people/ann.yaml:3:6"),
        ("https://publisher.example/", "content/resources/r.yaml:3:8"),
        ("https://resource.example/", "content/resources/r.yaml:7:10"),
        ("https://archive.example/r", "content/resources/r.yaml:8:15"),
        ("https://source.example/1", "content/threads/t.md:5:26"),
        ("https://bare.example/a", "content/threads/t.md:8:6"),
        ("https://link.example/#part", "content/threads/t.md:8:34"),
        ("https://defined.example/", "content/threads/t.md:16:8"),
        ("https://bare.example/a", "content/threads/t.md:16:20"),
        ("https://picture.example/t.png", "content/threads/t.md:20:1"),
        ("https://menu.example/", "site.yaml:4:11"),
        ("https://footer.example/", "site.yaml:7:11"),
        ("https://help.example/", "site.yaml:9:23"),
    ]
