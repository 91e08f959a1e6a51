"""Runs workflows of GitHub and Forgejo: every command as it stands, in a fresh clone.

Only the host's expressions are replaced. What an action does is done here: checkout, Python, cache,
artifacts. Each must be pinned to a whole commit.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.ci.expressions import is_met, substitute
from tests.ci.machine import Machine

_ACTION = re.compile(r"(?:https://github\.com/)?actions/([a-z/-]+)@([0-9a-f]{40})")

_EVENT = {
    "github.event_name": "push",
    "github.event.schedule": "",
    "github.event.inputs.rollback": "",
    "inputs.rollback": False,
    "github.event.inputs.allow_deletions": "",
    "inputs.allow_deletions": False,
    "github.ref_name": "main",
    "github.ref": "refs/heads/main",
    "github.run_attempt": "1",
    "github.token": "token-of-the-job",
    "cancelled()": False,
}
HOURLY = {"github.event_name": "schedule", "github.event.schedule": "23 * * * *"}
DAILY = {"github.event_name": "schedule", "github.event.schedule": "7 3 * * *"}
ROLLBACK = {
    "github.event_name": "workflow_dispatch",
    "inputs.rollback": True,
    "github.event.inputs.rollback": "true",
}
PULL_REQUEST = {"github.event_name": "pull_request", "github.ref": "refs/pull/1/merge"}


@dataclass(slots=True)
class Run:
    """What came of one run."""

    results: dict[str, str] = field(default_factory=dict)
    """`success`, `failure` or `skipped`, by the names of the jobs."""
    said: dict[str, str] = field(default_factory=dict)
    artifacts: dict[str, Path] = field(default_factory=dict)


class Host:
    """A host with a bare repository, in `folder`, and the cache of its workflows."""

    def __init__(
        self, folder: Path, repository: Path, env: Mapping[str, str], *, python: Path, tools: Path
    ) -> None:
        """All jobs share the environment at `python`: to install takes longer than to use it."""
        self.folder = folder
        self.repository = repository
        self.env = env
        self._python = python
        self._tools = tools
        self.caches: list[tuple[str, Path]] = []
        self._runs = 0

    def run(self, workflow: str, event: Mapping[str, object], *, branch: str = "main") -> Run:
        """Runs the workflow of this name, in the version of `branch`, for an event."""
        self._runs += 1
        values = {**_EVENT, "github.run_id": str(self._runs), **event}
        show = ["git", "-C", str(self.repository), "show", f"{branch}:{workflow}"]
        text = subprocess.run(show, check=True, capture_output=True, text=True).stdout
        document: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
        assert document["defaults"]["run"]["shell"] == "bash"
        run = Run()
        outputs: dict[str, str] = {}
        for name, job in document["jobs"].items():
            needs = [job["needs"]] if "needs" in job else []
            known = {**values, **outputs}
            for one in needs:
                # A job that was skipped has no outputs.
                for output in document["jobs"][one].get("outputs", {}):
                    known.setdefault(f"needs.{one}.outputs.{output}", "")
            ready = all(run.results[one] == "success" for one in needs)
            if not ready or not is_met(job.get("if"), known):
                run.results[name] = "skipped"
                continue
            _Job(self, name, job, run, branch).run(known)
            outputs |= {
                f"needs.{name}.outputs.{output}": substitute(given, known)
                for output, given in job.get("outputs", {}).items()
            }
        return run

    def newest_cache(self, start: str) -> Path:
        """The folder of the newest cache whose key begins so."""
        return [folder for key, folder in self.caches if key.startswith(start)][-1]

    def make_machine(self, name: str) -> Machine:
        folder = self.folder / f"{self._runs}-{name}"
        folder.mkdir(parents=True)
        machine = Machine.make(folder, python=self._python)
        machine.env["PATH"] = f"{self._tools}:{machine.env['PATH']}"
        return machine


class _Job:
    def __init__(
        self, host: Host, name: str, job: Mapping[str, Any], run: Run, branch: str
    ) -> None:
        self._host, self._name, self._job, self._run, self._branch = host, name, job, run, branch
        self._machine = host.make_machine(name)
        self._workspace = self._machine.folder / "workspace"
        self._workspace.mkdir()
        self._saved: list[tuple[str, list[str]]] = []
        self._commit = ""

    def run(self, values: dict[str, object]) -> None:
        """Runs all steps; those after one that failed only if their condition says so."""
        self._run.said[self._name] = ""
        self._commit = str(values.get("github.sha", ""))
        failed = False
        for step in self._job["steps"]:
            condition = step.get("if")
            if failed and "cancelled()" not in (condition or ""):
                continue
            if not is_met(condition, values):
                continue
            given = {key: substitute(one, values) for key, one in step.get("with", {}).items()}
            if "uses" in step:
                self._use(step["uses"], given)
            elif not self._execute(step, values):
                failed = True
        if not failed:
            for key, paths in self._saved:
                self._save(key, paths)
        self._run.results[self._name] = "failure" if failed else "success"

    def _execute(self, step: Mapping[str, Any], values: dict[str, object]) -> bool:
        output = self._machine.folder / "output"
        output.write_text("")
        env = {
            **self._host.env,
            "GITHUB_OUTPUT": str(output),
            "GITHUB_BASE_REF": "main",
            **{name: substitute(one, values) for name, one in (step.get("env") or {}).items()},
        }
        assert "${{" not in step["run"], "an expression in a script could be misused"
        done = self._machine.attempt(step["run"], cwd=self._workspace, env=env)
        self._run.said[self._name] += done.stdout + done.stderr
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            values[f"steps.{step['id']}.outputs.{name}"] = value
        return done.returncode == 0

    def _use(self, action: str, given: Mapping[str, str]) -> None:
        pinned = _ACTION.fullmatch(action)
        assert pinned, f"not pinned, or not known: {action}"
        match pinned[1]:
            case "checkout":
                self._check_out(given)
            case "setup-python":
                assert given == {"python-version": "3.13"}
            case "cache":
                self._restore(given)
                self._saved.append((given["key"], given["path"].split()))
            case "cache/restore":
                self._restore(given)
            case "cache/save":
                self._save(given["key"], given["path"].split())
            case "upload-artifact":
                self._upload(given)
            case unknown:
                raise AssertionError(f"no such action: {unknown}")

    def _check_out(self, given: Mapping[str, str]) -> None:
        assert given["persist-credentials"] == "false"
        depth = [] if given.get("fetch-depth") == "0" else ["--depth=1"]
        command = ["git", "clone", "--quiet", *depth, "--branch", given.get("ref", self._branch)]
        self._machine.run(
            " ".join([*command, f"file://{self._host.repository}", "."]), cwd=self._workspace
        )
        if self._commit and "ref" not in given:
            fetch = f"git fetch --quiet origin {self._commit} && git switch --quiet --detach"
            self._machine.run(f"{fetch} {self._commit}", cwd=self._workspace)

    def _restore(self, given: Mapping[str, str]) -> None:
        """The newest cache whose key begins so; no key is ever met exactly."""
        start = given["restore-keys"]
        if any(key.startswith(start) for key, _ in self._host.caches):
            folder = self._host.newest_cache(start)
            shutil.copytree(folder, self._workspace, dirs_exist_ok=True, symlinks=True)

    def _save(self, key: str, paths: Sequence[str]) -> None:
        assert key not in [one for one, _ in self._host.caches], "a cache cannot be replaced"
        folder = self._host.folder / f"cache-{len(self._host.caches)}"
        for path in paths:
            if (self._workspace / path).exists():
                shutil.copytree(self._workspace / path, folder / path, symlinks=True)
        if folder.exists():
            self._host.caches.append((key, folder))

    def _upload(self, given: Mapping[str, str]) -> None:
        """Hidden files are left out."""
        folder = self._machine.folder / "artifact"
        hidden = shutil.ignore_patterns(".*")
        shutil.copytree(self._workspace / given["path"], folder, ignore=hidden)
        self._run.artifacts[given["name"]] = folder


def write_program(folder: Path, name: str, script: str) -> None:
    """A program of this name, for the tests alone."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}")
    file.chmod(0o755)
    assert os.access(file, os.X_OK)
