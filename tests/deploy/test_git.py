"""A branch of a git repository."""

import asyncio
import subprocess
import tarfile
from collections.abc import Awaitable, Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.git import GitTarget
from ssg.deploy.git_program import GitProgram
from ssg.deploy.programs import Result
from ssg.deploy.state import TargetState
from ssg.deploy.version import Version
from tests.command import ssg, tree
from tests.deploy import contract
from tests.deploy.git_server import TOKEN, run_git_server
from tests.deploy.killing import kill_at_random_moments, make_site
from tests.deploy.ssh_server import SshServer, make_home
from tests.deploy.versions import make_version, state_of

OpenGit = Callable[[], GitTarget]
_ANYBODY = ("-c", "user.name=Anybody", "-c", "user.email=anybody@example.org")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of whoever runs the tests counts."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return _make_repository(tmp_path / "site.git")


@pytest.fixture
def open_target(repository: Path, tmp_path: Path) -> OpenGit:
    return lambda: GitTarget(f"git+file://{repository}@pages", work=tmp_path / "work")


@pytest.mark.parametrize(
    "check", [contract.check_files, contract.check_repeated_calls, contract.check_many_files]
)
def test_a_branch_does_what_every_target_does(
    open_target: OpenGit,
    repository: Path,
    tmp_path: Path,
    check: Callable[[contract.OpenTarget, contract.Read, Path], Awaitable[None]],
) -> None:
    async def run() -> None:
        await check(open_target, lambda: _read(repository), tmp_path)

    asyncio.run(run())


def test_files_of_others_are_found(open_target: OpenGit, repository: Path, tmp_path: Path) -> None:
    _push_others(repository, tmp_path, {"notes.txt": b"theirs"})
    asyncio.run(contract.check_untracked(open_target))


def test_files_of_others_stay(open_target: OpenGit, repository: Path, tmp_path: Path) -> None:
    _push_others(repository, tmp_path, {"CNAME": b"example.org", "a/theirs.txt": b"theirs"})
    _deploy(open_target(), make_version(tmp_path / "version", {"a/index.html": b"ours"}))
    assert _read(repository) == {
        "CNAME": b"example.org",
        "a/theirs.txt": b"theirs",
        "a/index.html": b"ours",
    }


@pytest.mark.parametrize(("theirs", "ours"), [("a/b/c", "a/b"), ("a/b", "a/b/c")])
def test_no_file_of_others_goes_for_one_of_the_site(
    open_target: OpenGit, repository: Path, tmp_path: Path, theirs: str, ours: str
) -> None:
    _push_others(repository, tmp_path, {theirs: b"theirs"})
    with pytest.raises(DeployError, match=f"has something else where {ours} belongs: a/b"):
        _deploy(open_target(), make_version(tmp_path / "version", {ours: b"ours"}))
    assert _read(repository) == {theirs: b"theirs"}


def test_the_branch_has_one_commit_which_the_build_decides(
    repository: Path, tmp_path: Path
) -> None:
    version = make_version(tmp_path / "version", {"index.html": b"words"})
    for branch in ("one", "two"):
        _deploy(_target(repository, branch, tmp_path), version)
    assert _git(repository, "rev-parse", "one") == _git(repository, "rev-parse", "two")
    newer = make_version(tmp_path / "newer", {"index.html": b"new"}, built="2026-03-02T00:00:00Z")
    _deploy(_target(repository, "one", tmp_path), newer)
    log = _git(repository, "log", "--format=%an <%ae> %aI %cn <%ce> %cI %s", "one")
    who = "ssg <ssg@localhost> 2026-03-02T00:00:00+00:00"
    assert log == f"{who} {who} Deploy the build of 2026-03-02T00:00:00Z\n"


