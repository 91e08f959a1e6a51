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
from msgspec.structs import asdict

from ssg.cache.store import Entry, Store, StoreCorrupted, StoreReader
from ssg.digest import Digest, digest_of
from tests.effort import EFFORT


def open_store(folder: Path, version: str = "1") -> Store:
    """A store that opens without a message."""
    store, notes = Store.open(folder / "store.sqlite", version=version)
    assert notes == []
    return store


def entry(path: str, text: bytes = b"text") -> Entry:
    return Entry(
        path=path,
        key=digest_of(text),
        digest=digest_of(b"document of " + text),
        outline=digest_of(b"outline of " + text),
        document=b"document of " + text,
        fragments=b"fragments of " + text,
        diagnostics=b"diagnostics of " + text,
    )


def create_store(folder: Path, count: int = 300) -> Path:
    with open_store(folder) as store:
        store.put(entry(f"content/threads/{n}.md", b"<%d>" % n * 50) for n in range(count))
        store.commit()
        return store.path


def keys_of(store: Store) -> dict[str, Digest]:
    return {one.path: one.key for one in store.summaries()}


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_new_store_is_empty(tmp_path: Path) -> None:
    with open_store(tmp_path / "site/.ssg") as store:
        assert keys_of(store) == {}
        assert list(store.documents()) == []
        assert store.path == tmp_path / "site/.ssg/store.sqlite"


