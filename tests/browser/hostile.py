"""Sites with hostile texts in every field that takes text."""

import json
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from tests.command import ssg

NOW = "2026-06-01"

_NAMED = re.compile("⟦U\\+([0-9A-F]{4})⟧")
_UNSAFE_IN_YAML = re.compile("[\x7f-\xa0\u2028\u2029\ue000-\uf8ff\ufeff\ufffe\uffff]")
_SWALLOWING = re.compile(r"<!|<\?|```|~~~|<(style|textarea|title|xmp|plaintext|noscript)", re.I)
_ERROR = re.compile(r"^(\S+?):(\d+)(?::\d+)?: error\[", re.M)

# Lines from FOR to END are there for each text of a group. TEXT is that one, and elsewhere all of
# the group in a row; without any, the line is left out if there is a `?`. WORDS is a
# paragraph, PLACE its place in the group.
_TEMPLATES = {
    "content/threads/t{number}.md": """\
---
title: TEXT
by: TEXT
asked: 2026-01-01
topics: [all]
summary: TEXT?
editor_note: TEXT?
source:
  system: TEXT
  url: https://example.org/TEXT?
  licence: TEXT?
extra:
  word: TEXT?
---

A question.

FOR
WORDS

END
FOR
## Answer

```yaml
id: answer-PLACE
posted: 2026-01-02
by: TEXT
note: TEXT?
```

An answer.

WORDS

### Reply

```yaml
id: reply-PLACE
posted: 2026-01-03
removed:
  date: 2026-01-04
  reason: TEXT
```

END
""",
    "content/guides/g{number}.md": """\
---
title: TEXT
topics: [all]
summary: TEXT?
also_called: [TEXT]
specialty: TEXT?
codes:
  umls: TEXT?
  icd10: TEXT?
review: {by: p{number}, date: 2026-01-01}
resources: [r{number}]
sources:
FOR
- title: TEXT
  url: https://example.org/TEXT?
END
extra:
  word: TEXT?
dialect: {dialect}
---

Some words.

FOR
WORDS

END
""",
    "content/topics/o{number}.md": """\
---
title: TEXT
summary: TEXT?
also_called: [TEXT]
codes:
  mesh: TEXT?
dialect: {dialect}
---

Some words.

FOR
WORDS

END
""",
    "content/pages/a{number}.md": """\
---
title: TEXT
summary: TEXT?
nav: 1
dialect: {dialect}
---

Some words.

FOR
WORDS

END
""",
    "content/people/p{number}.yaml": """\
id: p{number}
name: TEXT
role: TEXT?
credentials: TEXT?
url: https://example.org/TEXT?
""",
    "content/resources/r{number}.yaml": """\
publisher:
  name: TEXT
  url: https://example.org/TEXT?
resources:
- id: r{number}
  title: TEXT
  url: https://r{number}.example.org/TEXT
  description: TEXT?
  kind: TEXT?
  topics: [all]
""",
}
_SETTINGS = """\
title: TEXT
url: https://small.example.org
description: TEXT?
disclaimers:
  site: TEXT?
  thread: TEXT?
  guide: TEXT?
footer: TEXT?
limits: {file_seconds: 10000}
"""

Refusal = tuple[str, int, str]
"""A template, a line of it, and a text that no field there may have."""


def read_texts() -> list[str]:
    """The texts of hostile_texts.txt, one a line.

    Of characters that a line cannot show, ␤ is a line feed, ␉ a tab, ␠ a space at the end, and
    ⟦U+202E⟧ the one with that number.
    """
    lines = Path(__file__).with_name("hostile_texts.txt").read_text(encoding="utf-8").splitlines()
    pictures = str.maketrans("␤␉␠", "\n\t ")
    return [
        _NAMED.sub(lambda found: chr(int(found[1], 16)), one.translate(pictures)) for one in lines
    ]


class HostileSite:
    """A site in `folder` that has one document of each kind for each group of texts."""

    def __init__(
        self,
        folder: Path,
        groups: Sequence[Sequence[str]],
        *,
        refused: AbstractSet[Refusal] = frozenset(),
        settings: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self._refused = refused
        self._places: dict[tuple[str, int], Refusal] = {}
        self._write("site.yaml", _SETTINGS, settings)
        self._write("content/topics/all.md", "---\ntitle: All\n---", ())
        for number, group in enumerate(groups):
            dialect = "python-markdown" if number % 2 else "commonmark"
            # What makes text of all that follows it comes last.
            texts = sorted(group, key=lambda text: bool(_SWALLOWING.search(text)))
            for path, template in _TEMPLATES.items():
                named = template.replace("{number}", str(number)).replace("{dialect}", dialect)
                self._write(path, named, texts, number)

    def find_refused(self) -> set[Refusal]:
        """What `ssg check` names as errors."""
        done = ssg("--site", self.folder, "check", "--all", "--now", NOW)
        assert "Traceback" not in done.stderr, done.stderr
        found = [(path, int(line)) for path, line in _ERROR.findall(done.stderr)]
        assert done.returncode == bool(found), done.stderr
        return {self._find_text(*place) for place in found}

    def _find_text(self, path: str, line: int) -> Refusal:
        """The text that an error at this line is about: some are told above it."""
        lines = [known for file, known in self._places if file == path]
        return self._places[path, next((one for one in lines if one >= line), lines[-1])]

    def _write(self, path: str, template: str, texts: Sequence[str], number: int = 0) -> None:
        place = path.replace("{number}", str(number))
        lines: list[str] = []
        for index, line, given in _repeat(template.splitlines(), texts):
            accepted = [text for text in given if (path, index, text) not in self._refused]
            filled = _fill(line, accepted)
            for one in filled.split("\n") if filled is not None else ():
                lines.append(one)
                if accepted:
                    self._places[place, len(lines)] = (path, index, accepted[0])
        file = self.folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        data = ("\n".join(lines) + "\n").encode()
        # What stays the same is not read again.
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)


def _repeat(lines: list[str], texts: Sequence[str]) -> Iterator[tuple[int, str, Sequence[str]]]:
    """The lines of a template with their numbers in it, and the texts that each may show."""
    index = 0
    while index < len(lines):
        if lines[index] == "FOR":
            end = lines.index("END", index)
            for place, text in enumerate(texts):
                for at in range(index + 1, end):
                    yield at, lines[at].replace("PLACE", str(place)), [text]
            index = end
        else:
            yield index, lines[index], texts
        index += 1


def _fill(line: str, texts: Sequence[str]) -> str | None:
    """The line with the texts, or None to leave it out."""
    if line == "WORDS":
        return "\n".join(texts)
    key, marker, optional = line.partition("TEXT")
    if not marker:
        return line
    if optional == "?" and not texts:
        return None
    before, _, start = key.rpartition(" ")
    separator = "/" if start.startswith("https:") else " "
    bracket = "[" if start == "[" else ""
    value = start.removeprefix("[") + separator.join(texts or ["x"])
    quoted = _UNSAFE_IN_YAML.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False)
    )
    return f"{before} {bracket}{quoted}{optional.removesuffix('?')}"
