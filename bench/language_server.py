"""How long an editor waits: `python -m bench.language_server SITE` prints medians, in milliseconds.

The site is opened as it is, and nothing of it is changed. The second run has a warm cache.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from tests.language_server.client import Editor

_TIMES = 20
_PAUSE = 0.05
_QUIET = 2.0


def measure(folder: Path) -> Iterator[tuple[str, float]]:
    """The medians of what an editor of the thread in the middle of the site waits for."""
    threads = sorted((folder / "content/threads").glob("*.md"))
    path = threads[len(threads) // 2].relative_to(folder).as_posix()
    text = (folder / path).read_text(encoding="utf-8")
    wrong = text.replace("topics: [", "topics: [nowhere{}, ")
    asked = text.replace("\ntopics:", "\nrelated: [sl|]\ntopics:", 1)
    with Editor(folder) as editor:
        started = time.perf_counter()
        editor.open(path)
        _wait(editor, path)
        yield "the site is open", 1000 * (time.perf_counter() - started)
        time.sleep(_QUIET)
        yield (
            "diagnostics after a letter of the text",
            _median(lambda number: _type(editor, path, text + "x" * number)),
        )
        time.sleep(_QUIET)
        yield (
            "the diagnostic of a wrong topic",
            _median(lambda number: _type(editor, path, wrong.replace("{}", "x" * number))),
        )
        time.sleep(_QUIET)
        yield (
            "completion of an id",
            _median(lambda _: editor.ask_at("completion", path, asked)),
        )
        editor.quit()


def _wait(editor: Editor, path: str) -> None:
    """Waits for the diagnostics of the newest text."""
    while not editor.is_up_to_date(path):
        editor.receive()


def _type(editor: Editor, path: str, text: str) -> None:
    editor.change(path, text)
    _wait(editor, path)


def _median(work: Callable[[int], object]) -> float:
    seconds = []
    for number in range(_TIMES):
        started = time.perf_counter()
        work(number)
        seconds.append(time.perf_counter() - started)
        time.sleep(_PAUSE)
    return 1000 * median(seconds)


if __name__ == "__main__":
    for what, milliseconds in measure(Path(sys.argv[1]).absolute()):
        print(f"{what}: {milliseconds:.0f} ms", flush=True)
