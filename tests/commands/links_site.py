"""A site that links to one address in every way in which it can be written."""

from pathlib import Path

OLD = "https://old.example/page"
_SITE = """\
title: A site # not https://example.org/
url: https://example.org/
footer_links:
  - {url: "https://old.example/page", title: Old}
helplines:
  - name: Help
    url:   'https://old.example/page'   # called in May
    checked: 2026-01-01
"""
_THREAD = """\
---
title: T
asked: 2026-01-01
topics: [t]
source: {system: s, url: https://old.example/page}
---

Bare https://old.example/page, and [a link](https://old.example/page#part "t").
Or <https://old.example/page>, `code https://old.example/page`, [sold](https://sold.example/a).

## Answer

```yaml
posted: 2026-01-02
```

*Some* [label] and [home](https://old.example/other).

[label]: <https://old.example/page>

## Answer

```yaml
posted: 2026-01-03
```

One [label], https://old.example/page.

[label]: https://old.example/page#é
"""
_GUIDE = """\
---
title: G
topics: [t]
sources:
  - {title: A book}
  - {title: A page, url: https://old.example/page}
---

See [one](https://old.example/page) or <a title="x" href='https://old.example/page'>it</a>.

<div><a href="https://old.example/page#x">it</a></div>

    code https://old.example/page
"""
_PYTHON_MARKDOWN = """\
---
title: P
dialect: python-markdown
topics: [t]
---

See [one](https://old.example/page "it") or <https://old.example/page>.

[two]: https://old.example/page

And [two], which is `code https://old.example/page`.
"""
_RESOURCES = """\
# Pages of the old host
publisher:
  name: P
  url: https://old.example/page
resources:
  - id: r
    title: R
    url: https://old.example/page # moved?
"""
_PERSON = "id: ann\nname: Ann\ncredentials: RN\nurl: https://old.example/page\n"


def write_site(folder: Path) -> None:
    files = {
        "site.yaml": _SITE,
        "content/threads/t.md": _THREAD,
        "content/guides/g.md": _GUIDE.replace("\n", "\r\n"),
        "content/guides/p.md": _PYTHON_MARKDOWN,
        "content/resources/r.yaml": _RESOURCES,
        "content/people/ann.yaml": _PERSON,
        "content/topics/t.md": "---\ntitle: T\n---\n",
    }
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
