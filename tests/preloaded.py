"""Runs `ssg` in copies of a process that has loaded all its modules and the theme.

To start Python and to load all that takes longer than most commands in the tests do. Apart from
that, a copy is what `python -m ssg` is: a process of its own, which ends like any other.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import ssg
from ssg.__main__ import main
from ssg.render.dependencies import template_fingerprints
from ssg.render.environment import make_environment
from tests.machine import PATIENCE

_ROOT = Path(__file__).parent.parent


def run(
    arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, before: str = ""
) -> subprocess.CompletedProcess[str]:
    """What the command prints, and its exit code. One runs at a time.

    Python itself does not read `env`, as it has started before. The code `before` runs first.
    """
    original = _start_original()
    assert original.stdin
    assert original.stdout
    with TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("output", "errors")]
        task = [[*map(str, streams)], list(arguments), dict(env), str(cwd), before]
        original.stdin.write(json.dumps(task).encode() + b"\n")
        original.stdin.flush()
        code = int(original.stdout.readline())
        printed = [
            stream.read_text(encoding="utf-8", errors="surrogateescape") for stream in streams
        ]
    return subprocess.CompletedProcess(arguments, code, *printed)


@cache
def _start_original() -> subprocess.Popen[bytes]:
    original = subprocess.Popen(
        [sys.executable, "-m", "tests.preloaded"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    # Without its standard input it ends.
    atexit.register(original.communicate)
    return original


def _load_all() -> None:
    for module in pkgutil.walk_packages(ssg.__path__, "ssg."):
        importlib.import_module(module.name)
    # Compiles and parses the templates of the theme, and keeps them for whoever has the same.
    theme = _ROOT / "templates"
    environment = make_environment([theme])
    for path in theme.rglob("*.*ml"):
        environment.get_template(path.relative_to(theme).as_posix())
    template_fingerprints([theme])
    gc.freeze()


def _copy_for_each_task() -> None:
    """Returns in the copies, each of which is ready to do its task."""
    for line in sys.stdin.buffer:
        copy = os.fork()
        if copy == 0:
            _prepare(*json.loads(line))
            return
        _, status = os.waitpid(copy, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    os._exit(0)


def _prepare(
    streams: Sequence[str], arguments: Sequence[str], env: Mapping[str, str], cwd: str, before: str
) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = ["ssg", *arguments]
    # Ends it, whatever it waits for.
    signal.alarm(int(PATIENCE))
    for number, path in enumerate((os.devnull, *streams)):
        flags = os.O_RDWR | (0 if number == 0 else os.O_CREAT)
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    exec(before, {})


if __name__ == "__main__":
    _load_all()
    _copy_for_each_task()
    main()
