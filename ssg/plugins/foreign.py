"""Foreign code, such as Markdown extensions and plugins: loaded in a process of its own first.

It may do anything, such as end its process or run for ever.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from ssg.workers import Crashed, Done, Outcome, Start, TimedOut, Workers


def load_foreign(names: Sequence[str], *, start: Start, seconds: int) -> dict[str, Outcome]:
    """What becomes of each name in a worker process that `start` sets up, in their order."""
    with Workers(1) as workers:
        tasks = [name.encode() for name in names]
        outcomes = dict(workers.run(tasks, start=start, settings=b"", seconds=seconds))
    return {name: outcomes[index] for index, name in enumerate(names)}


def describe_outcome(outcome: Outcome, *, seconds: int) -> str:
    """Why loading has failed; empty if it is done."""
    match outcome:
        case Done():
            return ""
        case TimedOut():
            return f"it takes longer than {seconds} s"
        case Crashed(exit_code=code):
            return f"it ends the process that loads it (exit code {code})"
    return outcome.traceback.strip().rpartition("\n")[2]


def describe_failure(error: BaseException) -> str:
    """What foreign code raised, in one line."""
    try:
        text = str(error)
    except BaseException:  # the text is made by foreign code, too
        text = ""
    if isinstance(error, Exception):
        return text or type(error).__name__
    return f"it raises {type(error).__name__}" + (f": {text}" if text else "")


def find_sources(module: ModuleType, *, pattern: str = "*.py") -> Iterator[Path]:
    """All files of a package; for a single module, also the modules loaded from its folder.

    Of a package, those that `pattern` fits.
    """
    for package in getattr(module, "__path__", ()):
        yield from sorted(path for path in Path(package).rglob(pattern) if path.is_file())
    file = getattr(module, "__file__", None)
    if not file or hasattr(module, "__path__"):
        return
    folder = Path(file).parent
    yield Path(file)
    # In site-packages, the modules beside it are unrelated.
    if not folder.name.endswith("-packages"):
        files = (getattr(other, "__file__", None) for other in list(sys.modules.values()))
        yield from sorted(Path(file) for file in files if file and Path(file).parent == folder)
