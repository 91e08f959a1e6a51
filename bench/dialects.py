"""`python -m bench.dialects FOLDER…`: how many Markdown files both dialects read alike.

A file counts as read alike if Python-Markdown, with ssg's default extensions, makes the page of
it that a git host's preview shows: W08 has nothing to report. Front matter is left out.
"""

import re
import sys
from pathlib import Path

from ssg.config import DEFAULT_EXTENSIONS
from ssg.model.frontmatter import Dialect
from ssg.parse.editorial.text import Reading, render_editors_text
from ssg.parse.html.links import LinkBase
from ssg.parse.html.source import Source

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?^\1\n", re.MULTILINE | re.DOTALL)
_READING = Reading(dialect=Dialect.PYTHON_MARKDOWN, extensions=DEFAULT_EXTENSIONS)


def main() -> None:
    for folder in sys.argv[1:]:
        files = sorted(path for path in Path(folder).rglob("*.md") if path.is_file())
        alike = sum(map(_is_read_alike, files))
        share = f"{alike / len(files):.0%}" if files else "none"
        print(f"{folder}: {alike} of {len(files)} files are read alike ({share})")


def _is_read_alike(path: Path) -> bool:
    text = _FRONT_MATTER.sub("", path.read_text(errors="replace").replace("\r\n", "\n"))
    source = Source(path=path.name, text=text, first_line=1)
    _, diagnostics = render_editors_text(source, LinkBase(folder="guides"), _READING)
    return all(one.code != "W08" for one in diagnostics)


if __name__ == "__main__":
    main()
