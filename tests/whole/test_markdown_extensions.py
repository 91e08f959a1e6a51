"""Markdown extensions are foreign code: whatever they do ends in a diagnostic."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.command import ssg
from tests.extension import EXTENSION
from tests.incremental.samples import NOW, SmallSite


def run(folder: Path, code: str, command: str = "check") -> subprocess.CompletedProcess[str]:
    small = SmallSite(folder / "site", folder / "output")
    markdown = "markdown: {dialect: python-markdown, extensions: [tables, own_extension]}\n"
    limits = "limits: {file_seconds: 3}\n"
    small.edit("site.yaml", "limits: {file_seconds: 10000}\n", limits + markdown)
    (folder / "own_extension.py").write_text(code)
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    done = ssg("--site", small.folder, command, "--now", NOW, env={"PYTHONPATH": path})
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import sys\nsys.exit(0)\n", "it raises SystemExit: 0"),
        ("import os\nos._exit(0)\n", "it ends the process that loads it (exit code 0)"),
        ("raise BaseException('no')\n", "it raises BaseException: no"),
        ("raise KeyboardInterrupt\n", "it raises KeyboardInterrupt"),
        ("while True: pass\n", "it takes longer than 3 s"),
        ("x = 1\n", "module 'own_extension' has no attribute 'makeExtension'"),
        ("def makeExtension(**_): return 3\n", "it makes a int in place of an extension"),
        ("def makeExtension(**_): pass\n", "it makes a NoneType in place of an extension"),
    ],
)
def test_what_cannot_be_loaded_is_named(tmp_path: Path, code: str, problem: str) -> None:
    done = run(tmp_path, code)
    assert done.returncode == 1
    assert "site.yaml:5:" in done.stderr
    assert "error[S02] the Markdown extension 'own_extension' cannot be loaded: " in done.stderr
    assert problem in done.stderr


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("sys.exit(3)", "it raises SystemExit: 3"),
        ("raise BaseException", "it raises BaseException"),
        ("1 / 0", "division by zero"),
        ("return None", "can only join an iterable"),
        ("return ['\\udcff']", "'utf-8' codec can't encode character '\\udcff'"),
    ],
)
def test_what_fails_on_a_text_is_named_with_the_text(
    tmp_path: Path, line: str, problem: str
) -> None:
    done = run(tmp_path, EXTENSION.format(line))
    assert done.returncode == 1
    assert "content/guides/moving.md:7:1: error[S02] Python-Markdown, with the" in done.stderr
    assert f"fails on this text: {problem}" in done.stderr


def test_what_ends_the_process_of_a_text_is_named_with_the_text(tmp_path: Path) -> None:
    done = run(tmp_path, EXTENSION.format("os._exit(0)"))
    assert "content/guides/moving.md: error[T10]" in done.stderr


def test_what_an_extension_prints_is_not_in_the_output_of_the_command(tmp_path: Path) -> None:
    printing = "print('NOISE' * 9999, flush=True); os.write(1, b'NOISE')"
    done = run(tmp_path, "print('NOISE')\n" + EXTENSION.format(printing), "build")
    assert done.returncode == 0, done.stderr
    assert "NOISE" not in done.stdout
    assert "NOISE" in done.stderr
