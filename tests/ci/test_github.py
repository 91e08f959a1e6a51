"""The workflow for GitHub, run as GitHub runs it."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import ssg as package
from tests.ci.actions import DAILY, HOURLY, PULL_REQUEST, ROLLBACK, Host, write_program
from tests.ci.machine import Machine
from tests.ci.sites import LinkedHost, Repository, linked_host
from tests.command import tree

WORKFLOW = ".github/workflows/site.yml"

# Keeps what it is asked, and knows of one pull request after it has made it.
_GH = """
echo "$@" >> "$GH_LOG"
if [ "$2" = list ] && grep -q "^pr create" "$GH_LOG"; then echo 1; fi
"""


@pytest.fixture(name="outside", scope="module")
def outside_host() -> Iterator[LinkedHost]:
    with linked_host() as host:
        yield host


class GitHub:
    def __init__(self, folder: Path, author: Machine, outside: LinkedHost) -> None:
        self.published = folder / "published"
        self.repository = Repository(folder, author, "github", self.published, outside)
        tools = folder / "tools"
        tools.mkdir()
        write_program(tools, "gh", _GH)
        self.log = folder / "gh.log"
        self.log.write_text("")
        env = {
            "GH_LOG": str(self.log),
            "GITHUB_SERVER_URL": "https://github.invalid",
            "GITHUB_REPOSITORY": "owner/site",
        }
        self.host = Host(
            folder / "host", self.repository.bare, env, python=author.python, tools=tools
        )


@pytest.fixture(name="github")
def made_github(tmp_path: Path, author: Machine, outside: LinkedHost) -> GitHub:
    return GitHub(tmp_path, author, outside)


@pytest.mark.slow
def test_a_pull_request_is_checked_and_shown_as_a_preview(github: GitHub) -> None:
    repository = github.repository
    repository.change("content/threads/naps.md", repository.new_thread("Naps"), branch="naps")
    run = github.host.run(WORKFLOW, PULL_REQUEST, branch="naps")
    assert run.results == {
        "check": "success",
        "due": "skipped",
        "publish": "skipped",
        "records": "skipped",
    }
    preview = run.artifacts["preview"]
    assert "This is a preview." in (preview / "threads/naps/index.html").read_text()
    assert not (preview / ".ssg").exists()
    assert not github.published.exists()

    broken = repository.new_thread("Naps").replace("topics: [sleep]", "topics: [slep]")
    repository.change("content/threads/naps.md", broken, branch="naps")
    run = github.host.run(WORKFLOW, PULL_REQUEST, branch="naps")
    assert run.results["check"] == "failure"
    assert "::error file=content/threads/naps.md,line=" in run.said["check"]
    assert not run.artifacts


@pytest.mark.slow
def test_a_site_is_published_kept_up_to_date_and_taken_back(github: GitHub) -> None:
    repository, host = github.repository, github.host
    run = host.run(WORKFLOW, {})
    assert run.results == {
        "check": "skipped",
        "due": "success",
        "publish": "success",
        "records": "success",
    }
    first = tree(github.published)
    assert first == repository.build()
    # The list had all addresses, and no push asks other hosts.
    assert "There is nothing to propose." in run.said["records"]

    older = repository.head()
    repository.change("content/threads/naps.md", repository.new_thread("Naps"))
    run = host.run(WORKFLOW, {})
    second = tree(github.published)
    assert second == repository.build() != first
    assert "/threads/naps/" in repository.read("addresses.txt", "ssg-records")

    # The run of an older commit comes late, or somebody starts it again.
    run = host.run(WORKFLOW, {"github.sha": older})
    assert run.results["publish"] == "success", run.said["publish"]
    assert tree(github.published) == second

    # Nothing is due, which is found out without installing anything.
    run = host.run(WORKFLOW, HOURLY)
    assert run.results["due"] == "success"
    assert run.results["publish"] == "skipped"

    # As if a change had been due since. By schedule, links are asked as well; what is known of
    # them is added to what was proposed.
    host.newest_cache("due-").joinpath(".due/next").write_text("2026-01-01T00:00:00+00:00\n")
    run = host.run(WORKFLOW, HOURLY)
    assert run.results["records"] == "success", run.said["records"]
    assert "was up to date" in run.said["publish"]
    assert "/threads/naps/" in repository.read("addresses.txt", "ssg-records")
    (record,) = map(json.loads, repository.read("links.jsonl", "ssg-records").splitlines()[:1])
    assert record["url"].startswith("http://127.0.0.1:")
    asked = github.log.read_text().splitlines()
    assert [line for line in asked if line.startswith("pr create")] == [
        one for one in asked if re.match("pr create --head ssg-records --base main ", one)
    ]
    assert len([line for line in asked if line.startswith("pr create")]) == 1

    run = host.run(WORKFLOW, ROLLBACK)
    assert run.results["publish"] == "success", run.said["publish"]
    assert run.results["records"] == "skipped"
    assert tree(github.published) == first
    # What somebody has taken back does not come back by itself.
    for event in (HOURLY, DAILY):
        assert host.run(WORKFLOW, event).results["publish"] == "skipped"
    assert tree(github.published) == first
    host.run(WORKFLOW, {})
    assert tree(github.published) == second


@pytest.mark.parametrize(
    ("event", "schedule", "due", "publish"),
    [
        ("push", "", "none", True),
        ("push", "", "held", True),
        ("workflow_dispatch", "", "held", True),
        ("schedule", "23 * * * *", None, True),
        ("schedule", "23 * * * *", "none", False),
        ("schedule", "23 * * * *", "2999-01-01T00:00:00+00:00", False),
        ("schedule", "23 * * * *", "2026-01-01T00:00:00+00:00", True),
        ("schedule", "23 * * * *", "held", False),
        ("schedule", "7 3 * * *", "none", True),
        ("schedule", "7 3 * * *", "2999-01-01T00:00:00+00:00", True),
        ("schedule", "7 3 * * *", "held", False),
    ],
)
def test_the_clock_decides_only_what_nobody_has_asked_for(
    tmp_path: Path, event: str, schedule: str, due: str | None, publish: bool
) -> None:
    template = (Path(package.__file__).parent / "ci/github" / WORKFLOW).read_text()
    steps = yaml.safe_load(template)["jobs"]["due"]["steps"]
    (script,) = [one["run"] for one in steps if one.get("id") == "due"]
    if due:
        (tmp_path / ".due").mkdir()
        (tmp_path / ".due/next").write_text(f"{due}\n")
    output = tmp_path / "output"
    env = {"EVENT": event, "SCHEDULE": schedule, "GITHUB_OUTPUT": str(output)}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **env}, check=True)
    assert output.read_text() == f"publish={str(publish).lower()}\n"


@pytest.mark.parametrize("host", ["github/.github", "forgejo/.forgejo"])
@pytest.mark.parametrize(
    ("rollback", "allowed", "options"),
    [
        ("", "", ""),
        ("false", "false", ""),
        ("false", "true", " --allow-deletions"),
        ("true", "false", " --rollback"),
        ("true", "true", " --rollback"),
    ],
)
def test_who_starts_the_workflow_can_go_back_or_allow_deletions(
    tmp_path: Path, host: str, rollback: str, allowed: str, options: str
) -> None:
    template = Path(package.__file__).parent / f"ci/{host}/workflows/site.yml"
    workflow = yaml.load(template.read_text(), yaml.BaseLoader)
    assert {"rollback", "allow_deletions"} == set(workflow["on"]["workflow_dispatch"]["inputs"])
    steps = workflow["jobs"]["publish"]["steps"]
    (deploy,) = [one for one in steps if one.get("name") == "Deploy"]
    assert deploy["env"]["ALLOW_DELETIONS"].endswith("inputs.allow_deletions }}")
    write_program(tmp_path, "ssg", 'echo "ssg $*"')
    env = {
        "HOME": str(tmp_path),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_SERVER_URL": "https://github.invalid",
        "ROLLBACK": rollback,
        "ALLOW_DELETIONS": allowed,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", deploy["run"]]
    done = subprocess.run(
        command, cwd=tmp_path, env=env, check=True, capture_output=True, text=True
    )
    assert done.stdout == f"ssg deploy{options}\n"


@pytest.mark.slow
def test_a_site_with_errors_is_not_published(github: GitHub) -> None:
    github.repository.change("content/threads/broken.md", "---\ntitle: Broken\n---\n")
    run = github.host.run(WORKFLOW, {})
    assert run.results["publish"] == "failure"
    assert run.results["records"] == "skipped"
    assert "error[F" in run.said["publish"]
    assert not github.published.exists()
