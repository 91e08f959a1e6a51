"""A wheel of this ssg at an address, and what CI would install of it."""

import functools
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from tests.ci.machine import Machine
from tests.command import ROOT


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def wheel_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a wheel that was built from this repository."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run([*map(str, command)], check=True, capture_output=True)
    (wheel,) = folder.iterdir()
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{wheel.name}"
        server.shutdown()


@pytest.fixture(scope="session")
def author(wheel_url: str, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """The machine of a site's author, who has installed ssg from its address."""
    machine = Machine.make(tmp_path_factory.mktemp("author"))
    machine.run(f"python -m pip install --quiet {wheel_url}")
    return machine
