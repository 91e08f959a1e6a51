import errno
import os
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.cache.store import Entry, Store, StoreDamaged, StoreReader
from ssg.digest import digest_of
from tests.effort import EFFORT


def opened(folder: Path, version: str = "1") -> Store:
    """A store that is nothing to speak of."""
    store, notes = Store.open(folder / "store.sqlite", version=version)
    assert notes == []
    return store


def entry(path: str, text: bytes = b"text") -> Entry:
    return Entry(
        path=path,
        key=digest_of(text),
        document=b"document of " + text,
        fragments=b"fragments of " + text,
        diagnostics=b"diagnostics of " + text,
    )


def filled(folder: Path, count: int = 300) -> Path:
    with opened(folder) as store:
        store.put(entry(f"content/threads/{n}.md", b"<%d>" % n * 50) for n in range(count))
        store.commit()
        return store.path


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_new_store_is_empty(tmp_path: Path) -> None:
    with opened(tmp_path / "site/.ssg") as store:
        assert store.keys() == {}
        assert list(store.documents()) == []
        assert store.path == tmp_path / "site/.ssg/store.sqlite"


def test_what_was_put_is_there_next_time(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([entry("b.md", b"B"), entry("a.md", b"A\0")])
        store.commit()
    with opened(tmp_path) as store:
        assert store.keys() == {"a.md": digest_of(b"A\0"), "b.md": digest_of(b"B")}
        first, second = sorted(store.documents(), key=lambda found: found.path)
        assert (first.path, second.path) == ("a.md", "b.md")
        assert first.key == digest_of(b"A\0")
        assert first.document == b"document of A\0"
        assert first.diagnostics == b"diagnostics of A\0"


def test_what_was_not_committed_is_not_there(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([entry("a.md")])
    with opened(tmp_path) as store:
        assert store.keys() == {}


def test_putting_replaces(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([entry("a.md", b"old"), entry("b.md", b"B")])
        store.put([entry("a.md", b"new")])
        store.commit()
        assert store.keys() == {"a.md": digest_of(b"new"), "b.md": digest_of(b"B")}
        reader = StoreReader(store.path)
        assert reader.fragments("a.md") == b"fragments of new"
        reader.close()


def test_forgetting_is_for_what_is_named(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([entry("a.md"), entry("b.md")])
        store.forget(["a.md", "never seen"])
        store.commit()
        assert set(store.keys()) == {"b.md"}
        reader = StoreReader(store.path)
        with pytest.raises(StoreDamaged, match="lost"):
            reader.fragments("a.md")
        reader.close()


def test_other_processes_read_what_was_committed(tmp_path: Path) -> None:
    folder = tmp_path / "a folder?#%41é"
    with opened(folder) as store:
        store.put([entry("a.md", b"first")])
        store.commit()
        store.put([entry("a.md", b"second")])
        code = (
            "import sys; from pathlib import Path; from ssg.cache.store import StoreReader\n"
            "print(StoreReader(Path(sys.argv[1])).fragments('a.md').decode())"
        )
        said = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, store.path],
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout == "fragments of first\n"


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = set(tmp_path.iterdir())
    reader = StoreReader(path)
    assert reader.fragments("content/threads/7.md").startswith(b"fragments of <7>")
    assert set(tmp_path.iterdir()) == before
    reader.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4 * EFFORT))
def test_no_word_of_what_is_gone_is_left_in_any_file(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    alive: dict[str, bytes] = {}
    for _ in range(4):
        with opened(tmp_path) as store:
            for _ in range(400):
                path = f"<path-{dice.randrange(400)}-{'x' * dice.choice([1, 30, 200])}>"
                if path in alive and dice.random() < 0.5:
                    store.forget([path])
                    del alive[path]
                else:
                    alive[path] = b"<word-%d>" % dice.getrandbits(60)
                    store.put([entry(path, alive[path] * dice.choice([1, 3, 20, 200, 4000]))])
                if dice.random() < 0.01:
                    store.commit()
            store.commit()
        found = bytes_in(tmp_path)
        assert set(re.findall(rb"<word-\d+>", found)) == set(alive.values())
        assert set(re.findall(rb"<path-[^>]*>", found)) == set(map(str.encode, alive))


def test_no_word_is_left_by_a_process_that_was_killed(tmp_path: Path) -> None:
    filled(tmp_path)
    code = (
        "import os, sys; from pathlib import Path; from ssg.cache.store import Store\n"
        "store, _ = Store.open(Path(sys.argv[1], 'store.sqlite'), version='1')\n"
        "store.forget(f'content/threads/{n}.md' for n in range(299))\n"
        "store.commit()\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)
    opened(tmp_path).close()
    assert set(re.findall(rb"<\d+>", bytes_in(tmp_path))) == {b"<299>"}


def test_a_killed_process_leaves_what_was_committed(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    code = (
        "import os, sys; from pathlib import Path; from ssg.cache.store import Store\n"
        "from tests.unit.cache.test_store import entry\n"
        "store, _ = Store.open(Path(sys.argv[1], 'store.sqlite'), version='1')\n"
        "store.put(entry(f'{n}.md', bytes(100_000)) for n in range(500))\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)
    assert (tmp_path / "store.sqlite-journal").exists()
    with opened(tmp_path) as store:
        assert len(store.keys()) == 3


def test_a_store_of_another_version_starts_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    store, notes = Store.open(tmp_path / "store.sqlite", version="2")
    with store:
        assert notes == ["ssg or the settings have changed, so all files are read again"]
        assert store.keys() == {}
    assert b"fragments of" not in bytes_in(tmp_path)
    opened(tmp_path, "2").close()


def test_a_store_of_another_program_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (version TEXT)")
    connection.close()
    theirs = path.read_bytes()
    store, (note,) = Store.open(tmp_path / "store.sqlite", version="1")
    store.close()
    assert "damaged" in note
    assert (tmp_path / "store.sqlite.bad").read_bytes() == theirs


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _emptied(path: Path) -> None:
    os.truncate(path, 0)


def _overwritten(path: Path) -> None:
    path.write_text("<<<<<<< HEAD\n" * 9000)


def _without_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE meta")
    connection.close()


@pytest.mark.parametrize("damage", [_truncated, _emptied, _overwritten, _without_tables])
def test_damage_found_on_opening_is_set_aside(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = filled(tmp_path)
    damage(path)
    damaged = path.read_bytes()
    store, (note,) = Store.open(tmp_path / "store.sqlite", version="1")
    with store:
        assert note.startswith("the store was damaged and set aside as ")
        assert store.keys() == {}
        store.put([entry("a.md")])
        store.commit()
    assert (tmp_path / "store.sqlite.bad").read_bytes() == damaged
    with opened(tmp_path) as store:
        assert set(store.keys()) == {"a.md"}
    assert not (tmp_path / "store.sqlite.bad").exists(), "its words are gone with the next build"


def read_all(store: Store) -> dict[str, Entry]:
    reader = StoreReader(store.path)
    try:
        return {
            found.path: Entry(
                path=found.path,
                key=found.key,
                document=found.document,
                fragments=reader.fragments(found.path),
                diagnostics=found.diagnostics,
            )
            for found in store.documents()
        }
    finally:
        reader.close()


@pytest.mark.parametrize("seed", range(20))
def test_damage_found_in_use_is_never_taken_for_data(tmp_path: Path, seed: int) -> None:
    path = filled(tmp_path)
    with opened(tmp_path) as store:
        originals = read_all(store)
    data = bytearray(path.read_bytes())
    dice = random.Random(seed)
    struck = dice.randrange(65_536, len(data) - 20)
    data[struck : struck + 20] = dice.randbytes(20)
    path.write_bytes(data)

    store, notes = Store.open(tmp_path / "store.sqlite", version="1")
    try:
        found = read_all(store)
    except StoreDamaged:
        notes.append(store.set_aside())
        store, _ = Store.open(tmp_path / "store.sqlite", version="1")
        found = read_all(store)
    store.close()
    assert not notes or not found
    # A path that was struck belongs to no file any more, and a key fits none.
    assert all(
        entry == originals[path]
        for path, entry in found.items()
        if path in originals and entry.key == originals[path].key
    )


def test_a_folder_that_cannot_be_written_means_a_temporary_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store, (note,) = Store.open(tmp_path / "file/.ssg/store.sqlite", version="1")
    assert note.startswith("nothing is kept for the next build, ")
    assert "Not a directory" in note
    with store:
        store.put([entry("a.md")])
        store.commit()
        assert set(store.keys()) == {"a.md"}
        folder = store.path.parent
    assert not folder.exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is Linux's")
def test_a_read_only_disk_means_a_temporary_store() -> None:
    store, notes = Store.open(Path("/proc/self/ssg/store.sqlite"), version="1")
    store.close()
    assert len(notes) == 1


def test_a_second_writer_gets_a_temporary_store(tmp_path: Path) -> None:
    with opened(tmp_path) as first:
        second, (note,) = Store.open(tmp_path / "store.sqlite", version="1")
        with second:
            assert "another build is using it" in note
            assert second.path != first.path
    opened(tmp_path).close()


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([entry("a.md")])
        store.commit()
        # SQLite says the same when this limit is reached as when the disk is full.
        store._connection.execute("PRAGMA max_page_count = 10")
        with pytest.raises(OSError, match="full") as caught:
            store.put([entry("b.md", bytes(5_000_000))])
        assert caught.value.errno == errno.ENOSPC
    with opened(tmp_path) as store:
        assert set(store.keys()) == {"a.md"}


def test_closing_twice_is_fine(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.close()
    store.close()


def test_a_text_that_is_no_utf_8_any_more_is_damage(tmp_path: Path) -> None:
    store, _ = Store.open(tmp_path / "store.sqlite", version="1")
    with store:
        row = "(CAST(x'ff' AS TEXT), '', 0, '', '')"
        store._connection.execute(f"INSERT INTO documents VALUES {row}")
        store.commit()
        with pytest.raises(StoreDamaged, match="Could not decode"):
            store.keys()