def test_only_what_changed_is_sent(open_target: OpenGit, repository: Path, tmp_path: Path) -> None:
    _git(repository, "config", "receive.unpackLimit", "1")
    files = {f"p{number}/index.html": b"%d" % number for number in range(50)}
    _deploy(open_target(), make_version(tmp_path / "old", files))
    before = set((repository / "objects/pack").glob("*.pack"))
    version = make_version(tmp_path / "new", {**files, "p7/index.html": b"new"})
    _deploy(open_target(), version, paths=["p7/index.html"])
    (pack,) = {*(repository / "objects/pack").glob("*.pack")} - before
    listed = _git(repository, "verify-pack", "-v", str(pack))
    kinds = [line.split()[1] for line in listed.splitlines() if len(line.split()) > 4]
    # The page, the state, the commit, three folders, and what git adds that they differ from.
    assert len(kinds) < 12


def test_files_get_there_as_they_are_whatever_attributes_and_settings_say(
    open_target: OpenGit, repository: Path, home: Path, tmp_path: Path
) -> None:
    (home / ".gitconfig").write_text(
        "[core]\n\tautocrlf = input\n\tattributesFile = ~/attributes\n"
        '[filter "spoil"]\n\tclean = tr a-z A-Z\n\trequired = true\n'
    )
    (home / "attributes").write_text("* text filter=spoil ident\n")
    files = {
        ".gitattributes": b"* text=auto eol=lf filter=spoil export-ignore ident\n",
        "index.html": b"<p>$Id$ two\r\nlines\r\n",
        "data.bin": bytes(range(256)) * 100,
    }
    _deploy(open_target(), make_version(tmp_path / "version", files))
    found = {path: _show(repository, path) for path in files}
    assert found == files


def test_no_hook_of_this_computer_runs(
    open_target: OpenGit, repository: Path, home: Path, tmp_path: Path
) -> None:
    # Those of the repository itself are not this computer's.
    _git(repository, "config", "core.hooksPath", "hooks")
    hooks = home / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "reference-transaction", "post-checkout"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    (home / ".gitconfig").write_text(f"[core]\n\thooksPath = {hooks}\n")
    _deploy(open_target(), make_version(tmp_path / "version", {"index.html": b"words"}))
    assert not (tmp_path / "ran").exists()


def test_variables_of_another_repository_do_not_matter(
    open_target: OpenGit, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = _make_repository(tmp_path / "other.git")
    monkeypatch.setenv("GIT_DIR", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other / "objects"))
    _deploy(open_target(), make_version(tmp_path / "version", {"index.html": b"words"}))
    monkeypatch.undo()
    assert _read(repository) == {"index.html": b"words"}
    assert _git(other, "count-objects").startswith("0 objects")


def test_nothing_of_the_site_stays_in_a_local_repository(
    open_target: OpenGit, tmp_path: Path
) -> None:
    _deploy(open_target(), make_version(tmp_path / "version", {"index.html": b"words"}))
    assert not [*(tmp_path / "work").rglob("*")]


def test_of_two_deployments_the_slower_one_fails(
    open_target: OpenGit, repository: Path, tmp_path: Path
) -> None:
    version = make_version(tmp_path / "version", {"index.html": b"quick"})
    slow = make_version(tmp_path / "slow", {"index.html": b"slow"})

    async def run() -> None:
        other = GitTarget(f"git+file://{repository}@pages", work=tmp_path / "other")
        async with open_target() as target, other:
            for one, its in ((target, version), (other, slow)):
                assert await one.read_state() is None
                await one.write_state(state_of(its))
                await one.put([its.upload("index.html")])
            await target.finish()
            await target.finish()
            with pytest.raises(DeployError, match="another deployment was quicker"):
                await other.finish()
        # Nor does it after a connection was lost.
        async with other:
            with pytest.raises(DeployError, match="another deployment was quicker"):
                await other.finish()

    asyncio.run(run())
    assert _read(repository) == {"index.html": b"quick"}


