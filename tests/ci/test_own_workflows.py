"""The action of this repository, and what its own workflows run beside `make`."""

import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.ci.machine import Machine
from tests.command import ROOT


def _script(file: Path, name: str) -> str:
    document: dict[str, Any] = yaml.safe_load(file.read_text())
    jobs = document["jobs"].values() if "jobs" in document else [document["runs"]]
    (script,) = [step["run"] for job in jobs for step in job["steps"] if step["name"] == name]
    return str(script)


def test_the_action_runs_a_command_for_a_site(tmp_path: Path, author: Machine) -> None:
    author.run(f"ssg init {tmp_path}/'my site'")
    script = _script(ROOT / "action.yml", "Run ssg")
    env = {"COMMAND": "build  --environment preview --output out", "SITE": "my site"}
    author.run(script, cwd=tmp_path, env=env)
    assert "This is a preview." in (tmp_path / "out/index.html").read_text()
    # Nothing in it is run by the shell.
    done = author.attempt(script, cwd=tmp_path, env={**env, "COMMAND": "list; touch $(echo x)"})
    assert done.returncode == 2
    assert not (tmp_path / "x").exists()


def test_the_notes_of_a_release_are_its_section_of_the_changelog(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\nFor people.\n\n## 1.2.0, 2026-03-04\n\n### Added\n\n- **This**: that.\n\n"
        "## 1.1.0, 2026-01-02\n\n- Old.\n"
    )
    script = _script(ROOT / ".github/workflows/release.yml", "Take the section of the changelog")
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, check=True)
    assert (tmp_path / "notes/notes.md").read_text() == "### Added\n\n- **This**: that.\n\n"
