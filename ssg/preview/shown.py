"""What the preview shows: pages, files, and notes about each page for its editor."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from ssg.diagnostics import Diagnostic
from ssg.model.states import State


class Excerpt(Struct, frozen=True, kw_only=True):
    """The lines of a source file around a problem."""

    first_line: int
    lines: tuple[str, ...]


class Problem(Struct, frozen=True, kw_only=True):
    """A diagnostic as the browser shows it.

    `excerpt` is None where the problem is in no line of a text file; `edit_url` opens the file in
    the editor's program, and is empty where there is no file.
    """

    diagnostic: Diagnostic
    excerpt: Excerpt | None = None
    edit_url: str = ""


class Unpublished(Struct, frozen=True, kw_only=True):
    """A document that readers do not see yet: a draft, or scheduled for the time `publish_on`.

    `url` is what pages write to link to it, `title` is plain text, `publish_on` is for people, and
    empty for a draft.
    """

    url: str
    title: str
    state: State
    publish_on: str = ""


class Notes(Struct, frozen=True, kw_only=True):
    """What the preview says about a page, beside the page itself.

    `here` are the problems that the page is about, errors first: they are shown over it. `site` are
    all problems of the site, these included, in the order of `ssg check`. `unpublished` is the page
    itself when readers do not see it yet; `links` are other such documents that the page links to,
    by their addresses. `is_stale` is true for a page that cannot be made any more because of
    `here`, so that its last good version is shown; with no such version the page is empty.
    """

    here: tuple[Problem, ...] = ()
    site: tuple[Problem, ...] = ()
    unpublished: Unpublished | None = None
    links: Mapping[str, Unpublished] = field(default_factory=dict)
    is_stale: bool = False


class Page(Struct, frozen=True, kw_only=True):
    """`data` are the bytes as they would be published; empty where there is no good version."""

    data: bytes
    notes: Notes


class File(Struct, frozen=True, kw_only=True):
    """A file that is served as it is: media, a static file, an asset, a feed."""

    path: Path


class Preview(Protocol):
    """What the server asks of a preview. All paths are output paths: `threads/x/index.html`."""

    @property
    def folder(self) -> Path:
        """The folder that holds all files that are served."""

    @property
    def prefix(self) -> str:
        """The path under which the site is served: empty, or like `/health`."""

    async def find(self, output_path: str) -> Page | File | None:
        """What is there, made from the last save of its own file; None for nothing."""

    async def not_found(self) -> Page:
        """The site's 404 page."""
