import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime

import pytest

from ssg.preview.terminal import Rebuilt, print_rebuild
from tests.command import ROOT
from tests.machine import wait_until
from tests.terminal import Terminal, run_on_terminal

# Says which keys it gets.
PROGRAM = """
import asyncio, sys
from ssg.preview.terminal import Keys
from ssg.signals import raise_on_sigterm

raise_on_sigterm()

async def main():
    ended = asyncio.Event()
    with Keys({"r": lambda: print("reload", flush=True), "q": ended.set}):
        print("ready", flush=True)
        if "background" not in sys.argv:
            await ended.wait()
    print("quit", flush=True)

asyncio.run(main())
"""


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with run_on_terminal(sys.executable, "-c", PROGRAM) as terminal:
        terminal.wait_for("ready")
        yield terminal


def test_keys_act_at_once_and_are_not_shown(terminal: Terminal) -> None:
    terminal.type("r")
    terminal.wait_for("\r\nreload")
    terminal.type("xrr")
    terminal.wait_for("\r\nreload\r\nreload")
    terminal.type("q")
    terminal.wait_for("\r\nquit")
    assert terminal.wait_for_end() == 0
    assert terminal.reads_lines()


def test_sequences_of_arrows_and_function_keys_are_not_keys(terminal: Terminal) -> None:
    terminal.type("\x1bOq")
    terminal.type("r")
    terminal.wait_for("reload")
    assert terminal.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_terminal_is_restored_after_a_signal(terminal: Terminal, number: int) -> None:
    assert not terminal.reads_lines()
    terminal.process.send_signal(number)
    assert terminal.wait_for_end() != 0
    assert terminal.reads_lines()


def test_ctrl_c_interrupts(terminal: Terminal) -> None:
    terminal.type("\x03")
    terminal.wait_for("KeyboardInterrupt")
    terminal.wait_for_end()
    assert terminal.reads_lines()


def test_the_terminal_is_restored_while_the_process_is_stopped(terminal: Terminal) -> None:
    terminal.type("\x1a")
    _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    assert terminal.reads_lines()
    terminal.process.send_signal(signal.SIGCONT)
    wait_until(lambda: not terminal.reads_lines())
    terminal.type("q")
    assert terminal.wait_for_end() == 0


def test_keys_work_again_in_a_shell_after_fg() -> None:
    with run_on_terminal("sh", "-i", env={"PS1": "$ ", "PROGRAM": PROGRAM}) as shell:
        shell.wait_for("$ ")
        shell.type(f'{sys.executable} -c "$PROGRAM"\n')
        shell.wait_for("\r\nready")
        shell.type("\x1a")
        shell.wait_for("$ ")
        shell.type("echo back\n")
        shell.wait_for("\r\nback")
        shell.type("fg\n")
        wait_until(lambda: not shell.reads_lines())
        shell.type("r")
        shell.wait_for("reload")
        shell.type("q")
        shell.wait_for("quit")
        shell.type("exit\n")
        assert shell.wait_for_end() == 0


STARTER = """
import subprocess, sys
program = [sys.executable, "-c", sys.argv[1], "background"]
sys.exit(subprocess.Popen(program, process_group=0).wait())
"""


def test_in_the_background_the_terminal_is_left_alone() -> None:
    with run_on_terminal(sys.executable, "-c", STARTER, PROGRAM) as terminal:
        before = terminal.settings()
        terminal.wait_for("quit")
        assert terminal.wait_for_end() == 0
        assert terminal.settings() == before


@pytest.mark.parametrize("stdin", [subprocess.DEVNULL, subprocess.PIPE])
def test_without_a_terminal_nothing_is_read(stdin: int) -> None:
    command = [sys.executable, "-c", PROGRAM, "background"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.read() == b"ready\nquit\n"


NOON = datetime(2026, 3, 1, 12, 3, 5)


@pytest.mark.parametrize(
    ("rebuilt", "line"),
    [
        (
            Rebuilt(paths=["content/threads/x.md"], pages=1, seconds=0.0139),
            "12:03:05  content/threads/x.md  1 page  14 ms",
        ),
        (
            Rebuilt(paths=["b.md", "a.md", "c.md"], pages=0, seconds=1.2, errors=2, warnings=1),
            "12:03:05  a.md and 2 more  0 pages  1200 ms  2 errors  1 warning",
        ),
        (Rebuilt(paths=None, pages=3, seconds=2), "12:03:05  everything  3 pages  2000 ms"),
        (Rebuilt(paths=[], pages=3, seconds=2), "12:03:05  no file changed  3 pages  2000 ms"),
        (
            Rebuilt(paths=[os.fsdecode(b"\xff.md")], pages=0, seconds=0),
            "12:03:05  \N{REPLACEMENT CHARACTER}.md  0 pages  0 ms",
        ),
    ],
)
def test_a_rebuild_is_one_plain_line(
    rebuilt: Rebuilt, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_rebuild(rebuilt, NOON)
    assert capsys.readouterr().out == f"{line}\n"


COLOURED = """
from datetime import datetime
from ssg.preview.terminal import Rebuilt, print_rebuild
print_rebuild(Rebuilt(paths=["x.md"], pages=1, seconds=0, errors=1), datetime(2026, 3, 1))
print("end")
"""


def test_a_terminal_shows_colours() -> None:
    with run_on_terminal(sys.executable, "-c", COLOURED) as terminal:
        terminal.wait_for("\x1b[31m\x1b[1m1 error\x1b[0m")
        terminal.wait_for("end")
