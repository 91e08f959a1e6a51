"""A folder of a host that is reached by SFTP."""

import asyncio
import gc
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from ssg.deploy import session, ssh
from ssg.deploy.engine import Rules, deploy
from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.kept import open_deployments
from ssg.deploy.sftp import SftpTarget
from ssg.deploy.state import LOCK_FILE, STATE_FILE
from ssg.deploy.target import Upload
from tests.command import ssg, tree
from tests.deploy import contract
from tests.deploy.killing import kill_at_random_moments, make_site
from tests.deploy.ssh_server import SshServer, make_home
from tests.deploy.test_engine import Watcher
from tests.deploy.versions import make_version, state_of
from tests.machine import wait_until

FILES = {f"threads/t{number}/index.html": b"%d" % number for number in range(300)}


@pytest.fixture
def www(tmp_path: Path) -> Path:
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


@pytest.fixture
def open_target(ssh_server: SshServer, www: Path) -> Callable[[], SftpTarget]:
    return lambda: SftpTarget(ssh_server.address("sftp", www))


@pytest.mark.parametrize(
    "check", [contract.check_files, contract.check_repeated_calls, contract.check_many_files]
)
def test_a_host_does_what_every_target_does(
    open_target: Callable[[], SftpTarget],
    www: Path,
    tmp_path: Path,
    check: Callable[[contract.OpenTarget, contract.Read, Path], Awaitable[None]],
) -> None:
    async def run() -> None:
        await check(open_target, lambda: tree(www), tmp_path)

    asyncio.run(run())


def test_only_one_of_many_gets_the_lock(open_target: Callable[[], SftpTarget]) -> None:
    asyncio.run(contract.check_lock(open_target))


def test_of_many_at_the_same_time_one_gets_the_lock(
    open_target: Callable[[], SftpTarget],
) -> None:
    async def run() -> None:
        async with open_target() as one, open_target() as two:
            locks = [target.lock for target in (one, two) if target.lock] * 10
            tag = ""
            for _ in range(5):
                tags = await asyncio.gather(
                    *(lock.replace(b"x", tag) if tag else lock.create(b"x") for lock in locks)
                )
                (tag,) = filter(None, tags)
                assert await locks[0].read() == (b"x", tag)

    asyncio.run(run())


def test_files_of_others_are_found(open_target: Callable[[], SftpTarget], www: Path) -> None:
    (www / ".ssg").mkdir()
    (www / ".ssg/something").touch()
    (www / "empty").mkdir()
    (www / "notes.txt").touch()
    asyncio.run(contract.check_untracked(open_target))


def test_a_name_that_is_no_text_is_found(open_target: Callable[[], SftpTarget], www: Path) -> None:
    Path(os.fsdecode(os.fsencode(www) + b"/\xff.txt")).touch()

    async def run() -> None:
        async with open_target() as target:
            assert await target.find_untracked() == "\ufffd.txt"

    asyncio.run(run())


def test_readers_may_read_what_was_put_whatever_the_host_makes_of_new_files(
    ssh_server: SshServer, open_target: Callable[[], SftpTarget], www: Path, tmp_path: Path
) -> None:
    www.rmdir()
    ssh_server.configure(sftp="internal-sftp -u 077")
    _deploy(open_target(), {"a/b.html": b"words"}, tmp_path)
    assert (www / "a/b.html").stat().st_mode & 0o777 == 0o644
    assert www.stat().st_mode & 0o777 == (www / "a").stat().st_mode & 0o777 == 0o755
    assert (www / ".ssg").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("link", ["assets", "assets/deep", ".ssg", ".ssg/uploads"])
