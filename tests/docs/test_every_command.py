"""Every command that a page shows is run, in order, as it stands; what it prints is as shown.

A block of `sh` is commands. A block with a path is a file that the reader writes at that point. A
block of `text` right after commands is what the last of them prints, among other things.
"""

import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.command import ssg
from tests.docs.blocks import Block, blocks_of, commands_of, pages
from tests.docs.readers import GIT, READERS, Reader
from tests.machine import PATIENCE

PAGES = {path: [*blocks_of(text)] for path, text in pages().items()}
WITH_COMMANDS = [
    path for path, blocks in PAGES.items() if any(one.language == "sh" for one in blocks)
]

# Whoever runs the tests may have a network or none. A proxy that nothing listens at makes it none.
NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
_FOR_A_SHELL = re.compile(r"[|&<>*$~]")

Done = subprocess.CompletedProcess[str]


class Terminal:
    """Where a reader types: the folder, the variables, and what was printed last."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.folder = folder
        tools = Path(sys.executable).parent
        self.variables = {
            **NO_NETWORK,
            **GIT,
            "HOME": str(home),
            "PATH": f"{tools}:{os.environ['PATH']}",
            "BROWSER": "true",
            "EDITOR": "true",
        }
        self.printed = ""

    def type(self, command: str) -> int:
        """The exit code of the command."""
        if command.startswith("cd "):
            self.folder = (self.folder / command.removeprefix("cd ")).resolve()
            return 0
        if command.startswith("export "):
            name = command.removeprefix("export ").partition("=")[0]
            self.variables[name] = self._run(f'{command}; printf %s "${name}"').stdout
            return 0
        done = self._run(command)
        self.printed = done.stdout + done.stderr
        return done.returncode

    def _run(self, command: str) -> Done:
        words = shlex.split(command)
        if "serve" in words:
            return self._serve(command)
        if words[0] == "ssg" and not _FOR_A_SHELL.search(command):
            return ssg(*words[1:], env=self.variables, cwd=self.folder)
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={**os.environ, **self.variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def _serve(self, command: str) -> Done:
        """Starts a preview, and stops it once it says where it is."""
        process = subprocess.Popen(
            ["bash", "-c", f"exec env {command}"],
            cwd=self.folder,
            env={**os.environ, **self.variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout
        printed = []
        is_serving = False
        while not is_serving and (line := process.stdout.readline()):
            printed.append(line)
            is_serving = line.startswith("Serving ")
        process.terminate()
        rest, _ = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(command, not is_serving, "".join([*printed, rest]), "")


def _type_all(blocks: list[Block], reader: Reader, terminal: Terminal) -> None:
    times = Counter[str]()
    for block in blocks:
        if block.path:
            _write(terminal.folder, block)
        elif block.language == "sh":
            for command in commands_of(block.body):
                _type(command, reader, terminal, times)
        elif block.language == "text" and block.follows_at_once:
            _compare(block.body, terminal.printed)


def _write(folder: Path, block: Block) -> None:
    """Writes the file of a block: its path is that in the site, or that from the folder."""
    is_in_site = block.path.partition("/")[0] in ("content", "static", "templates", "site.yaml")
    is_outside = not (folder / "site.yaml").is_file()
    file = folder / ("mysite" if is_in_site and is_outside else "") / block.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(block.body, encoding="utf-8")


def _type(command: str, reader: Reader, terminal: Terminal, times: Counter[str]) -> None:
    if command in reader.not_run:
        return
    if command in reader.before:
        reader.before[command](terminal.folder)
    code = terminal.type(command)
    expected = reader.exit_codes.get(command, ())[times[command] :][:1] or (0,)
    times[command] += 1
    assert (code,) == expected, f"{command}\n{terminal.printed}"


def _compare(shown: str, printed: str) -> None:
    """The lines that are shown are printed, one after the other."""
    lines = iter(printed.splitlines())
    for line in shown.splitlines():
        assert line in lines, f"{line}\nis not in\n{printed}"


@pytest.mark.parametrize("path", WITH_COMMANDS)
def test_the_commands_of_a_page_work_one_after_the_other(tmp_path: Path, path: str) -> None:
    blocks = PAGES[path]
    reader = READERS.get(path, Reader())
    commands = "\n".join(one.body for one in blocks if one.language == "sh")
    site = tmp_path / "mysite"
    if "ssg init mysite" not in commands:
        assert ssg("init", site).returncode == 0
        reader.prepare(site)
    # Some pages name the site's folder, others are read in it.
    is_outside = "mysite" in commands
    _type_all(blocks, reader, Terminal(tmp_path, tmp_path if is_outside else site))


@pytest.mark.parametrize("path", READERS)
def test_an_exception_is_for_a_command_that_is_there(path: str) -> None:
    blocks = [one for one in PAGES[path] if one.language == "sh"]
    commands = {command for one in blocks for command in commands_of(one.body)}
    reader = READERS[path]
    assert {*reader.not_run, *reader.exit_codes, *reader.before} <= commands


def test_no_command_hides_in_a_block_of_another_name() -> None:
    languages = {one.language for blocks in PAGES.values() for one in blocks}
    assert not languages & {"bash", "console", "shell", "zsh"}
