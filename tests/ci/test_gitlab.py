"""The pipeline for GitLab, run as its runner does."""

import json
from pathlib import Path

import pytest

from tests.ci.gitlab import MERGE_REQUEST, PUSH, SCHEDULE, GitLab
from tests.ci.machine import Machine
from tests.ci.sites import Repository, linked_host
from tests.command import tree


@pytest.mark.slow
def test_a_site_is_checked_published_and_taken_back(tmp_path: Path, author: Machine) -> None:
    published = tmp_path / "published"
    with linked_host() as outside:
        repository = Repository(tmp_path, author, "gitlab", published, outside)
        # GitLab makes a merge request of what is pushed with these options.
        author.run(f"git -C {repository.bare} config receive.advertisePushOptions true")
        (tmp_path / "project.git").symlink_to(repository.bare)
        env = {
            "CI_SERVER_URL": "https://gitlab.invalid",
            "CI_SERVER_HOST": "gitlab.invalid",
            "CI_PROJECT_URL": f"file://{tmp_path}/project",
            "SSH_KEY": "the key",
            "SSH_KNOWN_HOSTS": "host.example.org ssh-ed25519 AAAA",
        }
        gitlab = GitLab(tmp_path / "host", repository.bare, env, python=author.python)

        assert gitlab.run(PUSH) == {"publish": True}, gitlab.said
        key = gitlab.home("publish") / ".ssh/id_ed25519"
        assert (key.read_text(), key.stat().st_mode & 0o777) == ("the key\n", 0o600)
        first = tree(published)
        assert first == repository.build()
        both = {"publish": True, "allow-deletions": True}
        assert gitlab.run(PUSH, manual="allow-deletions") == both, gitlab.said

        thread = repository.new_thread("Naps")
        repository.change("content/threads/naps.md", thread, branch="naps")
        assert gitlab.run(MERGE_REQUEST, branch="naps") == {"check": True}, gitlab.said
        files = gitlab.workspace("check")
        assert "This is a preview." in (files / "preview/threads/naps/index.html").read_text()
        assert json.loads((files / "gl-code-quality-report.json").read_text()) == []

        broken = thread.replace("topics: [sleep]", "topics: [slep]")
        repository.change("content/threads/naps.md", broken, branch="naps")
        assert gitlab.run(MERGE_REQUEST, branch="naps") == {"check": False}
        (one,) = json.loads((gitlab.workspace("check") / "gl-code-quality-report.json").read_text())
        assert one["location"]["path"] == "content/threads/naps.md"

        repository.change("content/threads/naps.md", thread)
        assert gitlab.run(SCHEDULE, manual="rollback") == {
            "publish": True,
            "records": True,
            "rollback": True,
        }, gitlab.said
        assert "1 file added" in gitlab.said
        assert tree(published) == first != repository.build()
        assert "/threads/naps/" in repository.read("addresses.txt", "ssg-records")
        assert repository.read("links.jsonl", "ssg-records").startswith('{"url":"http://127.0.0.1')
