"""Where the time of a build goes: runs a build in this process and times each stage.

`python -m bench.stages SITE` prints the seconds of each stage as JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import GeneratorType
from typing import Any

from ssg.commands.options import RunOptions
from ssg.pipeline import planning, publishing, stages
from ssg.pipeline.request import Target
from ssg.pipeline.run import build as build_site
from ssg.publish.output import Output

STAGES = (
    "begin_reading_content",
    "finish_reading",
    "plan_site",
    "load_documents",
    "resolve",
    "plan_pages",
    "load_theme",
    "render_site",
    "stage_files",
    "publish",
)
PLACES = (publishing, stages, planning, Output)
OTHER = "everything else"


class Stopwatch:
    """Adds up the seconds of each stage. In nested stages, only the innermost one is counted."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running = [OTHER]
        self._since = time.perf_counter()

    def enter(self, stage: str) -> None:
        self._lap()
        self._running.append(stage)

    def leave(self) -> None:
        self._lap()
        self._running.pop()

    def _lap(self) -> None:
        now = time.perf_counter()
        stage = self._running[-1]
        self.seconds[stage] = self.seconds.get(stage, 0) + now - self._since
        self._since = now

    def watching(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **kwargs: Any) -> Any:
            self.enter(stage)
            try:
                result = function(*args, **kwargs)
            finally:
                self.leave()
            return self._each(stage, result) if isinstance(result, GeneratorType) else result

        return watched

    def _each(self, stage: str, items: Iterator[Any]) -> Iterator[Any]:
        """A stage that is a generator is timed while it produces its next item."""
        while True:
            self.enter(stage)
            try:
                item = next(items)
            except StopIteration:
                return
            finally:
                self.leave()
            yield item


class Silence:
    def say(self, sentence: str) -> None:
        """Ignored, like all other progress."""

    def begin(self, stage: str, steps: int) -> None: ...

    def step(self) -> None: ...

    def end(self) -> None: ...


def seconds_by_stage(site: Path) -> dict[str, float]:
    """The times of one build into the site's folder `output`, without stages that did not run."""
    options = RunOptions(site=site, jobs=None, drafts=False, now=None, url=None, strict=False)
    request = options.to_request()
    stopwatch = Stopwatch()
    for stage in STAGES:
        place: Any = next(one for one in PLACES if hasattr(one, stage))
        setattr(place, stage, stopwatch.watching(stage, getattr(place, stage)))
    report = build_site(request, Target(output=site / "output"), Silence())
    stopwatch.enter(OTHER)
    if report.failed:
        raise SystemExit(f"{site} has errors")
    return stopwatch.seconds


if __name__ == "__main__":
    print(json.dumps(seconds_by_stage(Path(sys.argv[1]))))
