"""The interface of a generator in the benchmark."""

from pathlib import Path
from typing import Protocol

from bench.corpus import Corpus, Thread


class Generator(Protocol):
    name: str
    most_threads: int
    """It is not run with larger corpora."""

    def version(self) -> str: ...

    def write(self, corpus: Corpus, site: Path) -> None:
        """Writes templates, settings and all content except the threads into the empty `site`."""

    def thread_file(self, thread: Thread, site: Path) -> Path: ...

    def thread_text(self, thread: Thread, corpus: Corpus) -> str:
        """The text of a thread's file in this generator's layout."""

    def command(self, site: Path) -> list[str]:
        """The command that builds the site into its folder `output`, run in the site's folder."""

    def forget(self, site: Path) -> None:
        """Removes caches of earlier builds, but not the output."""
