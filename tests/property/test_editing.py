"""Whatever is renamed, removed or marked as a duplicate, no link breaks and no word is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from ssg.editing.journal import journal_file
from ssg.editing.names import resource_places
from ssg.editing.targets import Target
from ssg.model.kinds import Kind
from tests.command import ssg
from tests.effort import EFFORT
from tests.property.edited_site import EditedSite

EDITS = 15 * EFFORT
_RENAMED = [*Kind, None]

# Kills its process before change number `LEFT` of a file in the folder.
_KILLED = """
import os, signal, sys
folder, left = sys.argv[1], int(sys.argv[2])
def watch(event, arguments):
    global left
    if event not in ("os.rename", "os.remove", "os.chmod"):
        return
    if str(arguments[0]).startswith(folder):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
sys.argv[:3] = ["ssg"]
from ssg.__main__ import main
main()
"""


class _Edits:
    """Makes random edits of a site, and keeps what must be true of it afterwards."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.site = EditedSite(folder, self.random)
        self.addresses = self.site.addresses()
        self.words = self.site.words()
        self.withdrawn: set[str] = set()
        self.kills = 0
        self.done = 0

    def edit(self) -> None:
        kind = self.random.choices(["rename", "duplicate", "post", "document"], [24, 6, 2, 1])[0]
        {
            "rename": self._rename,
            "duplicate": self._duplicate,
            "post": self._remove_post,
            "document": self._remove_document,
        }[kind]()

    def _run(self, *arguments: str) -> int | None:
        """The exit code of the command, or None if it was killed."""
        command = ["--site", str(self.site.folder), *arguments]
        if self.random.random() < 0.7:
            ended = ssg(*command)
            assert ended.returncode in (0, 2), ended.stderr
            self.done += ended.returncode == 0
            return ended.returncode
        left = str(self.random.randint(0, 12))
        code = subprocess.run(
            [sys.executable, "-c", _KILLED, str(self.site.folder), left, *command],
            capture_output=True,
            check=False,
        ).returncode
        if code == -signal.SIGKILL:
            self.kills += 1
            return None
        assert code in (0, 2)
        self.done += code == 0
        return code

    def _finish(self) -> None:
        """The next command finishes what a kill has left."""
        ended = ssg("--site", self.site.folder, "check")
        assert ended.returncode == 0, ended.stderr
        assert not journal_file(self.site.folder).exists()

    def _rename(self) -> None:
        site = self.site
        name = self.random.choice(site.of_kind(self.random.choice(_RENAMED)))
        old = site.names[name]
        if old.kind is None:
            folder = self.random.choice(["media", "media/deeper", "media/other"])
            new_id = f"{folder}/{site.fresh(None)}{os.path.splitext(old.id)[1]}"  # noqa: PTH122
        elif self.random.random() < 0.4:
            # A name that it or another one has had.
            new_id = self.random.choice(sorted(site.history[old.kind]))
        else:
            new_id = site.fresh(old.kind)
        new = Target(kind=old.kind, id=new_id)
        code = self._run("rename", old.name, new.name)
        if code is None:
            self._finish()
            code = 0 if self._has(new) and not self._has(old) else 2
            assert self._has(new) != self._has(old)
        if code == 0:
            site.names[name] = new
            self.addresses |= site.addresses()

    def _has(self, target: Target) -> bool:
        if target.kind is not Kind.RESOURCE:
            return (self.site.folder / target.path).exists()
        places = resource_places(self.site.folder)
        return target.id in [name for _, _, name in places]

    def _threads(self) -> list[str]:
        hidden = {"threads-0", "threads-6", *self.withdrawn}
        return [name for name in self.site.of_kind(Kind.THREAD) if name not in hidden]

    def _duplicate(self) -> None:
        one, other = (self.site.names[name] for name in self.random.sample(self._threads(), 2))
        if self._run("duplicate", one.id, f"/threads/{other.id}/") is None:
            self._finish()

    def _remove_post(self) -> None:
        posts = [key for key in self.words if key[1] and key[0] not in self.withdrawn]
        if len(posts) < 8:
            return
        name, anchor = self.random.choice(posts)
        path = self.site.names[name].path
        command = ("remove", f"{path}#{anchor}", "--reason", "it was: #1 of 'them'")
        if self._run(*command) is None:
            self._finish()
            self._run(*command)
        if (name, anchor) not in self.site.words():
            del self.words[name, anchor]

    def _remove_document(self) -> None:
        if len(self._threads()) < 4:
            return
        name = self.random.choice(self._threads())
        if self._run("remove", self.site.names[name].path, "--reason", "asked to") == 0:
            self.withdrawn.add(name)
            self.words = {key: one for key, one in self.words.items() if key[0] != name}


def _list_addresses(site: Path) -> None:
    """Lists what is published, but for files in content/media, which can have no alias."""
    written = ssg("--site", site, "addresses", "--write")
    assert written.returncode == 0, written.stderr
    file = site / "addresses.txt"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("/media/")))


@pytest.mark.parametrize("seed", range(2))
def test_no_link_breaks_and_no_word_is_lost(tmp_path: Path, seed: int) -> None:
    edits = _Edits(tmp_path, seed)
    assert ssg("--site", tmp_path, "check").returncode == 0, ssg("--site", tmp_path, "check").stderr
    for number in range(EDITS):
        if number % 5 == 0:
            _list_addresses(tmp_path)
        edits.edit()
    output = tmp_path / "output"
    built = ssg("--site", tmp_path, "build", "--output", output)
    assert built.returncode == 0, built.stderr
    missing = [one for one in edits.addresses if not (output / one[1:] / "index.html").exists()]
    assert not missing
    words = {key: one for key, one in edits.site.words().items() if key in edits.words}
    assert words == edits.words
    print(f"{EDITS} edits, {edits.done} made, {edits.kills} killed")