def test_a_deployment_that_is_overtaken_while_it_is_sent_fails(
    open_target: OpenGit, repository: Path, tmp_path: Path
) -> None:
    _push_others(repository, tmp_path, {"index.html": b"quick"})
    commit = _git(repository, *_ANYBODY, "commit-tree", "-m", "Quicker", "pages^{tree}").strip()
    # It runs after the host has compared the branch with what was expected.
    hook = repository / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    update = f"env -u GIT_QUARANTINE_PATH git update-ref refs/heads/pages {commit}"
    hook.write_text(f"#!/bin/sh\n{update}\n")
    hook.chmod(0o755)
    with pytest.raises(DeployError, match="another deployment was quicker"):
        _deploy(open_target(), make_version(tmp_path / "slow", {"index.html": b"slow"}))
    assert _read(repository) == {"index.html": b"quick"}


def test_an_answer_that_was_lost_is_no_failure(
    open_target: OpenGit, repository: Path, tmp_path: Path
) -> None:
    version = make_version(tmp_path / "version", {"index.html": b"words"})

    async def run() -> None:
        target = open_target()
        async with target:
            await target.read_state()
            await target.write_state(state_of(version))
            await target.put([version.upload("index.html")])
            await target.finish()
        async with target:
            await target.finish()

    asyncio.run(run())
    assert _read(repository) == {"index.html": b"words"}


def test_a_damaged_state_says_what_to_do(
    open_target: OpenGit, repository: Path, tmp_path: Path
) -> None:
    _push_others(repository, tmp_path, {".ssg/deployment.json": b'{"files": {"../x": "y"}}'})

    async def run() -> None:
        async with open_target() as target:
            await target.read_state()

    with pytest.raises(DeployError, match="is damaged"):
        asyncio.run(run())


def test_a_path_that_git_keeps_for_itself_is_refused(open_target: OpenGit, tmp_path: Path) -> None:
    version = make_version(tmp_path / "version", {"a/.GIT/config": b"[core]"})
    with pytest.raises(DeployError, match=r"git cannot hold a/\.GIT/config"):
        _deploy(open_target(), version)


@pytest.mark.parametrize(
    "to",
    [
        "git+https://user:secret@host/owner/repository.git@pages",
        "git+https://secret@host/owner/repository.git@pages",
        "git+ssh://git:secret@host/owner/repository.git@pages",
        "git+https://host/owner/repository.git",
        "git+ssh://git@host/owner/repository.git",
        "git+https://host@pages",
        "git+ext::sh -c secret@pages",
        "git+http://host/owner/repository.git@pages",
    ],
)
def test_an_address_that_is_not_valid_is_refused_but_not_printed(to: str, tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="address of the target is not valid") as refused:
        GitTarget(to, work=tmp_path)
    assert "secret" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize("branch", ["a..b", "a/.lock", "a^b", "a:b", "a*", "a.lock"])
def test_a_name_that_no_branch_can_have_is_refused(
    repository: Path, tmp_path: Path, branch: str
) -> None:
    with pytest.raises(DeployError, match="not a valid name"):
        _deploy(
            _target(repository, branch, tmp_path),
            make_version(tmp_path / "version", {"index.html": b"words"}),
        )


def test_a_branch_is_never_taken_for_an_option(repository: Path, tmp_path: Path) -> None:
    branch = f"--receive-pack=touch${{IFS}}{tmp_path}/ran"
    version = make_version(tmp_path / "version", {"index.html": b"words"})
    _deploy(_target(repository, branch, tmp_path), version)
    assert branch in _git(repository, "for-each-ref")
    assert not (tmp_path / "ran").exists()


def test_a_repository_that_is_not_there_is_named(tmp_path: Path) -> None:
    version = make_version(tmp_path / "version", {"index.html": b"words"})
    with pytest.raises(DeployError, match=r"there is no repository at file:///.*/missing\.git"):
        _deploy(_target(tmp_path / "missing.git", "pages", tmp_path), version)


