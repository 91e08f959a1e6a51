"""The workflow for Forgejo, run as its runner does."""

import http.server
import json
import threading
from pathlib import Path

import pytest

from tests.ci.actions import PULL_REQUEST, ROLLBACK, Host
from tests.ci.machine import Machine
from tests.ci.sites import Repository, linked_host
from tests.command import tree

WORKFLOW = ".forgejo/workflows/site.yml"


class _Forge(http.server.ThreadingHTTPServer):
    """Knows one request of its API: to open a pull request, of which a branch has but one."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Api)
        self.asked: list[dict[str, str]] = []
        self.answers = [409, 500]


class _Api(http.server.BaseHTTPRequestHandler):
    server: _Forge

    def do_POST(self) -> None:
        assert self.path == "/api/v1/repos/owner/site/pulls"
        assert self.headers["Authorization"] == "token token-of-the-job"
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.answers[len(self.server.asked) - 1])
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.slow
def test_a_site_is_checked_published_and_taken_back(tmp_path: Path, author: Machine) -> None:
    published = tmp_path / "published"
    tools = tmp_path / "tools"
    tools.mkdir()
    with _Forge() as forge, linked_host() as outside:
        threading.Thread(target=forge.serve_forever, daemon=True).start()
        repository = Repository(tmp_path, author, "forgejo", published, outside)
        url = f"http://127.0.0.1:{forge.server_port}"
        env = {
            "GITHUB_SERVER_URL": "https://forge.invalid",
            "GITHUB_REPOSITORY": "owner/site",
            "GITHUB_API_URL": f"{url}/api/v1",
        }
        host = Host(tmp_path / "host", repository.bare, env, python=author.python, tools=tools)
        repository.change("content/threads/naps.md", repository.new_thread("Naps"), branch="naps")
        run = host.run(WORKFLOW, PULL_REQUEST, branch="naps")
        assert run.results["check"] == "success", run.said["check"]
        assert (run.artifacts["preview"] / "threads/naps/index.html").exists()
        assert forge.asked == []

        # There is a pull request already; then a host fails.
        results = []
        for title in ("Dreams", "Snoring"):
            repository.change(f"content/threads/{title}.md".lower(), repository.new_thread(title))
            run = host.run(WORKFLOW, {})
            assert run.results["publish"] == "success", run.said["publish"]
            results.append(run.results["records"])
        assert results == ["success", "failure"]
        assert "The pull request could not be made: status 500" in run.said["records"]
        assert forge.asked[0]["head"] == "ssg-records"
        listed = repository.read("addresses.txt", "ssg-records")
        assert all(f"/threads/{one}/" in listed for one in ("dreams", "snoring"))

        host.run(WORKFLOW, ROLLBACK)
        assert "threads/dreams/index.html" in tree(published)
        assert "threads/snoring/index.html" not in tree(published)
        forge.shutdown()
