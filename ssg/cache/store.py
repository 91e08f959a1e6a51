"""What a site remembers from build to build: each file's document, fragments and diagnostics.

The data are bytes that only the callers understand. All of it can be made again from the
content, so whatever is wrong with a store, the answer is an empty one and one slower build.
"""

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self
from zlib import crc32

from filelock import FileLock, Timeout
from msgspec import Struct

from ssg.digest import Digest

# The letters "ssgs", by which a database is known to be a store.
_APPLICATION_ID = 0x73736773

# With the largest pages, a VACUUM takes half as long as with those of the usual size.
_SCHEMA = f"""
    PRAGMA page_size = 65536;
    BEGIN;
    PRAGMA application_id = {_APPLICATION_ID};
    CREATE TABLE meta (version TEXT NOT NULL);
    CREATE TABLE documents (
        path TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        checksum INTEGER NOT NULL,
        diagnostics BLOB NOT NULL,
        document BLOB NOT NULL
    );
    CREATE TABLE fragments (
        path TEXT PRIMARY KEY,
        checksum INTEGER NOT NULL,
        fragments BLOB NOT NULL
    );
"""


class StoreDamaged(Exception):
    """What is in the store cannot be read: `Store.set_aside` it, then open it anew."""


class StoredDocument(Struct, frozen=True, kw_only=True):
    """What is remembered of the file at `path`, without its fragments, which are large.

    `key` is the digest of all that it was made from.
    """

    path: str
    key: Digest
    document: bytes
    diagnostics: bytes


class Entry(StoredDocument, frozen=True, kw_only=True):
    """All that is remembered of a file."""

    fragments: bytes


class Store:
    """The one writer of a site's store; a context manager, which closes it.

    Opening doesn't check the whole file, since that means reading it. Damage is met in use: any
    method raises StoreDamaged when SQLite finds the file malformed, or data that differ from
    their checksum. It raises OSError when the disk is at fault, with ENOSPC when it is full.

    Words that were forgotten or replaced are in no file of the folder after `close`.
    """

    # SQLite's secure_delete leaves parts of rows that it has moved between pages, so closing ends
    # with a VACUUM into a new file, which takes half as long as one in place. That one is due is
    # remembered in the user_version, even through a crash.
    # The rollback journal suits better than a WAL: a build commits few times, and its readers
    # need no other file than the database.

    path: Path
    """Of the database, for a StoreReader."""
    version: str

    def __init__(
        self, path: Path, version: str, connection: sqlite3.Connection, lock: FileLock
    ) -> None:
        self.path = path
        self.version = version
        self._connection = connection
        self._lock = lock
        self._temporary = False

    @classmethod
    def open(cls, file: Path, *, version: str) -> tuple[Self, list[str]]:
        """The store in `file`, and what to tell the user about it.

        A store of another `version` is emptied. A damaged one is set aside as `….bad` beside it,
        which the next opening of a sound one removes. When the folder cannot be written, or
        another process has the store open, the store is a temporary one.
        """
        try:
            return cls._open(file, version)
        except Timeout:
            why = "another build is using it"
        except OSError as error:
            why = error.strerror or str(error)
        store, _ = cls._open(Path(tempfile.mkdtemp(prefix="ssg-")) / file.name, version)
        store._temporary = True
        told = f"nothing is kept for the next build, since {file.parent} cannot be used: {why}"
        return store, [told]

    @classmethod
    def _open(cls, path: Path, version: str) -> tuple[Self, list[str]]:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path.with_suffix(".lock"), timeout=0)
        lock.acquire()
        try:
            notes = _make_ready(path, version)
            store = cls(path, version, _connect(path), lock)
            store._connection.execute("PRAGMA secure_delete = ON")
            return store, notes
        except BaseException:
            lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keys(self) -> dict[str, Digest]:
        """The key of each file, by its path."""
        with _explained(self.path):
            return dict(self._connection.execute("SELECT path, key FROM documents"))

    def documents(self) -> Iterator[StoredDocument]:
        """All documents, in no order. Read them all before putting or forgetting any."""
        query = "SELECT path, key, checksum, document, diagnostics FROM documents"
        with _explained(self.path):
            for path, key, checksum, document, diagnostics in self._connection.execute(query):
                _verify(self.path, checksum, document, diagnostics)
                yield StoredDocument(path=path, key=key, document=document, diagnostics=diagnostics)

    def put(self, entries: Iterable[Entry]) -> None:
        """Remembers the entries instead of what there was at their paths."""
        for entry in entries:
            document = (entry.document, entry.diagnostics)
            with self._writing() as connection:
                self._remove(entry.path)
                self._known.add(entry.path)
                connection.execute(
                    "INSERT INTO documents (path, key, checksum, document, diagnostics)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (entry.path, entry.key, _checksum(*document), *document),
                )
                connection.execute(
                    "INSERT INTO fragments (path, checksum, fragments) VALUES (?, ?, ?)",
                    (entry.path, _checksum(entry.fragments), entry.fragments),
                )

    def forget(self, paths: Iterable[str]) -> None:
        """Removes what is remembered of these files, if anything."""
        for path in paths:
            with self._writing():
                self._remove(path)

    def commit(self) -> None:
        """Makes all changes lasting, and visible to readers."""
        with _explained(self.path):
            self._connection.commit()

    def close(self) -> None:
        """Ends the use of the store; what wasn't committed is dropped. May be called twice.

        When this raises StoreDamaged, the store is still this process's to set aside.
        """
        if not self._lock.is_locked:
            return
        try:
            with _explained(self.path), closing(self._connection):
                self._connection.rollback()
                is_due = bool(_pragma(self._connection, "user_version"))
                if is_due:
                    self._rewrite()
            if is_due:
                self._rewritten.replace(self.path)
        except StoreDamaged:
            raise
        except BaseException:
            self._leave()
            raise
        self._leave()

    def set_aside(self) -> str:
        """Closes a damaged store and makes room for a new one; gives what to tell the user."""
        self._connection.close()
        try:
            return _set_aside(self.path)
        finally:
            self._leave()

    @property
    def _rewritten(self) -> Path:
        return self.path.with_suffix(".new")

    def _rewrite(self) -> None:
        self._rewritten.unlink(missing_ok=True)
        self._connection.execute("VACUUM INTO ?", (str(self._rewritten),))
        with closing(_connect(self._rewritten)) as connection:
            connection.execute("PRAGMA user_version = 0")

    def _leave(self) -> None:
        self._lock.release()
        if self._temporary:
            shutil.rmtree(self.path.parent, ignore_errors=True)

    @cached_property
    def _known(self) -> set[str]:
        """The paths of all files of which something is remembered."""
        return set(self.keys())

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _explained(self.path):
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection

    def _remove(self, path: str) -> None:
        if path in self._known:
            self._known.remove(path)
            self._connection.execute("DELETE FROM fragments WHERE path = ?", (path,))
            self._connection.execute("DELETE FROM documents WHERE path = ?", (path,))
            self._connection.execute("PRAGMA user_version = 1")


