"""A site made by `ssg init --ci`, in a bare repository."""

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ci.machine import Machine
from tests.command import tree


@dataclass(frozen=True, slots=True)
class LinkedHost:
    """A host that the site links to, in place of those of the starter site."""

    url: str


class _Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>A page</title><p>Some words.</p>")

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def linked_host() -> Iterator[LinkedHost]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield LinkedHost(f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()


class Repository:
    """The repository of a new site, which is deployed to a folder."""

    def __init__(
        self, folder: Path, author: Machine, host: str, published: Path, outside: LinkedHost
    ) -> None:
        self.bare = folder / "site.git"
        self.clone = folder / "clone"
        self._author = author
        author.run(f"git init --quiet --bare {self.bare}")
        author.run(f"git clone --quiet {self.bare} {self.clone} 2> /dev/null")
        author.run(f"ssg init --ci {host} {self.clone}")
        self._lead_to(outside)
        settings = self.clone / "site.yaml"
        deploy = f"deploy: {{production: {{to: {published}}}}}\n"
        links = "links: {private_hosts: [127.0.0.1]}\n"
        # An index for searching takes longer to make than all pages.
        text = settings.read_text().replace("search: true", "search: false")
        settings.write_text(text + deploy + links)
        self._run("ssg addresses --write")
        self._push("A new site", "main")

    def change(self, path: str, text: str, *, branch: str = "main") -> None:
        """Commits and pushes a file, on a branch that begins at main."""
        self._run(f"git switch --quiet {branch} 2> /dev/null || git switch --quiet -c {branch}")
        (self.clone / path).write_text(text)
        self._push(f"Change {path}", branch)

    def new_thread(self, title: str) -> str:
        return (
            f"---\ntitle: {title}\nasked: 2026-02-01\ntopics: [sleep]\n---\n\nA question.\n\n"
            "## Answer\n\n```yaml\nposted: 2026-02-02\n```\n\nAn answer.\n"
        )

    def read(self, path: str, branch: str) -> str:
        return self._author.run(f"git -C {self.bare} show {branch}:{path}")

    def head(self) -> str:
        """The newest commit of main."""
        return self._author.run(f"git -C {self.bare} rev-parse main").strip()

    def build(self) -> dict[str, bytes]:
        """What a build gives, here and now."""
        self._run("ssg build")
        return tree(self.clone / "output")

    def _lead_to(self, outside: LinkedHost) -> None:
        for file in (self.clone / "content").rglob("*.*"):
            text = re.sub(r"https://medlineplus\.gov/", outside.url, file.read_text())
            file.write_text(text)

    def _push(self, message: str, branch: str) -> None:
        self._run(f"git add --all && git commit --quiet --message '{message}'")
        self._run(f"git push --quiet origin HEAD:{branch}")

    def _run(self, script: str) -> None:
        self._author.run(script, cwd=self.clone)
