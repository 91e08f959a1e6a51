"""`ssg deploy` to a folder: what it does, what it refuses, and what it says."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests import preloaded
from tests.command import ssg, tree
from tests.http_server import serve_http

NOW = "2026-11-22"
URL = "https://health.example.org"

# Ends the process as a CI job does, in the middle of a deployment to a target with a lock.
_END = """
import asyncio, atexit, os, signal
from ssg.commands import deploy
from tests.deploy.memory import MemoryTarget, Place

place = Place()

class Ending(MemoryTarget):
    async def put(self, uploads):
        loop = asyncio.get_running_loop()
        loop.call_later({delay}, os.kill, os.getpid(), signal.{name})
        await asyncio.Event().wait()

    async def write_state(self, state):
        await super().write_state(state)
        if {is_busy}:
            os.kill(os.getpid(), signal.{name})

deploy.open_target = lambda *_, **__: Ending(place)
atexit.register(lambda: print("lock:", place.lock))
"""


class Site:
    """A site in a folder that is deployed to `www` beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "site"
        self.output = self.root / "output"
        self.www = folder / "www"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return ssg("--site", self.root, *arguments)

    def build(self, *options: str) -> None:
        done = self.run("build", "--now", NOW, *options)
        assert done.returncode == 0, done.stderr

    def deploy(self, *options: str) -> str:
        done = self.run("deploy", *options)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def refuse(self, *options: str, code: int = 1) -> str:
        done = self.run("deploy", *options)
        assert done.returncode == code, done.stdout
        assert done.stderr.startswith("error: "), done.stderr
        return done.stderr

    def change(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    def edit_manifest(self, **values: Any) -> None:
        file = self.output / ".ssg/manifest.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), **values}))

    @property
    def kept(self) -> Path:
        return self.root / ".ssg/deployments/production"


THREAD = "content/threads/how-much-sleep-do-i-need.md"
PAGE = "threads/how-much-sleep-do-i-need/index.html"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("original"))
    assert ssg("init", site.root).returncode == 0
    settings = site.root / "site.yaml"
    settings.write_text(f"{settings.read_text()}\ndeploy:\n  production: {{to: ../www}}\n")
    site.build()
    return site.root


@pytest.fixture
def site(original: Path, tmp_path: Path) -> Site:
    shutil.copytree(original, tmp_path / "site")
    return Site(tmp_path)


def test_an_output_gets_to_its_target_and_then_only_what_changed(site: Site) -> None:
    printed = site.deploy()
    assert re.search(r"^Deployed to .*www: \d\d files added, 0 changed, 0 deleted", printed)
    assert tree(site.www) == tree(site.output)
    site.change(THREAD, "different", "changed")
    site.build()
    kept = (site.www / "about/index.html").stat().st_mtime_ns
    assert re.search(r"\d+ changed, \d+ deleted \(\d\d unchanged\)", site.deploy("production"))
    assert tree(site.www) == tree(site.output)
    assert (site.www / "about/index.html").stat().st_mtime_ns == kept
    assert "was up to date" in site.deploy()


def test_a_dry_run_lists_what_would_change(site: Site) -> None:
    printed = site.deploy("--dry-run")
    assert "+ index.html\n" in printed
    assert "Would add " in printed
    assert not site.www.exists()
    site.deploy()
    site.change("site.yaml", "Example Health Threads", "Another Name")
    site.build()
    before = tree(site.www)
    assert "~ index.html\n" in site.deploy("--dry-run")
    assert tree(site.www) == before


def test_a_target_must_be_known(site: Site) -> None:
    assert "has no target 'elsewhere'" in site.refuse("elsewhere", code=2)
    site.change("site.yaml", "{to: ../www}", "{to: ../www}\n  other: {to: ../other}")
    printed = site.refuse(code=2)
    assert "name one of them: production, other" in printed
    site.change("site.yaml", "{to: ../other}", "{to: ../other, environment: preview}")
    assert site.deploy().startswith(f"Deployed to {site.www}")
    site.change("site.yaml", "\ndeploy:", "\n#deploy:")
    site.change("site.yaml", "\n  production", "\n#  production")
    site.change("site.yaml", "\n  other", "\n#  other")
    assert "deploy: {production: {to: ../published}}" in site.refuse(code=2)


@pytest.mark.parametrize(
    "address",
    [
        "s3://key:s3cret@bucket",
        "s3://key:s3cret",
        "s3://key:1/s3cret",
        "sftp://www:s3cret/srv",
        "git+https://host:s3cret/owner/site.git@pages",
        "git+https://s3cret@host/owner/site.git@pages",
    ],
)
def test_settings_with_a_password_are_refused_without_showing_it(site: Site, address: str) -> None:
    site.change("site.yaml", "{to: ../www}", f'{{to: "{address}"}}')
    printed = site.refuse(code=2)
    assert "keep secrets in the environment" in printed
    checked = site.run("check")
    assert "site.yaml:" in checked.stderr
    assert "F12" in checked.stderr
    assert "s3cret" not in printed + checked.stdout + checked.stderr