def test_committed_entries_are_there_after_reopening(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([entry("b.md", b"B"), entry("a.md", b"A\0")])
        store.commit()
    with open_store(tmp_path) as store:
        assert keys_of(store) == {"a.md": digest_of(b"A\0"), "b.md": digest_of(b"B")}
        assert dict(store.documents()) == {
            "a.md": b"document of A\0",
            "b.md": b"document of B",
        }
        first, second = sorted(store.summaries(), key=lambda found: found.path)
        assert (first.path, second.path) == ("a.md", "b.md")
        assert first.key == digest_of(b"A\0")
        assert first.digest == digest_of(b"document of A\0")
        assert first.outline == digest_of(b"outline of A\0")
        assert first.diagnostics == b"diagnostics of A\0"


def test_uncommitted_entries_are_discarded(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([entry("a.md")])
    with open_store(tmp_path) as store:
        assert keys_of(store) == {}


def test_putting_replaces(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([entry("a.md", b"old"), entry("b.md", b"B")])
        store.put([entry("a.md", b"new")])
        store.commit()
        assert keys_of(store) == {"a.md": digest_of(b"new"), "b.md": digest_of(b"B")}
        reader = StoreReader(store.path)
        assert reader.fragments("a.md") == b"fragments of new"
        reader.close()


def test_forgetting_deletes_only_the_named_files(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([entry("a.md"), entry("b.md")])
        store.forget(["a.md", "unknown"])
        store.commit()
        assert set(keys_of(store)) == {"b.md"}
        reader = StoreReader(store.path)
        with pytest.raises(StoreCorrupted, match="has no entry"):
            reader.fragments("a.md")
        reader.close()


def test_other_processes_read_committed_entries(tmp_path: Path) -> None:
    folder = tmp_path / "a folder?#%41é"
    with open_store(folder) as store:
        store.put([entry("a.md", b"first")])
        store.commit()
        store.put([entry("a.md", b"second")])
        code = (
            "import sys; from pathlib import Path; from ssg.cache.store import StoreReader\n"
            "print(StoreReader(Path(sys.argv[1])).fragments('a.md').decode())"
        )
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, store.path],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "fragments of first\n"


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    path = create_store(tmp_path)
    before = set(tmp_path.iterdir())
    reader = StoreReader(path)
    assert reader.fragments("content/threads/7.md").startswith(b"fragments of <7>")
    assert set(tmp_path.iterdir()) == before
    reader.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4 * EFFORT))
def test_no_deleted_text_is_left_in_any_file(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    alive: dict[str, bytes] = {}
    for _ in range(4):
        with open_store(tmp_path) as store:
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


def test_a_vacuum_leaves_no_deleted_text_and_the_store_open(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([entry("a.md", b"<old>"), entry("b.md", b"<kept>")])
        store.commit()
        store.put([entry("a.md", b"<new>")])
        store.commit()
        store.vacuum()
        found = bytes_in(tmp_path)
        assert b"<old>" not in found
        assert b"<new>" in found
        assert b"<kept>" in store.fragments("b.md")
        store.put([entry("c.md", b"<later>")])
        store.commit()
    with open_store(tmp_path) as store:
        assert keys_of(store).keys() == {"a.md", "b.md", "c.md"}


def test_no_deleted_text_is_left_after_a_process_was_killed(tmp_path: Path) -> None:
    create_store(tmp_path)
    code = (
        "import os, sys; from pathlib import Path; from ssg.cache.store import Store\n"
        "store, _ = Store.open(Path(sys.argv[1], 'store.sqlite'), version='1')\n"
        "store.forget(f'content/threads/{n}.md' for n in range(299))\n"
        "store.commit()\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)
    open_store(tmp_path).close()
    assert set(re.findall(rb"<\d+>", bytes_in(tmp_path))) == {b"<299>"}


def test_after_a_kill_the_committed_entries_are_there(tmp_path: Path) -> None:
    create_store(tmp_path, 3)
    code = (
        "import os, sys; from pathlib import Path; from ssg.cache.store import Store\n"
        "from tests.unit.cache.test_store import entry\n"
        "store, _ = Store.open(Path(sys.argv[1], 'store.sqlite'), version='1')\n"
        "store.put(entry(f'{n}.md', bytes(100_000)) for n in range(500))\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)
    assert (tmp_path / "store.sqlite-journal").exists()
    with open_store(tmp_path) as store:
        assert len(keys_of(store)) == 3


def test_a_store_of_another_version_is_empty(tmp_path: Path) -> None:
    create_store(tmp_path)
    store, notes = Store.open(tmp_path / "store.sqlite", version="2")
    with store:
        assert notes == ["ssg or its settings have changed; reading all files again"]
        assert keys_of(store) == {}
    assert b"fragments of" not in bytes_in(tmp_path)
    open_store(tmp_path, "2").close()


def test_a_database_of_another_program_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (version TEXT)")
    connection.close()
    store, (note,) = Store.open(tmp_path / "store.sqlite", version="1")
    store.close()
    assert "corrupt" in note
    open_store(tmp_path).close()


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _empty(path: Path) -> None:
    os.truncate(path, 0)


def _overwrite(path: Path) -> None:
    path.write_text("<<<<<<< HEAD\n" * 9000)


def _drop_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE meta")
    connection.close()


@pytest.mark.parametrize("damage", [_truncate, _empty, _overwrite, _drop_table])
def test_a_store_that_is_found_corrupt_on_opening_is_replaced(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = create_store(tmp_path)
    damage(path)
    store, (note,) = Store.open(tmp_path / "store.sqlite", version="1")
    with store:
        assert note.startswith(f"the store {path} was corrupt and was deleted")
        assert keys_of(store) == {}
        store.put([entry("a.md")])
        store.commit()
    with open_store(tmp_path) as store:
        assert set(keys_of(store)) == {"a.md"}
    assert {file.name for file in tmp_path.iterdir()} == {"store.lock", "store.sqlite"}


def read_all(store: Store) -> dict[str, Entry]:
    reader = StoreReader(store.path)
    try:
        documents = dict(store.documents())
        return {
            found.path: Entry(
                **asdict(found),
                document=documents[found.path],
                fragments=reader.fragments(found.path),
            )
            for found in store.summaries()
        }
    finally:
        reader.close()


@pytest.mark.parametrize("seed", range(20))
def test_corruption_found_in_use_is_never_taken_for_data(tmp_path: Path, seed: int) -> None:
    path = create_store(tmp_path)
    with open_store(tmp_path) as store:
        originals = read_all(store)
    data = bytearray(path.read_bytes())
    dice = random.Random(seed)
    position = dice.randrange(65_536, len(data) - 20)
    data[position : position + 20] = dice.randbytes(20)
    path.write_bytes(data)

    store, notes = Store.open(tmp_path / "store.sqlite", version="1")
    try:
        found = read_all(store)
    except StoreCorrupted:
        notes.append(store.delete())
        store, _ = Store.open(tmp_path / "store.sqlite", version="1")
        found = read_all(store)
    store.close()
    assert not notes or not found
    # An overwritten path belongs to no file, and an overwritten key matches none.
    assert all(
        entry == originals[path]
        for path, entry in found.items()
        if path in originals and entry.key == originals[path].key
    )


def test_in_a_folder_that_cannot_be_written_the_store_is_temporary(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store, (note,) = Store.open(tmp_path / "file/.ssg/store.sqlite", version="1")
    assert note == (
        f"cannot use {tmp_path}/file/.ssg: Not a directory; nothing is kept for the next build"
    )
    with store:
        store.put([entry("a.md")])
        store.commit()
        assert set(keys_of(store)) == {"a.md"}
        folder = store.path.parent
    assert not folder.exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is Linux's")
def test_on_a_read_only_disk_the_store_is_temporary() -> None:
    store, notes = Store.open(Path("/proc/self/ssg/store.sqlite"), version="1")
    store.close()
    assert len(notes) == 1


def test_a_second_writer_gets_a_temporary_store(tmp_path: Path) -> None:
    with open_store(tmp_path) as first:
        second, (note,) = Store.open(tmp_path / "store.sqlite", version="1")
        with second:
            assert "another build is using it" in note
            assert second.path != first.path
    open_store(tmp_path).close()


def test_a_full_disk_is_an_os_error(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([entry("a.md")])
        store.commit()
        # SQLite raises the same error at this limit as on a full disk.
        store._connection.execute("PRAGMA max_page_count = 10")
        with pytest.raises(OSError, match="full") as caught:
            store.put([entry("b.md", bytes(5_000_000))])
        assert caught.value.errno == errno.ENOSPC
    with open_store(tmp_path) as store:
        assert set(keys_of(store)) == {"a.md"}


def test_a_store_may_be_closed_twice(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.close()
    store.close()


def test_text_that_is_not_utf_8_is_corruption(tmp_path: Path) -> None:
    store, _ = Store.open(tmp_path / "store.sqlite", version="1")
    with store:
        row = "(CAST(x'ff' AS TEXT), '', '', '', '', 0, 0, '')"
        store._connection.execute(f"INSERT INTO documents VALUES {row}")
        store.commit()
        with pytest.raises(StoreCorrupted, match="Could not decode"):
            keys_of(store)