def test_a_computer_without_git_is_told_so(
    open_target: OpenGit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeployError, match="the program git is not installed"):
        _deploy(open_target(), make_version(tmp_path / "version", {"index.html": b"words"}))


def test_what_the_repository_refuses_is_told(
    open_target: OpenGit, repository: Path, tmp_path: Path
) -> None:
    hook = repository / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'error: the branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(DeployError, match="remote: error: the branch is protected"):
        _deploy(open_target(), make_version(tmp_path / "version", {"index.html": b"words"}))


@pytest.mark.parametrize(
    ("said", "kind", "message"),
    [
        (
            "fatal: unable to access 'https://u:TOKEN@h/r.git/': Could not resolve host: h",
            ConnectionLost,
            "https://h/r.git",
        ),
        (
            "fatal: unable to access 'https://h/r.git/': The requested URL returned error: 503",
            ConnectionLost,
            "503",
        ),
        (
            "fatal: Could not read from remote repository.\n\nPlease make sure you have",
            ConnectionLost,
            "Could not read",
        ),
        (
            "fatal: '/r.git' does not appear to be a git repository\n"
            "fatal: Could not read from remote repository.",
            DeployError,
            "there is no repository at https://h/r.git",
        ),
        (
            "fatal: could not read Username for 'https://TOKEN@h': terminal prompts disabled",
            DeployError,
            "does not let this user in",
        ),
        (
            "remote: Permission to o/r.git denied to TOKEN.\nfatal: returned error: 403",
            DeployError,
            "does not let this user in",
        ),
        (
            "remote: Repository not found.\nfatal: repository 'https://TOKEN@h/r/' not found",
            DeployError,
            "there is no repository at https://h/r.git",
        ),
        (
            "> Authorization: Basic TOKEN\nfatal: https://x:TOKEN@h/r.git is wrong",
            DeployError,
            "git failed for https://h/r.git: fatal: https://h/r.git is wrong",
        ),
    ],
)
def test_what_git_says_is_explained_without_credentials(
    said: str, kind: type[Exception], message: str, tmp_path: Path
) -> None:
    program = GitProgram(tmp_path, "https://h/r.git")
    error = program.explain(Result(128, b"", said))
    assert isinstance(error, kind)
    assert message in str(error)
    assert "TOKEN" not in f"{error} {getattr(error, 'hint', '')}"


def test_a_repository_is_reached_by_ssh_though_it_sends_no_single_files(
    ssh_server: SshServer, repository: Path, tmp_path: Path
) -> None:
    _git(repository, "config", "uploadpack.allowFilter", "true")
    words = b"".join(b"line %d\n" % number for number in range(1000))
    _push_others(repository, tmp_path, {"index.html": b"theirs\n" + words})
    to = f"git+{ssh_server.address('ssh', repository)}@pages"
    old = make_version(tmp_path / "old", {"index.html": b"old\n" + words})
    new = make_version(tmp_path / "new", {"index.html": b"new\n" + words})

    async def run(version: Version, state: TargetState | None) -> None:
        async with GitTarget(to, work=tmp_path / "work") as target:
            assert await target.read_state() == state
            await target.write_state(state_of(version))
            await target.put([version.upload("index.html")])
            await target.finish()

    asyncio.run(run(old, None))
    assert _show(repository, "index.html") == b"old\n" + words
    asyncio.run(run(new, state_of(old)))
    assert _show(repository, "index.html") == b"new\n" + words