def test_only_a_whole_build_is_deployed(site: Site) -> None:
    assert "no build has published" in site.refuse("--output", str(site.root / "none"))
    (site.output / ".ssg/journal.json").write_text("{}")
    assert "was interrupted" in site.refuse()
    assert not site.www.exists()


@pytest.mark.parametrize("damage", ["changed", "removed", "link"])
def test_files_that_changed_after_the_build_are_not_deployed(site: Site, damage: str) -> None:
    file = site.output / "index.html"
    if damage == "changed":
        file.write_text("something else")
    else:
        file.rename(site.root / "moved.html")
    if damage == "link":
        file.symlink_to(site.root / "moved.html")
    printed = site.refuse()
    assert "index.html" in printed
    assert "run 'ssg build' again" in printed
    assert not site.www.exists()


def test_a_build_for_another_purpose_is_refused(site: Site) -> None:
    site.edit_manifest(environment="preview")
    assert "is a preview build, and the target takes production builds" in site.refuse()
    site.change("site.yaml", "{to: ../www}", "{to: ../www, environment: preview}")
    site.deploy()
    site.edit_manifest(environment="production")
    assert "run 'ssg build --environment preview', and" in site.refuse()


def test_drafts_are_only_deployed_as_a_preview(site: Site) -> None:
    site.build("--drafts")
    assert "the output has drafts" in site.refuse()
    site.change("site.yaml", "{to: ../www}", "{to: ../www, environment: preview}")
    site.edit_manifest(environment="preview")
    site.deploy()


def test_a_build_for_another_address_is_refused(site: Site) -> None:
    site.build("--url", "https://other.example")
    printed = site.refuse()
    assert f"is built for https://other.example, and the target is {URL}" in printed
    assert "run 'ssg build', and" in printed
    site.change("site.yaml", "{to: ../www}", "{to: ../www, url: https://other.example/}")
    site.deploy()
    site.build()
    assert "run 'ssg build --url https://other.example/', and" in site.refuse()


def test_a_build_of_an_older_ssg_is_refused(site: Site) -> None:
    site.edit_manifest(orders=None)
    assert "is of an older ssg" in site.refuse()


def test_a_target_that_would_harm_the_site_is_refused(site: Site) -> None:
    site.change("site.yaml", "{to: ../www}", "{to: output/www}")
    assert "overlap" in site.refuse()
    site.change("site.yaml", "{to: output/www}", "{to: ..}")
    assert "overlap" in site.refuse()
    site.change("site.yaml", "{to: ..}", "{to: content/www}")
    printed = site.refuse()
    assert "inside the site's content folder" in printed
    assert "name another folder in site.yaml" in printed


def test_a_folder_with_other_files_is_only_taken_over_if_asked(site: Site) -> None:
    site.www.mkdir()
    (site.www / "notes.txt").write_text("theirs")
    printed = site.refuse()
    assert "has files that ssg did not put there, such as notes.txt" in printed
    assert "--adopt" in printed
    site.deploy("--adopt")
    assert tree(site.www) == {**tree(site.output), "notes.txt": b"theirs"}


def test_a_damaged_list_of_a_folders_files_is_a_message(site: Site) -> None:
    site.deploy()
    (site.www / ".ssg/manifest.json").write_text('{"files": {"../../victim": "x"}}')
    assert "manifest.json cannot be read" in site.refuse()


def test_what_somebody_changed_in_the_target_is_mended(site: Site) -> None:
    site.deploy()
    (site.www / "index.html").write_text("defaced")
    assert "1 changed" in site.deploy()
    assert tree(site.www) == tree(site.output)


def test_many_deletions_must_be_allowed(site: Site) -> None:
    files = json.loads((site.output / ".ssg/manifest.json").read_text())["files"]
    site.deploy()
    for path in [path for path in files if not path.startswith("assets/")][:-1]:
        (site.output / path).unlink()
        del files[path]
    site.edit_manifest(files=files)
    assert "would be deleted from" in site.refuse()
    printed = site.deploy("--dry-run")
    assert "- index.html\n" in printed
    assert "only deleted with --allow-deletions" in printed
    site.deploy("--allow-deletions")
    assert tree(site.www) == tree(site.output)