def test_a_link_that_leads_elsewhere_is_not_followed(
    open_target: Callable[[], SftpTarget], www: Path, tmp_path: Path, link: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (www / link).parent.mkdir(exist_ok=True)
    (www / link).symlink_to(outside)
    with pytest.raises(DeployError, match=f"{link} on 127.0.0.1 is a symbolic link"):
        _deploy(open_target(), {"assets/deep/style.css": b"a {}"}, tmp_path)
    assert not [*outside.iterdir()]


def test_nothing_is_deleted_through_a_link(
    open_target: Callable[[], SftpTarget], www: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("Not of the site.")
    (www / "page").symlink_to(outside)

    async def run() -> None:
        async with open_target() as target:
            await target.delete(["page/index.html"])

    with pytest.raises(DeployError, match=r"page on 127\.0\.0\.1 is a symbolic link"):
        asyncio.run(run())
    assert [*outside.iterdir()]


def test_a_link_in_the_place_of_a_file_is_replaced(
    open_target: Callable[[], SftpTarget], www: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.html"
    outside.write_text("Not of the site.")
    (www / "index.html").symlink_to(outside)
    _deploy(open_target(), {"index.html": b"words"}, tmp_path)
    assert not (www / "index.html").is_symlink()
    assert outside.read_text() == "Not of the site."


def test_a_folder_in_the_place_of_a_file_is_named(
    open_target: Callable[[], SftpTarget], www: Path, tmp_path: Path
) -> None:
    (www / "index.html/photos").mkdir(parents=True)
    with pytest.raises(DeployError, match=r"has a folder where the file index\.html belongs"):
        _deploy(open_target(), {"index.html": b"words"}, tmp_path)


def test_what_a_broken_deployment_left_is_removed(
    open_target: Callable[[], SftpTarget], www: Path, tmp_path: Path
) -> None:
    left = www / ".ssg/uploads/0123456789abcdef/7"
    left.parent.mkdir(parents=True)
    left.write_text("half of a pa")
    _deploy(open_target(), {"index.html": b"words"}, tmp_path)
    assert [path.name for path in (www / ".ssg").iterdir()] == ["deployment.json"]


def test_who_was_asleep_while_another_took_over_can_put_nothing(
    open_target: Callable[[], SftpTarget], www: Path, tmp_path: Path
) -> None:
    old = make_version(tmp_path / "old", {"index.html": b"old"})
    new = make_version(tmp_path / "new", {"index.html": b"new"})

    async def run() -> None:
        async with open_target() as asleep, open_target() as awake:
            await asleep.write_state(state_of(old))
            await awake.write_state(state_of(new))
            await awake.put([new.upload("index.html")])
            with pytest.raises(DeployError):
                await asleep.put([old.upload("index.html")])
            with pytest.raises(DeployError):
                await asleep.write_state(state_of(old))
            assert await awake.read_state() == state_of(new)

    asyncio.run(run())
    assert tree(www) == {"index.html": b"new"}


def test_after_a_cut_the_same_call_goes_on(
    ssh_server: SshServer,
    open_target: Callable[[], SftpTarget],
    www: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("ERROR")
    version = make_version(tmp_path / "version", FILES)
    uploads = [version.upload(path) for path in FILES]

    async def run() -> None:
        target = open_target()
        async with target:
            await target.write_state(state_of(version))
            putting = asyncio.create_task(target.put(uploads))
            await asyncio.to_thread(wait_until, lambda: len(tree(www)) > 3)
            ssh_server.cut()
            with pytest.raises(ConnectionLost):
                await putting
            with pytest.raises(ConnectionLost):
                await target.read_state()
        async with target:
            await target.put(uploads)
            await target.finish()

    asyncio.run(run())
    gc.collect()
    # Such as a failure that nobody looked at, which asyncio prints.
    assert not [one for one in caplog.records if one.levelno > logging.WARNING]
    assert tree(www) == FILES


def test_a_deployment_outlives_cut_connections(
    ssh_server: SshServer, www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_FIRST_PAUSE", 0)
    to = ssh_server.address("sftp", www)
    old = make_version(tmp_path / "old", {"index.html": b"old", "gone.html": b"old"})
    new = make_version(tmp_path / "new", {**FILES, "index.html": b"new"})
    with open_deployments(tmp_path / ".ssg", "host", print) as kept:
        for version in (old, new):
            target = _CutTarget(to, ssh_server)
            work = deploy(
                version,
                target,
                kept,
                Rules(approve=lambda _: None, allow_deletions=True),
                Watcher(),
            )
            asyncio.run(work)
            assert target.cuts > 2
    assert tree(www) == {**FILES, "index.html": b"new"}
    assert json.loads((www / STATE_FILE).read_bytes())["pending"] == []


class _CutTarget(SftpTarget):
    """Loses its connection at the first of all calls of each kind, before or after the work."""

    def __init__(self, to: str, server: SshServer) -> None:
        super().__init__(to)
        self._server = server
        self._seen: set[str] = set()
        self.cuts = 0

    def _cut(self, kind: str) -> None:
        if kind not in self._seen:
            self._seen.add(kind)
            self.cuts += 1
            self._server.cut()

    async def put(self, uploads: Sequence[Upload]) -> None:
        self._cut("before put")
        await super().put(uploads)
        self._cut("after put")

    async def delete(self, paths: Sequence[str]) -> None:
        self._cut("before delete")
        await super().delete(paths)

    async def finish(self) -> None:
        self._cut("before finish")
        await super().finish()


@pytest.mark.usefixtures("ssh_server")
def test_a_host_that_is_down_may_come_back() -> None:
    with pytest.raises(
        ConnectionLost, match=r"127\.0\.0\.1 cannot be reached: Connection refused$"
    ):
        _connect("sftp://127.0.0.1:1/srv")
    with pytest.raises(ConnectionLost, match=r"the name no-such-host\.invalid cannot be looked up"):
        _connect("sftp://no-such-host.invalid/srv")


def test_a_host_that_says_nothing_is_not_waited_for_for_ever(
    ssh_server: SshServer, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh, "PATIENCE", 0.5)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(ConnectionLost, match="it does not answer"),
    ):
        _connect(f"sftp://127.0.0.1:{silent.getsockname()[1]}/srv")
    ssh_server.configure(sftp="/bin/sleep 1000")
    monkeypatch.setattr(ssh, "PATIENCE", 1.5)
    with pytest.raises(ConnectionLost, match="it does not answer"):
        _connect(ssh_server.address("sftp", www))
    ssh_server.cut()


def test_an_unknown_host_is_refused(ssh_server: SshServer, www: Path) -> None:
    _write_known_hosts(ssh_server, "")
    try:
        with pytest.raises(DeployError, match="is not among the known hosts") as refused:
            _connect(ssh_server.address("sftp", www))
    finally:
        _write_known_hosts(ssh_server, ssh_server.known_host)
    assert f"ssh-keyscan -p {ssh_server.port} 127.0.0.1" in refused.value.hint


@pytest.mark.parametrize(
    "settings",
    ["UserKnownHostsFile none", "StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null"],
)
def test_no_settings_make_an_unknown_host_known(
    ssh_server: SshServer,
    www: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: str,
) -> None:
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("HOME", str(home))
    (home / ".ssh/config").write_text(f"Host *\n  {settings}\n")
    with pytest.raises(DeployError, match="is not among the known hosts"):
        _connect(ssh_server.address("sftp", www))


def test_a_host_with_another_key_is_refused(ssh_server: SshServer, www: Path) -> None:
    other = (ssh_server.home / ".ssh/id_ed25519.pub").read_text()
    _write_known_hosts(ssh_server, f"[127.0.0.1]:{ssh_server.port} {other}")
    try:
        with pytest.raises(DeployError, match="is it another computer") as refused:
            _connect(ssh_server.address("sftp", www))
    finally:
        _write_known_hosts(ssh_server, ssh_server.known_host)
    assert f"ssh-keygen -R '[127.0.0.1]:{ssh_server.port}'" in refused.value.hint


def test_a_user_without_the_right_key_is_refused(
    ssh_server: SshServer, www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(tmp_path / "home")
    (home / ".ssh/known_hosts").write_text(ssh_server.known_host)
    monkeypatch.setenv("HOME", str(home))
    with pytest.raises(DeployError, match="does not let this user in with any key"):
        _connect(ssh_server.address("sftp", www))


def test_the_key_may_be_in_an_agent(
    ssh_server: SshServer, www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(tmp_path / "home")
    (home / ".ssh/known_hosts").write_text(ssh_server.known_host)
    (home / ".ssh/config").unlink()
    monkeypatch.setenv("HOME", str(home))
    agent_socket = f"{tmp_path}/agent"
    monkeypatch.setenv("SSH_AUTH_SOCK", agent_socket)
    with subprocess.Popen(
        ["ssh-agent", "-D", "-a", agent_socket], stdout=subprocess.DEVNULL
    ) as agent:
        try:
            wait_until(Path(agent_socket).exists)
            key = ssh_server.home / ".ssh/id_ed25519"
            subprocess.run(["ssh-add", "-q", key], check=True)
            _connect(ssh_server.address("sftp", www))
        finally:
            agent.terminate()


def test_settings_of_ssh_that_are_not_valid_are_named(
    ssh_server: SshServer, www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("HOME", str(home))
    (home / ".ssh/config").write_text("Host *\n  Port none\n")
    with pytest.raises(DeployError, match=r"settings or keys for SSH cannot be read: .*line 2"):
        _connect(ssh_server.address("sftp", www))


def test_a_host_without_sftp_is_named(ssh_server: SshServer, www: Path) -> None:
    ssh_server.configure(sftp="/bin/false")
    with pytest.raises((DeployError, ConnectionLost), match=r"127\.0\.0\.1"):
        _connect(ssh_server.address("sftp", www))


def test_a_host_that_permits_no_change_is_named(
    ssh_server: SshServer, open_target: Callable[[], SftpTarget], tmp_path: Path
) -> None:
    ssh_server.configure(sftp="internal-sftp -R")
    with pytest.raises(DeployError, match=r"127\.0\.0\.1 does not permit to make \.ssg"):
        _deploy(open_target(), {"index.html": b"words"}, tmp_path)


def test_a_folder_without_the_one_above_it_is_an_error(
    ssh_server: SshServer, tmp_path: Path
) -> None:
    target = SftpTarget(ssh_server.address("sftp", tmp_path / "no/such/folder"))
    with pytest.raises(DeployError, match=r"has no folder .*/no/such/folder, and none above it"):
        _deploy(target, {"index.html": b"words"}, tmp_path)


def test_a_damaged_state_says_what_to_do(open_target: Callable[[], SftpTarget], www: Path) -> None:
    (www / STATE_FILE).parent.mkdir()
    (www / STATE_FILE).write_text('{"files": {"../etc/passwd": "x"}}')

    async def run() -> None:
        async with open_target() as target:
            await target.read_state()

    with pytest.raises(DeployError, match="is damaged"):
        asyncio.run(run())


def test_the_command_says_in_words_why_a_host_is_refused(
    ssh_server: SshServer, site: Path, tmp_path: Path
) -> None:
    stranger = make_home(tmp_path / "home")
    done = ssg(
        *("--site", site, "deploy", "--output", site / "output-a"), env={"HOME": str(stranger)}
    )
    assert done.returncode == 1
    assert "127.0.0.1 is not among the known hosts" in done.stderr
    assert f"ssh-keyscan -p {ssh_server.port} 127.0.0.1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def site(running_ssh_server: SshServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its target `host` is the folder `www` beside it."""
    folder = tmp_path_factory.mktemp("site")
    to = running_ssh_server.address("sftp", folder / "www")
    return make_site(folder, f"  host: {{to: '{to}'}}")


@pytest.mark.usefixtures("ssh_server")
def test_the_command_sends_only_what_changed(site: Path) -> None:
    contract.check_only_changes_are_sent(site)


@pytest.mark.usefixtures("ssh_server")
def test_a_signal_ends_a_deployment_and_frees_the_lock(site: Path) -> None:
    www = site.parent / "www"
    shutil.rmtree(www, ignore_errors=True)
    arguments = ["--site", site, "deploy", "--output", site / "output-a"]
    command = [sys.executable, "-m", "ssg", *map(str, arguments)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        wait_until((www / STATE_FILE).exists)
        process.terminate()
        _, errors = process.communicate()
    # It may have been done before.
    assert process.returncode in (143, 0)
    assert "Traceback" not in errors
    newest = max((www / LOCK_FILE).iterdir(), key=lambda file: int(file.name))
    assert newest.read_bytes() == b""


@pytest.mark.usefixtures("ssh_server")
def test_a_killed_deployment_leaves_each_page_whole(site: Path) -> None:
    kill_at_random_moments(site, "host", lambda: tree(site.parent / "www"))


def _deploy(target: SftpTarget, files: dict[str, bytes], folder: Path) -> None:
    version = make_version(folder / "version", files)

    async def run() -> None:
        async with target:
            await target.write_state(state_of(version))
            await target.put([version.upload(path) for path in files])
            await target.finish()

    asyncio.run(run())


def _connect(to: str) -> None:
    async def run() -> None:
        async with SftpTarget(to):
            pass

    asyncio.run(run())


def _write_known_hosts(server: SshServer, text: str) -> None:
    (server.home / ".ssh/known_hosts").write_text(text)
