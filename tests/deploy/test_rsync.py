"""A folder of a host to which rsync sends files."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ssg.deploy.errors import DeployError
from ssg.deploy.rsync import RsyncTarget
from ssg.deploy.version import Version
from tests.command import tree
from tests.deploy import contract
from tests.deploy.killing import kill_at_random_moments, make_site
from tests.deploy.ssh_server import SshServer, make_home
from tests.deploy.versions import make_version, state_of


@pytest.fixture
def www(tmp_path: Path) -> Path:
    folder = tmp_path / "www of 'all'; echo $HOME"
    folder.mkdir()
    return folder


@pytest.fixture
def open_target(ssh_server: SshServer, www: Path) -> Callable[[], RsyncTarget]:
    to = ssh_server.address("rsync+ssh", www).replace(" ", "%20")
    return lambda: RsyncTarget(to)


@pytest.mark.parametrize(
    "check", [contract.check_files, contract.check_repeated_calls, contract.check_many_files]
)
def test_a_host_does_what_every_target_does(
    open_target: Callable[[], RsyncTarget],
    www: Path,
    tmp_path: Path,
    check: Callable[[contract.OpenTarget, contract.Read, Path], Awaitable[None]],
) -> None:
    async def run() -> None:
        await check(open_target, lambda: tree(www), tmp_path)

    asyncio.run(run())


def test_a_file_of_the_same_size_and_time_is_sent(
    open_target: Callable[[], RsyncTarget], www: Path, tmp_path: Path
) -> None:
    (www / "index.html").write_bytes(b"old")
    shutil.copystat(__file__, www / "index.html")
    version = make_version(tmp_path / "version", {"index.html": b"new"})
    shutil.copystat(__file__, tmp_path / "version/index.html")
    _put(open_target(), version)
    assert tree(www) == {"index.html": b"new"}
    assert (www / "index.html").stat().st_mode & 0o777 == 0o644


def test_a_name_has_no_meaning_for_rsync(
    open_target: Callable[[], RsyncTarget], www: Path, tmp_path: Path
) -> None:
    names = ["#a.css", ";b.css", "-c.css", " d.css", "e*.css", "[f].css", ".g.css", "#h/;i.css"]
    files = {name: name.encode() for name in names}
    _put(open_target(), make_version(tmp_path / "version", files))
    assert tree(www) == files


def test_a_link_that_leads_elsewhere_is_not_followed(
    open_target: Callable[[], RsyncTarget], www: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (www / "assets").symlink_to(outside)
    with pytest.raises(DeployError, match=r"assets on 127\.0\.0\.1 is a symbolic link"):
        _deploy(open_target(), {"assets/style.css": b"a {}"}, tmp_path)
    assert not [*outside.iterdir()]


def test_who_was_asleep_while_another_took_over_can_put_nothing(
    open_target: Callable[[], RsyncTarget], www: Path, tmp_path: Path
) -> None:
    version = make_version(tmp_path / "version", {"index.html": b"old"})

    async def run() -> None:
        async with open_target() as asleep, open_target() as awake:
            await asleep.write_state(state_of(version))
            await awake.write_state(state_of(version))
            with pytest.raises(DeployError, match="rsync cannot send files"):
                await asleep.put([version.upload("index.html")])

    asyncio.run(run())
    assert tree(www) == {}


def test_an_account_that_has_only_sftp_is_told_to_use_that(
    ssh_server: SshServer, open_target: Callable[[], RsyncTarget], tmp_path: Path
) -> None:
    ssh_server.configure("ForceCommand internal-sftp\n")
    with pytest.raises(DeployError, match="has no rsync, or does not let") as refused:
        _deploy(open_target(), {"index.html": b"words"}, tmp_path)
    assert "deploy to sftp://127.0.0.1" in refused.value.hint


def test_a_computer_without_rsync_is_told_so(
    open_target: Callable[[], RsyncTarget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeployError, match="the program rsync is not installed"):
        _deploy(open_target(), {"index.html": b"words"}, tmp_path)


def test_rsync_trusts_no_host_that_is_unknown(
    open_target: Callable[[], RsyncTarget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(tmp_path / "home")
    (home / ".ssh/known_hosts").touch()
    monkeypatch.setenv("RSYNC_RSH", f"ssh -F {home}/.ssh/config")
    with pytest.raises(DeployError, match="is not among the known hosts"):
        _deploy(open_target(), {"index.html": b"words"}, tmp_path)


def test_rsync_asks_for_no_password(
    ssh_server: SshServer,
    open_target: Callable[[], RsyncTarget],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = make_home(tmp_path / "home")
    (home / ".ssh/known_hosts").write_text(ssh_server.known_host)
    monkeypatch.setenv("RSYNC_RSH", f"ssh -F {home}/.ssh/config")
    with pytest.raises(DeployError, match="does not let this user in with any key"):
        _deploy(open_target(), {"index.html": b"words"}, tmp_path)


@pytest.fixture(scope="module")
def site(running_ssh_server: SshServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its target `host` is the folder `www` beside it."""
    folder = tmp_path_factory.mktemp("site")
    to = running_ssh_server.address("rsync+ssh", folder / "www")
    return make_site(folder, f"  host: {{to: '{to}'}}")


@pytest.mark.usefixtures("ssh_server")
def test_the_command_sends_only_what_changed(site: Path) -> None:
    contract.check_only_changes_are_sent(site)


@pytest.mark.usefixtures("ssh_server")
def test_a_killed_deployment_leaves_each_page_whole(site: Path, tmp_path: Path) -> None:
    www = site.parent / "www"
    kill_at_random_moments(site, "host", lambda: tree(www), env={"TMPDIR": str(tmp_path)})


def _deploy(target: RsyncTarget, files: dict[str, bytes], folder: Path) -> None:
    _put(target, make_version(folder / "version", files))


def _put(target: RsyncTarget, version: Version) -> None:
    async def run() -> None:
        async with target:
            await target.write_state(state_of(version))
            await target.put([version.upload(path) for path in version.manifest.files])
            await target.finish()

    asyncio.run(run())