def test_a_rollback_brings_back_the_version_before_once(site: Site) -> None:
    assert "no version before" in site.refuse("--rollback")
    site.deploy()
    first = tree(site.www)
    assert "no version before" in site.refuse("--rollback")
    site.change(THREAD, "different", "changed")
    site.build()
    site.deploy()
    assert "~ index.html\n" not in site.deploy("--rollback", "--dry-run")
    printed = site.deploy("--rollback")
    assert "Deployed the version before to " in printed
    assert tree(site.www) == first
    assert "no version before" in site.refuse("--rollback")
    site.deploy()
    assert tree(site.www) == tree(site.output)


def test_the_same_build_again_keeps_the_version_before(site: Site) -> None:
    site.deploy()
    first = tree(site.www)
    site.change(THREAD, "different", "changed")
    site.build()
    site.deploy()
    site.deploy()
    site.deploy("--rollback")
    assert tree(site.www) == first


def test_a_rollback_needs_the_version_that_was_deployed_from_here(site: Site) -> None:
    site.deploy()
    site.change(THREAD, "different", "changed")
    site.build()
    site.deploy()
    manifest = site.www / ".ssg/manifest.json"
    elsewhere = {**json.loads(manifest.read_text()), "built": "2026-11-23T00:00:00+00:00"}
    manifest.write_text(json.dumps(elsewhere))
    assert "does not have the version that was deployed last" in site.refuse("--rollback")
    # As one that was broken off leaves it.
    (site.www / "index.html").unlink()
    assert "finish it with 'ssg deploy'" in site.refuse("--rollback")


def test_what_was_taken_back_is_kept_nowhere_and_never_comes_back(site: Site) -> None:
    site.deploy()
    assert "different" in (site.www / PAGE).read_text()
    done = site.run("remove", str(site.root / THREAD), "--reason", "It was wrong.", "--force")
    assert done.returncode == 0, done.stderr
    site.build()
    printed = site.deploy()
    assert "No rollback: the version before has what was taken back since." in printed
    assert "no version before" in site.refuse("--rollback")
    folder = site.kept.parent
    texts = [
        one.read_bytes() for one in (*folder.rglob("*"), *site.www.rglob("*")) if one.is_file()
    ]
    assert not any(b"to be different, so try" in text for text in texts)


def test_a_target_that_knows_of_more_that_was_taken_back_refuses_a_rollback(site: Site) -> None:
    site.deploy()
    site.change(THREAD, "different", "changed")
    site.build()
    site.deploy()
    manifest = site.www / ".ssg/manifest.json"
    withdrawn = {**json.loads(manifest.read_text()), "withdrawn": ["/threads/x/"]}
    manifest.write_text(json.dumps(withdrawn))
    assert "still has what was taken back: /threads/x/" in site.refuse("--rollback")


def test_what_is_taken_back_but_not_deployed_yet_refuses_a_rollback(site: Site) -> None:
    site.deploy()
    site.change(THREAD, "different", "changed")
    site.build()
    site.deploy()
    site.edit_manifest(withdrawn=["/threads/x/"])
    assert "still has what was taken back: /threads/x/" in site.refuse("--rollback")


def test_an_old_output_does_not_bring_back_what_was_taken_back(site: Site) -> None:
    site.deploy()
    manifest = site.www / ".ssg/manifest.json"
    text = manifest.read_text()
    newer = {"built": "2026-11-23T00:00:00+00:00", "withdrawn": ["/threads/x/"]}
    manifest.write_text(json.dumps({**json.loads(text), **newer}))
    assert "is older than what is there" in site.refuse()
    # An editor may publish it again.
    site.build("--now", "2026-11-24")
    site.deploy()


def test_an_address_that_was_forgotten_since_never_comes_back(site: Site) -> None:
    assert site.run("addresses", "--write", "--now", NOW).returncode == 0
    extra = site.root / "content/pages/a-persons-name.md"
    extra.write_text("---\ntitle: A person\n---\n\nWords.\n")
    site.build()
    printed = site.deploy()
    assert "Added 1 address to addresses.txt." in printed
    extra.unlink()
    options = ("--reason", "It names a person.", "--now", NOW)
    done = site.run("addresses", "forget", "/a-persons-name/", *options)
    assert done.returncode == 0, done.stderr
    site.build()
    printed = site.deploy()
    assert "No rollback" in printed
    assert not any("a-persons-name" in str(path) for path in site.kept.rglob("*"))


