"""Completion in a real bash, and the protocol that all shells use."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssg.diagnostics import RULES
from tests.command import ROOT, ssg

SITE = ROOT / "tests/site"

# Completes a line as readline does: with the words that bash itself makes of it.
COMPLETE = r"""
eval "$(ssg completion bash)"
COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9
read -ra plain <<< "$1"
[[ $1 == *' ' ]] && plain+=("")
COMP_WORDS=()
for word in "${plain[@]}"; do
    if [[ $word == *=* ]]; then
        COMP_WORDS+=("${word%%=*}" "=")
        [[ ${word#*=} ]] && COMP_WORDS+=("${word#*=}")
    else
        COMP_WORDS+=("$word")
    fi
done
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
compopt() { :; }
_ssg_completion ssg "${COMP_WORDS[COMP_CWORD]}" ""
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="session", name="path")
def path_with_ssg(tmp_path_factory: pytest.TempPathFactory) -> str:
    """PATH with a command `ssg`, which runs this checkout."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "ssg"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m ssg "$@"\n')
    command.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def completed_by_bash(line: str, path: str, cwd: Path) -> list[str]:
    done = subprocess.run(
        ["bash", "--norc", "-c", COMPLETE, "bash", line],
        cwd=cwd,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ssg ne", ["new"]),
        ("ssg new thread --topic s", ["sleep", "sueno"]),
        ("ssg list --where topics=s", ["sleep", "sueno"]),
        ("ssg list --where state=dr", ["draft"]),
        ("ssg list threads --where answ", ["answers="]),
        ("ssg explain content/guides/ti", ["content/guides/tired-eyes.md"]),
    ],
)
def test_bash_completes(line: str, expected: list[str], path: str) -> None:
    assert completed_by_bash(line, path, SITE) == expected


def test_bash_completes_in_the_site_that_was_named(path: str, tmp_path: Path) -> None:
    line = f"ssg --site {SITE} new answer how"
    assert completed_by_bash(line, path, tmp_path) == ["how-long-should-a-nap-be"]


def words(line: str, shell: str = "bash", cwd: Path = SITE) -> list[str]:
    """What `ssg` itself answers to a shell."""
    *_, last = parts = line.split(" ")
    finished = ssg(
        cwd=cwd,
        env={
            "_SSG_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": last if shell == "fish" else str(len(parts) - 1),
        },
    )
    assert finished.returncode == 0, finished.stderr
    return [line for line in finished.stdout.splitlines() if line]


def test_every_code_is_completed_with_its_title() -> None:
    assert words("ssg explain W0")[0] == "plain,W01"
    assert len(words("ssg explain W")) == sum(code.startswith("W") for code in RULES)
    assert "Value not allowed" in " ".join(words("ssg explain f12", "fish"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_ids_and_addresses(shell: str) -> None:
    assert "tired-eyes" in " ".join(words("ssg new thread --guide ti", shell))
    assert "library-sleep" in " ".join(words("ssg new thread --resource library-s", shell))
    assert "/topics/sleep/" in " ".join(words("ssg explain /topics/sle", shell))
    assert "nurse-sample-reed" in " ".join(words("ssg new guide --review-by nurse", shell))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(shell: str) -> None:
    finished = ssg("completion", shell)
    assert finished.returncode == 0
    assert f"_SSG_COMPLETE={shell}_complete" in finished.stdout


def test_a_name_that_a_shell_could_misread_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "content/topics"
    folder.mkdir(parents=True)
    for name in ("sleep.md", "s$(touch x).md", "s\x1b[2J.md", "s y.md", "s;z.md"):
        (folder / name).touch()
    assert words("ssg new thread --topic s", cwd=tmp_path) == ["plain,sleep"]


def test_no_site_is_no_error(tmp_path: Path) -> None:
    assert words("ssg new thread --topic s", cwd=tmp_path) == []
    (tmp_path / "content").touch()
    assert words("ssg new thread --resource s", cwd=tmp_path) == []


def test_completing_reads_no_text_and_loads_no_engine(tmp_path: Path) -> None:
    """What takes long to load would keep a person waiting at each press of the Tab key."""
    program = (
        "import json, sys\n"
        "from ssg.cli import cli\n"
        "try:\n    cli.main(prog_name='ssg')\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "_SSG_COMPLETE": "bash_complete",
            "COMP_WORDS": "ssg new thread --topic s",
            "COMP_CWORD": "4",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & {"jinja2", "yaml", "pydantic", "sqlite3", "markdown", "pyromark", "rich"}
