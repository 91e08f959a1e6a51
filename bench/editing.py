"""`python -m bench.editing SITE`: how long the commands of everyday editing take to answer.

Each runs several times as a process of its own; the least of these times counts, in real time and
in processor time. SITE must have been built by this ssg, and stays as it is: a file that `new`
writes is deleted.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

_RUNS = 7
_TITLE = "What did bench.editing measure here?"


class Question(Struct, frozen=True, kw_only=True):
    """A command; with `words` the shell's, for which `ssg` completes the last one."""

    name: str
    arguments: tuple[str, ...] = ()
    words: str = ""
    writes: bool = False


class Answer(Struct, frozen=True, kw_only=True):
    """Seconds in real time and of the processor, and what was printed."""

    real: float
    processor: float
    printed: str


def main() -> None:
    site = Path(sys.argv[1])
    print(f"{'command':32} {'real':>8} {'processor':>10}")
    for question in _questions(site):
        answers = [_ask(question, site) for _ in range(_RUNS)]
        real = min(one.real for one in answers)
        processor = min(one.processor for one in answers)
        print(f"{question.name:32} {1000 * real:5.0f} ms {1000 * processor:7.0f} ms", flush=True)


def _questions(site: Path) -> Iterator[Question]:
    threads = sorted(path.stem for path in (site / "content/threads").glob("*.md"))
    topic = min(path.stem for path in (site / "content/topics").glob("*.md"))
    thread = threads[len(threads) // 2]
    yield Question(name="--help", arguments=("--help",))
    yield Question(name="list --where state=draft", arguments=("list", "--where", "state=draft"))
    yield Question(
        name="list threads --where answers=0",
        arguments=("list", "threads", "--where", "answers=0", "--sort", "asked"),
    )
    yield Question(name="explain CODE", arguments=("explain", "R01"))
    yield Question(name="explain FILE", arguments=("explain", f"content/threads/{thread}.md"))
    yield Question(name="explain URL", arguments=("explain", f"/threads/{thread}/"))
    given = ("--title", _TITLE, "--asked", "2026-03-01", "--topic", topic)
    yield Question(name="new thread", arguments=("new", "thread", *given), writes=True)
    renamed = ("rename", f"content/threads/{thread}.md", f"{thread}-renamed", "--dry-run")
    yield Question(name="rename --dry-run", arguments=renamed)
    yield Question(name="review --queue", arguments=("review", "--queue"))
    yield Question(name="schema thread --with-ids", arguments=("schema", "thread", "--with-ids"))
    yield Question(name="fmt --check", arguments=("fmt", "--check"))
    start = thread[: len(thread) // 2]
    yield Question(name="completion of a thread", words=f"ssg new answer {start}")
    yield Question(name="completion of a topic", words=f"ssg new thread --topic {topic[:1]}")
    yield Question(name="completion of a code", words="ssg explain W")


def _ask(question: Question, site: Path) -> Answer:
    environment: Mapping[str, str] = os.environ
    if question.words:
        last = len(question.words.split(" ")) - 1
        completion = {"COMP_WORDS": question.words, "COMP_CWORD": str(last)}
        environment = {**os.environ, **completion, "_SSG_COMPLETE": "bash_complete"}
    arguments = ("--site", str(site), *question.arguments) if question.arguments else ()
    answer = _run([sys.executable, "-m", "ssg", *arguments], environment, cwd=site)
    if question.writes:
        (site / answer.printed.strip()).unlink()
    return answer


def _run(command: list[str], environment: Mapping[str, str], cwd: Path) -> Answer:
    folder = str(Path(__file__).parent.parent)
    start, before = time.perf_counter(), os.times()
    done = subprocess.run(
        command,
        env={**environment, "PYTHONPATH": folder},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    # With 1, `fmt --check` has found something to format.
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    real, after = time.perf_counter() - start, os.times()
    processor = after.children_user - before.children_user
    processor += after.children_system - before.children_system
    return Answer(real=real, processor=processor, printed=done.stdout)


if __name__ == "__main__":
    main()