def test_an_anchor_that_was_forgotten_since_never_comes_back(site: Site) -> None:
    path = "content/guides/sleeping-well.md"
    guide = site.root / path
    guide.write_text(f"{guide.read_text()}\n## Jana Müller\n\nWords.\n")
    assert site.run("addresses", "--write", "--now", NOW).returncode == 0
    site.build()
    site.deploy()
    anchor = re.search(r"(\S+) .*(#jana\S*)", (site.root / "addresses.txt").read_text())
    assert anchor
    site.change(path, "Jana Müller", "A story")
    options = ("--reason", "It names a person.", "--now", NOW)
    done = site.run("addresses", "forget", anchor[1] + anchor[2], *options)
    assert done.returncode == 0, done.stderr
    site.build()
    assert "No rollback" in site.deploy()
    assert not any(b"Jana" in one.read_bytes() for one in site.kept.rglob("*.html"))


def test_nothing_is_kept_of_a_target_that_is_no_longer_named(site: Site) -> None:
    site.deploy()
    site.change("site.yaml", "production: {to", "live: {to")
    site.deploy("--dry-run")
    assert site.kept.exists()
    with FileLock(f"{site.kept}.lock"):
        site.deploy()
    assert site.kept.exists()
    site.deploy()
    assert not site.kept.exists()
    assert (site.kept.parent / "live/current/site/index.html").exists()


def test_what_is_kept_is_private_and_not_changed_by_builds(site: Site) -> None:
    site.deploy()
    assert site.kept.parent.stat().st_mode & 0o777 == 0o700
    before = tree(site.kept / "current/site")
    site.change(THREAD, "different", "changed")
    site.build()
    assert tree(site.kept / "current/site") == before
    assert not (site.kept / "next").exists()


def test_a_kept_version_that_somebody_changed_is_not_deployed(site: Site) -> None:
    site.deploy()
    site.change(THREAD, "different", "changed")
    site.build()
    site.deploy()
    page = site.kept / "previous/site" / PAGE
    page.unlink()
    page.write_text("something else")
    assert "of the kept version was changed" in site.refuse("--rollback")


def test_a_second_run_in_the_same_folder_waits(site: Site) -> None:
    site.deploy()
    command = [sys.executable, "-m", "ssg", "--site", str(site.root), "deploy"]
    with FileLock(site.kept.parent / "production.lock"):
        second = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert second.stderr
        assert "is at work in this folder; waiting" in second.stderr.readline()
    second.communicate()
    assert second.returncode == 0


@pytest.mark.parametrize("is_busy", [True, False])
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGINT", 130)])
def test_a_deployment_that_is_ended_gives_its_lock_back(
    site: Site, name: str, code: int, *, is_busy: bool
) -> None:
    arguments = ["--site", str(site.root), "deploy"]
    before = _END.format(name=name, is_busy=is_busy, delay=0)
    done = preloaded.run(arguments, env={}, cwd=site.root, before=before)
    assert done.returncode == code
    assert "deploy again: it goes on from there" in done.stderr
    assert "Traceback" not in done.stderr
    assert "lock: None" in done.stdout
    assert not (site.kept / "tokens").exists()


class _Quiet(SimpleHTTPRequestHandler):
    """A host that sends its own page for what is not there."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, *_: object, **__: object) -> None:
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    handler: Callable[..., SimpleHTTPRequestHandler] = partial(_Quiet, directory=str(folder))
    with serve_http(handler) as address:
        yield f"{address}/"


def test_what_readers_get_is_compared_with_what_was_deployed(site: Site) -> None:
    with serve(site.www) as url:
        printed = site.deploy("--check-url", url)
        assert re.search(r"Readers get what was deployed: \d+ pages checked\.", printed)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("index.html", "it is not what was deployed (index.html)"),
        ("404.html", "it is not what was deployed (404.html)"),
    ],
)
def test_a_page_that_is_not_what_was_deployed_is_named(
    site: Site, path: str, reason: str, tmp_path: Path
) -> None:
    site.deploy()
    shutil.copytree(site.www, tmp_path / "cache")
    (tmp_path / "cache" / path).write_text("an old copy")
    with serve(tmp_path / "cache") as url:
        site.change("site.yaml", "../www}", f"../www, check_url: '{url}'}}")
        site.build()
        done = site.run("deploy")
    assert done.returncode == 1
    assert reason in done.stderr
    assert "a cache or CDN still has old copies" in done.stderr


def test_a_host_that_does_not_answer_is_named(site: Site) -> None:
    with serve(site.www) as url:
        pass
    done = site.run("deploy", "--check-url", url)
    assert done.returncode == 1
    assert f"{url}: there is no answer: the host cannot be reached" in done.stderr
    assert "nothing answers there" in done.stderr
    assert "CDN" not in done.stderr
    assert tree(site.www) == tree(site.output)


@pytest.mark.parametrize("url", ["ftp://example.org", "https://user:secret@example.org/"])
def test_an_address_to_check_must_be_one(site: Site, url: str) -> None:
    assert "--check-url expects" in site.refuse("--check-url", url, code=2)