class StoreReader:
    """Reads from the store at `path`, opened after the last commit.

    Until it is closed, or its process has ended, nothing can be written to the store. Its methods
    raise StoreDamaged for a file of which the store knows nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with _explained(path):
            self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            # Outside a transaction, SQLite locks the file anew for each fragment that is read,
            # and asks whether another process has changed it.
            self._connection.execute("BEGIN")

    def document(self, path: str) -> bytes:
        query = "SELECT checksum, document, diagnostics FROM documents WHERE path = ?"
        document, _ = self._read(query, path)
        return document

    def fragments(self, path: str) -> bytes:
        (fragments,) = self._read("SELECT checksum, fragments FROM fragments WHERE path = ?", path)
        return fragments

    def _read(self, query: str, path: str) -> Sequence[bytes]:
        with _explained(self._path):
            row = self._connection.execute(query, (path,)).fetchone()
        if row is None:
            raise StoreDamaged(f"{self._path} has lost {path}")
        checksum: int
        data: list[bytes]
        checksum, *data = row
        _verify(self._path, checksum, *data)
        return data

    def close(self) -> None:
        self._connection.close()


def _make_ready(path: Path, version: str) -> list[str]:
    """Leaves a store of this version at `path`, empty where there was none that can be used."""
    notes = []
    if path.exists():
        try:
            if _version(path) == version:
                _bad(path).unlink(missing_ok=True)
                return []
            _delete(path)
            notes = ["ssg or the settings have changed, so all files are read again"]
        except StoreDamaged:
            notes = [_set_aside(path)]
    with _explained(path), closing(_connect(path)) as connection:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO meta (version) VALUES (?)", (version,))
        connection.commit()
    return notes


def _version(path: Path) -> str:
    """Raises StoreDamaged if it can't be told, OSError if the store can't be written."""
    with _explained(path), closing(_connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        if _pragma(connection, "application_id") != _APPLICATION_ID:
            raise StoreDamaged(f"{path} is not a store")
        for (version,) in connection.execute("SELECT version FROM meta"):
            return str(version)
        raise StoreDamaged(f"{path} does not say its version")


def _connect(path: Path) -> sqlite3.Connection:
    # With another isolation_level, the module begins transactions of its own accord.
    return sqlite3.connect(path, isolation_level=None)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _bad(path: Path) -> Path:
    return path.with_name(f"{path.name}.bad")


def _set_aside(path: Path) -> str:
    path.replace(_bad(path))
    _delete(path)
    return f"the store was damaged and set aside as {_bad(path)}, so all files are read again"


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    # An interrupted transaction of the old store would be rolled back into the new one.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    # An interrupted rewriting has left words there.
    path.with_suffix(".new").unlink(missing_ok=True)


def _checksum(*data: bytes) -> int:
    checksum = 0
    for part in data:
        checksum = crc32(part, checksum)
    return checksum


def _verify(path: Path, checksum: int, *data: bytes) -> None:
    if _checksum(*data) != checksum:
        raise StoreDamaged(f"{path} holds data that differ from their checksum")


_FAULTS_OF_THE_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_IOERR: errno.EIO,
}


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Tells the two kinds of trouble apart: a damaged store, and a disk that refuses."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if str(error).startswith("Could not decode"):
            # Python's own words for a text that is no UTF-8 any more; they come without a code.
            raise StoreDamaged(f"{path}: {error}") from error
        # The low byte is the kind of error: https://www.sqlite.org/rescode.html
        kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
        if kind == sqlite3.SQLITE_MISUSE:
            raise
        if kind in _FAULTS_OF_THE_DISK:
            fault = _FAULTS_OF_THE_DISK[kind]
            raise OSError(fault, f"the store cannot be used: {error}", str(path)) from error
        raise StoreDamaged(f"{path}: {error}") from error
