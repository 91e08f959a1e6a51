"""The interfaces of a generator in the benchmark."""

from pathlib import Path
from typing import Protocol

from bench.content import Content, Thread


class Builder(Protocol):
    """Builds a site whose files are there."""

    @property
    def name(self) -> str: ...

    def command(self, site: Path) -> list[str]:
        """The command that builds the site into its folder `output`, run in the site's folder."""

    def forget(self, site: Path) -> None:
        """Removes caches of earlier builds, but not the output."""


class Generator(Builder, Protocol):
    """Writes content in its own layout, too."""

    def version(self) -> str: ...

    def write(self, corpus: Content, site: Path) -> None:
        """Writes templates, settings and all content except the threads into the empty `site`."""

    def thread_file(self, thread: Thread, site: Path) -> Path: ...

    def thread_text(self, thread: Thread, corpus: Content) -> str:
        """The text of a thread's file in this generator's layout."""


def write_site(generator: Generator, corpus: Content, site: Path) -> None:
    """Writes all of it, as the generator's `write` and its threads."""
    generator.write(corpus, site)
    for thread in corpus.threads():
        generator.thread_file(thread, site).write_text(generator.thread_text(thread, corpus))
