"""Kills the real command at random moments, and looks at what readers would find then.

The moments are counted in calls of Python functions, so that they do not depend on the machine.
"""

import atexit
import gzip
import random
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli

from tests import preloaded
from tests.command import ssg, tree
from tests.effort import EFFORT

_VERSIONS = ("output-a", "output-b")
_DECOMPRESS = {".br": brotli.decompress, ".gz": gzip.decompress}
_NEEDED = re.compile(r'(?:href|src)="/((?:assets|pagefind)/[^"#?]+)"')

# Replaces the function that deploys by one that counts calls, and ends all at the last one.
_COUNT = """
import os, signal, sys
from pathlib import Path
from ssg.commands import deploy as command

left, file = {moment}, Path({file!r})
calls = 0
original = command.deploy

def count(frame, event, argument):
    global calls
    calls += event == "call"
    if calls == left:
        os.killpg(0, signal.SIGKILL)

async def deploy(*arguments):
    sys.setprofile(count)
    try:
        return await original(*arguments)
    finally:
        sys.setprofile(None)
        file.write_text(str(calls))

os.setpgid(0, 0)
command.deploy = deploy
"""


def make_site(folder: Path, deploy: str) -> Path:
    """A site in the folder with two builds of it, and this text below `deploy:` in its settings."""
    site = folder / "site"
    shutil.copytree(_make_original(), site, symlinks=True)
    with (site / "site.yaml").open("a") as settings:
        settings.write(f"\ndeploy:\n{deploy}\n")
    return site


@cache
def _make_original() -> Path:
    """The same for all: no build depends on where it is deployed to."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    site = Path(folder.name) / "site"
    _run("init", site)
    settings = site / "site.yaml"
    settings.write_text(settings.read_text().replace("#compress: false", "compress: true"))
    build = ("--site", site, "build", "--now", "2026-11-22", "--output")
    _run(*build, site / _VERSIONS[0])
    style = site / "templates/assets/css/components/added.css"
    style.parent.mkdir(parents=True)
    style.write_text(".added { color: teal; }\n")
    settings.write_text(settings.read_text().replace("Example Health", "Other Health"))
    page = "---\ntitle: An added page\n---\n\nWords.\n"
    (site / "content/pages/added.md").write_text(page)
    _run(*build, site / _VERSIONS[1])
    return site


def kill_at_random_moments(
    site: Path,
    target: str,
    read: Callable[[], Mapping[str, bytes]],
    *,
    times: int = 30,
    env: Mapping[str, str] | None = None,
) -> None:
    """Kills `ssg deploy` so many times, and checks each time that every page is whole.

    `site` is one that `make_site` made. `read` returns what is at the target by the paths of
    files, without the state folder.
    """
    chance = random.Random(times)
    whole = {**environ, **(env or {})}
    versions = {name: tree(site / name) for name in _VERSIONS}
    for name in _VERSIONS:
        calls = _deploy(site, target, name, whole)
        assert read() == versions[name]
    for number in range(times * EFFORT):
        name = chance.choice(_VERSIONS)
        _deploy(site, target, name, whole, moment=chance.randint(1, calls))
        check_whole(read(), *versions.values())
        if number % 3 == 2:
            name = chance.choice(_VERSIONS)
            _deploy(site, target, name, whole)
            assert read() == versions[name]


def check_whole(found: Mapping[str, bytes], *versions: Mapping[str, bytes]) -> None:
    """Each file is that of a version, with what it needs; what all versions have is there."""
    for path, data in found.items():
        assert data in [version.get(path) for version in versions], f"{path} is in no version"
        source, dot, ending = path.rpartition(".")
        if source in found and (decompress := _DECOMPRESS.get(dot + ending)):
            assert decompress(data) == found[source], f"{path} disagrees with its file"
        if path.endswith(".html"):
            missing = set(_NEEDED.findall(data.decode())) - found.keys()
            assert not missing, f"{path} needs {missing}"
    lasting = set.intersection(*(set(version) for version in versions))
    missing = {path for path in lasting - found.keys() if not path.endswith(tuple(_DECOMPRESS))}
    assert not missing, f"missing: {missing}"


def _deploy(
    site: Path, target: str, output: str, env: Mapping[str, str], *, moment: int = 0
) -> int:
    """How many calls it took. It is killed at the moment, unless that is 0 or it ends before."""
    counted = site / "calls"
    arguments = ["--site", str(site), "deploy", target, "--output", str(site / output)]
    before = _COUNT.format(moment=moment, file=str(counted))
    done = preloaded.run([*arguments, "--allow-deletions"], env=env, cwd=site, before=before)
    if not (moment and done.returncode == -signal.SIGKILL):
        assert done.returncode == 0, done.stdout + done.stderr
    return int(counted.read_text())


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = ssg(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done
