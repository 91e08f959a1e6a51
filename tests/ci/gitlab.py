"""Runs the jobs of a pipeline of GitLab: every command as it stands, in a fresh clone."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.ci.machine import Machine

_JOBS = ("check", "publish", "allow-deletions", "records", "rollback")
_CONDITION = re.compile(r'\$(\w+) (==|!=) (?:"(\w+)"|\$(\w+))')

PUSH = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main"}
SCHEDULE = {"CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BRANCH": "main"}
MERGE_REQUEST = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
}


class GitLab:
    """A host with a bare repository, in `folder`, and the caches of its jobs."""

    def __init__(
        self, folder: Path, repository: Path, env: Mapping[str, str], *, python: Path
    ) -> None:
        """All jobs share the environment at `python`: to install takes longer than to use it."""
        self._folder = folder
        self._python = python
        self._repository = repository
        self._env = {**env, "CI_DEFAULT_BRANCH": "main"}
        self._runs = 0
        self.said = ""
        """What the last pipeline said."""

    def run(
        self, event: Mapping[str, str], *, branch: str = "main", manual: str = ""
    ) -> dict[str, bool]:
        """Whether each job of the pipeline succeeded; `manual` is one that somebody starts."""
        self._runs += 1
        self.said = ""
        clone = self._clone("pipeline", branch)[1]
        document: dict[str, Any] = yaml.load(
            (clone / ".gitlab-ci.yml").read_text(), yaml.BaseLoader
        )
        env = {**self._env, **event}
        assert _is_wanted(document["workflow"]["rules"], env, manual="")
        done: dict[str, bool] = {}
        for name in _JOBS:
            job = {**document["default"], **document[".deploy"], **document[name]}
            if "extends" not in document[name]:
                job = {**document["default"], **document[name]}
            if not _is_wanted(job["rules"], env, manual if name == manual else ""):
                continue
            if all(done.get(one) for one in job.get("needs", ())):
                done[name] = self._run_job(name, job, env, branch)
        return done

    def home(self, job: str) -> Path:
        return self._folder / f"{self._runs}-{job}/home"

    def workspace(self, job: str) -> Path:
        return self._folder / f"{self._runs}-{job}/workspace"

    def _run_job(
        self, name: str, job: Mapping[str, Any], env: Mapping[str, str], branch: str
    ) -> bool:
        machine, workspace = self._clone(name, branch)
        commit = machine.run("git rev-parse HEAD", cwd=workspace).strip()
        env = {**env, **job.get("variables", {}), "CI_COMMIT_SHA": commit}
        cache = job.get("cache")
        if cache:
            kept = self._folder / f"cache-{cache['key']}"
            if kept.exists():
                shutil.copytree(kept, workspace, dirs_exist_ok=True, symlinks=True)
        script = "\n".join([*job["before_script"], *job["script"]])
        done = machine.attempt(script, cwd=workspace, env=env)
        self.said += done.stdout + done.stderr
        if cache and (done.returncode == 0 or cache.get("when") == "always"):
            shutil.rmtree(kept, ignore_errors=True)
            for path in cache["paths"]:
                if (workspace / path).exists():
                    shutil.copytree(workspace / path, kept / path, symlinks=True)
        return done.returncode == 0

    def _clone(self, name: str, branch: str) -> tuple[Machine, Path]:
        folder = self._folder / f"{self._runs}-{name}"
        folder.mkdir(parents=True)
        machine = Machine.make(folder, python=self._python)
        workspace = folder / "workspace"
        machine.run(f"git clone --quiet --branch {branch} file://{self._repository} workspace")
        return machine, workspace


def _is_wanted(rules: list[dict[str, str]], env: Mapping[str, str], manual: str) -> bool:
    """Whether the first rule that applies adds the job."""
    for rule in rules:
        match = _CONDITION.fullmatch(rule["if"])
        assert match, rule
        name, operator, text, other = match.groups()
        value = text if other is None else env.get(other)
        if (env.get(name) == value) is (operator == "=="):
            return rule.get("when") != "manual" or bool(manual)
    return False
