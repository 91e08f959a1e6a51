"""A real OpenSSH server on this machine, for the user who runs the tests and nobody else."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncssh

# Debian has it where only root looks for programs.
_SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
# Debian's sshd has to have this folder if root runs it, and boots make it.
_EMPTY = Path("/run/sshd")

# With SHLVL, bash takes itself for no login, and leaves out what the user has it do then.
_SERVER = """\
SetEnv SHLVL=2
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
LogLevel ERROR
Subsystem sftp {sftp}
"""

_CLIENT = """\
Host *
  IdentityFile {home}/.ssh/id_ed25519
  UserKnownHostsFile {home}/.ssh/known_hosts
  GlobalKnownHostsFile /dev/null
  IdentityAgent none
"""


class SshServer:
    """Starts a sshd for each connection, as inetd does, so that tests can end them."""

    def __init__(self, folder: Path) -> None:
        """`home` will be that of a user whom it lets in, and who knows it."""
        assert _SSHD, "sshd is missing: make test installs it"
        self._folder = folder
        self.home = make_home(folder / "home")
        self.sessions: list[subprocess.Popen[bytes]] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._configure()
        threading.Thread(target=self._serve, daemon=True).start()

    def _configure(self) -> None:
        key = asyncssh.generate_private_key("ssh-ed25519")
        key.write_private_key(self._folder / "host_key")
        (self._folder / "host_key").chmod(0o600)
        public = key.export_public_key().decode()
        self.known_host = f"[127.0.0.1]:{self.port} {public}"
        (self.home / ".ssh/known_hosts").write_text(self.known_host)
        shutil.copy(self.home / ".ssh/id_ed25519.pub", self._folder / "authorized_keys")
        self.configure()

    def configure(self, more: str = "", *, sftp: str = "internal-sftp") -> None:
        """Adds lines to the settings of connections from now on."""
        text = _SERVER.format(folder=self._folder, sftp=sftp) + more
        (self._folder / "sshd_config").write_text(text)

    def _serve(self) -> None:
        assert _SSHD
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection:
                    self.sessions.append(
                        subprocess.Popen(
                            [_SSHD, "-i", "-f", f"{self._folder}/sshd_config"],
                            stdin=connection.fileno(),
                            stdout=connection.fileno(),
                            stderr=subprocess.DEVNULL,
                        )
                    )

    def cut(self) -> None:
        """Ends all connections, as a broken network would."""
        for session in self.sessions:
            session.kill()
            session.wait()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.cut()

    def address(self, scheme: str, folder: Path) -> str:
        return f"{scheme}://127.0.0.1:{self.port}{folder}"

    @property
    def environment(self) -> Mapping[str, str]:
        """For whoever is to be let in. OpenSSH does not look at HOME."""
        ssh = f"ssh -F {self.home}/.ssh/config"
        return {
            "HOME": str(self.home),
            "SSH_AUTH_SOCK": "",
            "RSYNC_RSH": ssh,
            "GIT_SSH_COMMAND": ssh,
        }


def make_home(home: Path) -> Path:
    """A home folder with a new key that no server knows, and no known hosts."""
    (home / ".ssh").mkdir(parents=True)
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(home / ".ssh/id_ed25519")
    (home / ".ssh/id_ed25519").chmod(0o600)
    key.write_public_key(home / ".ssh/id_ed25519.pub")
    (home / ".ssh/config").write_text(_CLIENT.format(home=home))
    return home


@contextmanager
def run_ssh_server(folder: Path) -> Iterator[SshServer]:
    if os.geteuid() == 0:
        _EMPTY.mkdir(mode=0o755, exist_ok=True)
    server = SshServer(folder)
    try:
        yield server
    finally:
        server.close()
