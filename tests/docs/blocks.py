"""The fenced blocks of the docs' pages."""

import re
from collections.abc import Iterator
from textwrap import dedent

from msgspec import Struct

from tests.command import ROOT

_FENCED = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<language>\w*)(?: (?P<path>\S+))?\n"
    r"(?P<body>.*?)^(?P=indent)(?P=fence) *$",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(r"\s+# .*$")


class Block(Struct, frozen=True):
    language: str
    path: str
    """Of the file that the block shows as a whole; empty for others."""
    body: str
    follows_at_once: bool
    """Whether nothing stands between it and the block before it."""


def pages() -> dict[str, str]:
    """The text of each page for people who use or change ssg, by its path in the repository."""
    files = (*sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("*.md")))
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


def blocks_of(text: str) -> Iterator[Block]:
    end = 0
    for found in _FENCED.finditer(text):
        yield Block(
            language=found["language"],
            path=found["path"] or "",
            body=dedent(found["body"]),
            follows_at_once=end > 0 and not text[end : found.start()].strip(),
        )
        end = found.end()


def without_blocks(text: str) -> str:
    return _FENCED.sub("", text)


def commands_of(body: str) -> list[str]:
    """The commands of a block of `sh`, without comments; one with a text in it is a single one."""
    if "<<" in body:
        return [body.strip()]
    lines = (_COMMENT.sub("", line) for line in body.replace("\\\n", " ").splitlines())
    return [line for line in lines if line]
