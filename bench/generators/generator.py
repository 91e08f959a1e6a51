"""What the benchmark asks of a generator."""

from pathlib import Path
from typing import Protocol

from bench.corpus import Corpus, Thread


class Generator(Protocol):
    name: str
    most_threads: int
    """Larger corpora are not asked of it."""

    def version(self) -> str: ...

    def write(self, corpus: Corpus, site: Path) -> None:
        """All content but the threads, with templates and settings, into the empty `site`."""

    def thread_file(self, thread: Thread, site: Path) -> Path: ...

    def thread_text(self, thread: Thread, corpus: Corpus) -> str:
        """The file of a thread in this generator's layout."""

    def command(self, site: Path) -> list[str]:
        """Builds the site into its folder `output`; it is run in the folder of the site."""

    def forget(self, site: Path) -> None:
        """Removes what builds have left, but not the output."""
