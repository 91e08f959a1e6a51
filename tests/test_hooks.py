"""The hooks for contributors are valid, agree with `make lint`, and find what they look for."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.command import ROOT

_CONFIG = ROOT / ".pre-commit-config.yaml"
_HOOKS: list[dict[str, Any]] = [
    hook
    for repository in yaml.safe_load(_CONFIG.read_text(encoding="utf-8"))["repos"]
    for hook in repository["hooks"]
]
_LINT = {"ruff-check", "ruff-format", "mypy", "lint-imports"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with these hooks and nothing else."""
    folder = tmp_path / "repository"
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    (folder / ".venv").symlink_to(sys.prefix)
    for name in (".gitignore", ".gitattributes", ".pre-commit-config.yaml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def _run_hooks(folder: Path, *, skip: set[str]) -> subprocess.CompletedProcess[str]:
    subprocess.run(["git", "add", "--all", ":!.venv"], cwd=folder, check=True)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never"],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(folder / ".git/home"), "SKIP": ",".join(skip)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hooks_check_code_as_make_lint_does() -> None:
    dry_run = ["make", "--dry-run", "--always-make", "lint"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    lint = subprocess.run(
        dry_run, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for hook in _HOOKS:
        if hook["id"] in _LINT:
            assert hook["entry"] in lint


def test_every_hook_is_a_program_of_the_environment() -> None:
    for hook in _HOOKS:
        program = shlex.split(hook["entry"])[0]
        assert program.startswith(".venv/bin/")
        assert shutil.which(Path(program).name, path=str(Path(sys.prefix) / "bin")), program


def test_this_repository_passes(repository: Path) -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listing.split("\0")):
        if (ROOT / name).is_file():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, repository / name)
    # `make lint` has just run these on the same files.
    done = _run_hooks(repository, skip=_LINT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("hook", "name", "content"),
    [
        ("ruff-check", "a.py", "import os\n"),
        ("ruff-format", "a.py", "a = {1:2}\n"),
        ("check-added-large-files", "a.bin", "a" * 600_000),
        ("check-merge-conflict", "a.txt", "<<<<<<< HEAD\n=======\n>>>>>>> other\n"),
        ("check-toml", "a.toml", "a = \n"),
        ("end-of-file", "a.txt", "no newline"),
        ("trailing-whitespace", "a.txt", "a \n"),
    ],
)
def test_a_hook_finds_its_mistake(repository: Path, hook: str, name: str, content: str) -> None:
    (repository / name).write_text(content)
    others = {one["id"] for one in _HOOKS} - {hook}
    if hook == "check-merge-conflict":
        (repository / ".git/MERGE_MSG").write_text("Merge\n")
        (repository / ".git/MERGE_HEAD").touch()
    done = _run_hooks(repository, skip=others)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"- hook id: {hook}" in done.stdout
