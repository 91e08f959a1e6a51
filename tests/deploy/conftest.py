"""What the tests of targets share."""

from collections.abc import Iterator

import pytest

from tests.deploy.ssh_server import SshServer, run_ssh_server


@pytest.fixture(scope="module")
def running_ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with run_ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture
def ssh_server(running_ssh_server: SshServer, monkeypatch: pytest.MonkeyPatch) -> SshServer:
    """One that lets in whoever runs this test."""
    running_ssh_server.configure()
    for name, value in running_ssh_server.environment.items():
        monkeypatch.setenv(name, value)
    return running_ssh_server