def test_git_trusts_no_host_that_is_unknown(
    ssh_server: SshServer, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(tmp_path / "stranger")
    (home / ".ssh/known_hosts").touch()
    monkeypatch.setenv("GIT_SSH_COMMAND", f"ssh -F {home}/.ssh/config")
    version = make_version(tmp_path / "version", {"index.html": b"words"})
    to = f"git+{ssh_server.address('ssh', repository)}@pages"
    with pytest.raises(DeployError, match="is not among the known hosts"):
        _deploy(GitTarget(to, work=tmp_path / "work"), version)
    (home / ".ssh/known_hosts").write_text(ssh_server.known_host)
    with pytest.raises(DeployError, match="does not let this user in with any key"):
        _deploy(GitTarget(to, work=tmp_path / "work"), version)


def test_a_token_opens_a_repository_by_https_and_is_never_printed(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _git(repository, "config", "uploadpack.allowFilter", "true")
    with run_git_server(tmp_path) as (address, environment):
        to = f"git+{address}/{repository.name}@pages"
        old = make_version(tmp_path / "old", {"index.html": b"old", "same.txt": b"same"})
        monkeypatch.setenv("GIT_SSL_CAINFO", environment["GIT_SSL_CAINFO"])
        with pytest.raises(DeployError, match="does not let this user in"):
            _deploy(GitTarget(to, work=tmp_path / "work"), old)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        _deploy(GitTarget(to, work=tmp_path / "work"), old)
        assert _read(repository) == {"index.html": b"old", "same.txt": b"same"}
        with pytest.raises(DeployError, match="there is no repository at https://127") as missing:
            _deploy(GitTarget(f"git+{address}/none.git@pages", work=tmp_path / "work"), old)
        (repository / "hooks").mkdir(exist_ok=True)
        hook = repository / "hooks/pre-receive"
        hook.write_text(f"#!/bin/sh\necho 'error: no https://u:{TOKEN}@host' >&2\nexit 1\n")
        hook.chmod(0o755)
        new = make_version(tmp_path / "new", {"index.html": b"new", "same.txt": b"same"})
        with pytest.raises(DeployError, match="remote: error: no https://host") as refused:
            _deploy(GitTarget(to, work=tmp_path / "work"), new, paths=["index.html"])
    assert TOKEN not in f"{missing.value} {refused.value}"


def test_a_killed_deployment_leaves_each_page_whole(tmp_path: Path) -> None:
    repository = _make_repository(tmp_path / "published.git")
    site = make_site(tmp_path, f"  host: {{to: 'git+file://{repository}@pages'}}")
    kill_at_random_moments(site, "host", lambda: _read(repository))
    first = ssg("--site", site, "deploy", "--output", site / "output-a", "--allow-deletions")
    assert first.returncode == 0, first.stderr
    assert _read(repository) == tree(site / "output-a")


def _make_repository(path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", "--bare", path], check=True)
    return path


def _target(repository: Path, branch: str, folder: Path) -> GitTarget:
    return GitTarget(f"git+file://{repository}@{branch}", work=folder / "work")


def _deploy(target: GitTarget, version: Version, *, paths: Sequence[str] | None = None) -> None:
    files = version.manifest.files

    async def run() -> None:
        async with target:
            await target.write_state(state_of(version))
            await target.put([version.upload(path) for path in paths or files])
            await target.finish()

    asyncio.run(run())


def _push_others(repository: Path, folder: Path, files: dict[str, bytes]) -> None:
    work = folder / "theirs"
    subprocess.run(["git", "init", "--quiet", work], check=True)
    for path, data in files.items():
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_bytes(data)
    for arguments in (
        ["add", "--all"],
        [*_ANYBODY, "commit", "--quiet", "--message", "Theirs"],
        ["push", "--quiet", f"{repository}", "HEAD:pages"],
    ):
        subprocess.run(["git", "-C", work, *arguments], check=True)


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", f"--git-dir={repository}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _show(repository: Path, path: str) -> bytes:
    command = ["git", f"--git-dir={repository}", "cat-file", "blob", f"pages:{path}"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _read(repository: Path) -> dict[str, bytes]:
    """What a host would publish, without what is only for the host."""
    command = ["git", f"--git-dir={repository}", "archive", "pages"]
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode:
        return {}
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        files = {one.name: archive.extractfile(one) for one in archive if one.isfile()}
        return {
            path: file.read()
            for path, file in files.items()
            if file and not path.startswith(".ssg/") and path != ".nojekyll"
        }
