"""What each kind of target must do, whatever it is.

`open_target` makes a new target of one and the same place, which is empty before, and `read`
returns what readers find there: the files by their paths, without the state folder.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from ssg.deploy.target import Target
from tests.command import ssg, tree
from tests.deploy.versions import make_version, state_of

OpenTarget = Callable[[], Target]
Read = Callable[[], Mapping[str, bytes]]

OLD = {
    "index.html": b"<h1>Old</h1>",
    "index.html.br": b"old, compressed",
    "gone/page/index.html": b"<p>Goes.</p>",
    "kept.txt": b"stays",
    "assets/a b+c%25#d?e&f.css": b"a {}",
    "media/\N{LATIN SMALL LETTER E WITH ACUTE}\N{HIRAGANA LETTER A}.png": bytes(range(256)),
    "-option.html": b"<p>No option.</p>",
    "empty.txt": b"",
}
NEW = {
    "index.html": b"<h1>New</h1>",
    "index.html.br": b"new, compressed",
    "kept.txt": b"stays",
    "new/page/index.html": b"<p>Comes.</p>",
    "feed.xml": b"<feed/>",
}


async def check_files(open_target: OpenTarget, read: Read, folder: Path) -> None:
    """Files get there, are replaced and deleted, and the state tells of them."""
    old, new = make_version(folder / "old", OLD), make_version(folder / "new", NEW)
    async with open_target() as target:
        assert await target.read_state() is None
        assert await target.find_untracked() is None
        await target.write_state(state_of(old))
        await target.put([old.upload(path) for path in OLD])
        await target.finish()
    assert read() == OLD
    async with open_target() as target:
        assert await target.read_state() == state_of(old)
        await target.write_state(state_of(new))
        await target.delete(["index.html.br"])
        await target.put([new.upload("index.html"), new.upload("new/page/index.html")])
        await target.put([new.upload("index.html.br"), new.upload("feed.xml")])
        await target.delete(sorted(OLD.keys() - NEW.keys()))
        await target.finish()
    assert read() == NEW
    async with open_target() as target:
        assert await target.read_state() == state_of(new)


async def check_repeated_calls(open_target: OpenTarget, read: Read, folder: Path) -> None:
    """Each call may come twice, as after a lost answer."""
    version = make_version(folder / "version", OLD)
    left = {path: data for path, data in OLD.items() if path != "gone/page/index.html"}
    async with open_target() as target:
        for _ in range(2):
            await target.write_state(state_of(version))
            await target.put([version.upload(path) for path in OLD])
        for _ in range(2):
            await target.delete(["gone/page/index.html", "never/there.html"])
        await target.finish()
    assert read() == left


async def check_many_files(open_target: OpenTarget, read: Read, folder: Path) -> None:
    """One call takes many files, and one deletes many."""
    files = {f"threads/t{number}/index.html": b"%d" % number for number in range(250)}
    version = make_version(folder / "many", files)
    async with open_target() as target:
        await target.write_state(state_of(version))
        await target.put([version.upload(path) for path in files])
        await target.finish()
    assert read() == files
    empty = make_version(folder / "empty", {"index.html": b"x"})
    async with open_target() as target:
        await target.write_state(state_of(empty))
        await target.delete(list(files))
        await target.put([empty.upload("index.html")])
        await target.finish()
    assert read() == {"index.html": b"x"}


async def check_untracked(open_target: OpenTarget) -> None:
    """To be called when somebody else has put a file `notes.txt` there."""
    async with open_target() as target:
        assert await target.read_state() is None
        assert await target.find_untracked() == "notes.txt"


async def check_lock(open_target: OpenTarget) -> None:
    """Only one of many can create, replace or remove the lock that they have read."""
    async with open_target() as one, open_target() as two:
        assert one.lock
        assert two.lock
        assert await one.lock.read() is None
        tag = await one.lock.create(b"one")
        assert tag
        assert await two.lock.create(b"two") is None
        assert await two.lock.read() == (b"one", tag)
        newer = await two.lock.replace(b"two", tag)
        assert newer
        assert newer != tag
        assert await one.lock.replace(b"one again", tag) is None
        await one.lock.remove(tag)
        assert await one.lock.read() == (b"two", newer)
        assert await one.read_state() is None
        assert await one.find_untracked() is None
        await two.lock.remove(newer)
        await two.lock.remove(newer)
        assert await one.lock.read() is None


def check_only_changes_are_sent(site: Path) -> None:
    """For a site that `make_site` made, whose target is the folder `www` beside it."""
    www = site.parent / "www"
    deploy = ("--site", site, "deploy", "--allow-deletions", "--output")
    first = ssg(*deploy, site / "output-a")
    assert first.returncode == 0, first.stderr
    before = {path: (www / path).stat().st_ino for path in tree(www)}
    second = ssg(*deploy, site / "output-b")
    assert second.returncode == 0, second.stderr
    old, new = tree(site / "output-a"), tree(site / "output-b")
    assert tree(www) == new
    same = {path for path in new if new[path] == old.get(path)}
    sent = {path for path in new if (www / path).stat().st_ino != before.get(path)}
    assert same
    assert not same & sent
