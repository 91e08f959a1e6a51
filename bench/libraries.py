"""The time that the libraries alone take per thread, with as little code around them as possible.

`python -m bench.libraries SITE` prints milliseconds of CPU time per thread. On one processor, no
build in Python with these libraries can take less.
"""

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pyromark
import yaml

from ssg.model.frontmatter import PostMeta, ThreadMeta
from ssg.parse.html.events import OPTIONS
from ssg.parse.html.sanitize import sanitize_post
from ssg.schema import check_fields
from ssg.yamltext import read_mapping

_BLOCK = re.compile(r"```yaml\n(.*?)```\n", re.DOTALL)
_HEAD = re.compile(r"^##+ (?:Answer|Reply)\n\n```yaml\n(?:.*\n)*?```\n", re.MULTILINE)
_SMART_OPTIONS = OPTIONS | pyromark.Options.ENABLE_SMART_PUNCTUATION
_LOADER: Any = yaml.CBaseLoader


class _Thread:
    def __init__(self, file: Path) -> None:
        self.file = file
        front, _, self.body = file.read_text().removeprefix("---\n").partition("\n---\n")
        self.blocks = [front + "\n", *_BLOCK.findall(self.body)]
        self.posts = _HEAD.split(self.body)
        self.html = [pyromark.html(post, options=_SMART_OPTIONS) for post in self.posts]
        kinds: list[type[Any]] = [ThreadMeta, *[PostMeta] * (len(self.blocks) - 1)]
        found = [read_mapping(block, path=file.name)[0] for block in self.blocks]
        self.fields = [(kind, one) for kind, one in zip(kinds, found, strict=True) if one]


def _yaml(thread: _Thread) -> None:
    for block in thread.blocks:
        loader = _LOADER(block)
        while loader.check_event():
            loader.get_event()
        loader.dispose()


def _events(thread: _Thread) -> None:
    for _ in pyromark.events_with_range(thread.body, options=OPTIONS):
        pass


def _html(thread: _Thread) -> None:
    for post in thread.posts:
        pyromark.html(post, options=_SMART_OPTIONS)


def _sanitize(thread: _Thread) -> None:
    for html in thread.html:
        sanitize_post(html)


def _check(thread: _Thread) -> None:
    for kind, mapping in thread.fields:
        check_fields(kind, mapping)


def _keep(thread: _Thread) -> None:
    msgspec.msgpack.decode(msgspec.msgpack.encode(thread.html), type=list[str])


def milliseconds(site: Path) -> dict[str, float]:
    """The CPU time per thread, by step; a page's file has its usual size."""
    threads = [_Thread(file) for file in sorted((site / "content/threads").iterdir())]
    steps: dict[str, Callable[[_Thread], object]] = {
        "reading the file": lambda thread: thread.file.read_bytes(),
        "YAML events (PyYAML, in C)": _yaml,
        "checking fields": _check,
        "CommonMark events (pyromark)": _events,
        "HTML (pyromark)": _html,
        "sanitizing (nh3)": _sanitize,
        "keeping and reading fragments (msgspec)": _keep,
    }
    found = {name: _timed(step, threads) for name, step in steps.items()}
    with tempfile.TemporaryDirectory(dir=site) as folder:
        pages = {thread.file.stem: "".join(thread.html) * 2 for thread in threads}

        def write(thread: _Thread) -> None:
            page = Path(folder, thread.file.stem, "index.html")
            page.parent.mkdir()
            page.write_text(pages[thread.file.stem])

        found["making a folder and a page's file"] = _timed(write, threads)
    return found


def _timed(step: Callable[[_Thread], object], threads: Iterable[_Thread]) -> float:
    count = 0
    began = time.process_time()
    for thread in threads:
        step(thread)
        count += 1
    return (time.process_time() - began) / count * 1000


if __name__ == "__main__":
    times = milliseconds(Path(sys.argv[1]))
    for name, value in times.items():
        print(f"{value:.3f} ms  {name}")
    print(f"{sum(times.values()):.3f} ms  together")
