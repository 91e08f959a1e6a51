"""The store: what was read from each file, kept from build to build.

The data are bytes that only the callers decode. All of them can be recreated from the content, so
every problem with a store has one solution: an empty store, and one slower build.
"""

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import NoReturn, Self
from zlib import crc32

from filelock import FileLock, Timeout
from msgspec import Struct

from ssg.cache.leftovers import find_leftovers, plan_cache_file
from ssg.cache.temporary import TemporaryFolder
from ssg.digest import Digest
from ssg.files import make_folder, remove, remove_irregular

# The letters "ssgs", which mark a database as a store.
_APPLICATION_ID = 0x73736773

# With the largest pages, VACUUM takes half as long as with pages of the default size.
_SCHEMA = f"""
    PRAGMA page_size = 65536;
    BEGIN;
    PRAGMA application_id = {_APPLICATION_ID};
    CREATE TABLE meta (version TEXT NOT NULL);
    CREATE TABLE documents (
        path TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        digest TEXT NOT NULL,
        outline TEXT NOT NULL,
        diagnostics BLOB NOT NULL,
        summary_checksum INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        document BLOB NOT NULL
    );
    CREATE TABLE fragments (
        path TEXT PRIMARY KEY,
        checksum INTEGER NOT NULL,
        fragments BLOB NOT NULL
    );
"""


class StoreCorrupted(Exception):
    """The store is corrupt. Call `Store.delete`, then open a new one."""


class Summary(Struct, frozen=True, kw_only=True):
    """The entry of the file at `path`, without what has to be decoded or is large.

    `key` is its cache key, the digest of all inputs.
    """

    path: str
    key: Digest
    digest: Digest
    """Of the document."""
    outline: Digest
    """The document's `outline_digest`."""
    diagnostics: bytes


class Entry(Summary, frozen=True, kw_only=True):
    """The whole entry of a file."""

    document: bytes
    fragments: bytes


class Store:
    """The only writer of a site's store; a context manager, which closes it.

    Opening does not check the whole file, since that means reading it. Corruption is found in
    use: any method raises StoreCorrupted when SQLite finds the file malformed, or when data differ
    from their checksum. It raises OSError when the disk fails, with ENOSPC when it is full.

    After `close`, text that was forgotten or replaced is in no file of the folder.
    """

    # SQLite's secure_delete leaves parts of rows that it has moved between pages, so `close` ends
    # with a VACUUM into a new file, which takes half as long as one in place. The user_version
    # says whether a VACUUM is due, also after a crash.
    # A rollback journal suits better than a WAL: a build commits only a few times, and readers
    # need no other file than the database.

    path: Path
    """The database, for a StoreReader."""
    version: str

    def __init__(
        self, path: Path, version: str, connection: sqlite3.Connection, lock: FileLock
    ) -> None:
        self.path = path
        self.version = version
        self._connection = connection
        self._lock = lock
        self._temporary: TemporaryFolder | None = None

    @classmethod
    def open(cls, file: Path, *, version: str) -> tuple[Self, list[str]]:
        """The store in `file`, and messages about it for the user.

        A store of another `version` or a corrupt one is emptied. If the folder cannot be written,
        or another process has the store open, the store is a temporary one.
        """
        try:
            return cls._open(file, version)
        except Timeout:
            reason = "another build is using it"
        except OSError as error:
            reason = error.strerror or str(error)
        folder = TemporaryFolder()
        store, _ = cls._open(folder.path / file.name, version)
        store._temporary = folder
        note = f"cannot use {file.parent}: {reason}; nothing is kept for the next build"
        return store, [note]

    @classmethod
    def _open(cls, path: Path, version: str) -> tuple[Self, list[str]]:
        make_folder(path.parent)
        lock = FileLock(path.with_suffix(".lock"), timeout=0)
        remove_irregular(Path(lock.lock_file))
        lock.acquire()
        try:
            _require_writable(path)
            notes = _prepare(path, version)
            return cls(path, version, _connect_to_write(path), lock), notes
        except BaseException:
            lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def summaries(self) -> Iterator[Summary]:
        """Those of all files, in no order. Read them all before putting or forgetting any."""
        query = "SELECT path, key, digest, outline, diagnostics, summary_checksum FROM documents"
        with _translate_errors(self.path):
            for path, key, digest, outline, diagnostics, checksum in self._connection.execute(
                query
            ):
                summary = Summary(
                    path=path, key=key, digest=digest, outline=outline, diagnostics=diagnostics
                )
                _verify(self.path, checksum, *_summary_data(summary))
                yield summary

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """All documents by path, in no order. Read them all before putting or forgetting any."""
        query = "SELECT path, checksum, document FROM documents"
        with _translate_errors(self.path):
            for path, checksum, document in self._connection.execute(query):
                _verify(self.path, checksum, document)
                yield path, document

    def fragments(self, path: str) -> bytes:
        """The fragments of the file at `path`. Raises StoreCorrupted if it has no entry."""
        return _read_fragments(self._connection, self.path, path)

    def put(self, entries: Iterable[Entry]) -> None:
        """Stores the entries. They replace those of the same paths."""
        for entry in entries:
            with self._transaction() as connection:
                self._delete(entry.path)
                self._stored_paths.add(entry.path)
                connection.execute(
                    "INSERT INTO documents (path, key, digest, outline, diagnostics,"
                    " summary_checksum, checksum, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        entry.path,
                        entry.key,
                        entry.digest,
                        entry.outline,
                        entry.diagnostics,
                        _checksum(*_summary_data(entry)),
                        _checksum(entry.document),
                        entry.document,
                    ),
                )
                connection.execute(
                    "INSERT INTO fragments (path, checksum, fragments) VALUES (?, ?, ?)",
                    (entry.path, _checksum(entry.fragments), entry.fragments),
                )

    def forget(self, paths: Iterable[str]) -> None:
        """Deletes the entries of these files, if there are any."""
        for path in paths:
            with self._transaction():
                self._delete(path)

    def commit(self) -> None:
        """Makes all changes durable, and visible to readers."""
        with _translate_errors(self.path):
            self._connection.commit()

    def vacuum(self) -> None:
        """Rewrites the file if it may still hold text that was forgotten or replaced.

        Commits nothing: uncommitted changes are discarded.
        """
        with _translate_errors(self.path):
            self._connection.rollback()
            if not _read_pragma(self._connection, "user_version"):
                return
            self._vacuum()
            self._connection.close()
        self._vacuumed.replace(self.path)
        self._connection = _connect_to_write(self.path)

    def close(self) -> None:
        """Closes the store and discards uncommitted changes. May be called twice.

        When this raises StoreCorrupted, the store stays locked, so that it can be deleted.
        """
        if not self._lock.is_locked:
            return
        try:
            with _translate_errors(self.path), closing(self._connection):
                self._connection.rollback()
                is_vacuum_due = bool(_read_pragma(self._connection, "user_version"))
                if is_vacuum_due:
                    self._vacuum()
            if is_vacuum_due:
                self._vacuumed.replace(self.path)
        except StoreCorrupted:
            raise
        except BaseException:
            self._release()
            raise
        self._release()

    def delete(self) -> str:
        """Closes and deletes a corrupt store. Returns a message for the user."""
        self._connection.close()
        try:
            return _delete_corrupt(self.path)
        finally:
            self._release()

    @property
    def _vacuumed(self) -> Path:
        return self.path.with_suffix(".new")

    def _vacuum(self) -> None:
        remove(self._vacuumed)
        # Nothing waits for the disk: a new file that a power cut has left incomplete is corrupt.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("VACUUM INTO ?", (str(self._vacuumed),))
        with closing(_connect(self._vacuumed)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA user_version = 0")

    def _release(self) -> None:
        self._lock.release()
        if self._temporary:
            self._temporary.remove()

    @cached_property
    def _stored_paths(self) -> set[str]:
        """The paths of all files that have an entry."""
        with _translate_errors(self.path):
            return {path for (path,) in self._connection.execute("SELECT path FROM documents")}

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _translate_errors(self.path):
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection

    def _delete(self, path: str) -> None:
        if path in self._stored_paths:
            self._stored_paths.remove(path)
            self._connection.execute("DELETE FROM fragments WHERE path = ?", (path,))
            self._connection.execute("DELETE FROM documents WHERE path = ?", (path,))
            self._connection.execute("PRAGMA user_version = 1")


class StoreReader:
    """Reads from the store at `path`. Open it after the last commit.

    Until it is closed, or its process has ended, nothing can be written to the store. Its methods
    raise StoreCorrupted for a file that has no entry.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with _translate_errors(path):
            self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            # Outside a transaction, SQLite locks the file for each fragment that is read, and
            # checks whether another process has changed it.
            self._connection.execute("BEGIN")
            # SQLite's own limit of 2 MB is one of 30 pages, which are read again and again.
            self._connection.execute("PRAGMA cache_size = -8000")

    def version(self) -> str:
        """That of the whole store; see `Store.open`."""
        with _translate_errors(self._path):
            for (version,) in self._connection.execute("SELECT version FROM meta"):
                return str(version)
        raise StoreCorrupted(f"{self._path} has no version")

    def documents(self) -> Iterator[tuple[str, Digest, bytes]]:
        """The path, the key and the document of each file, in no order."""
        query = "SELECT path, key, checksum, document FROM documents"
        with _translate_errors(self._path):
            for path, key, checksum, document in self._connection.execute(query):
                _verify(self._path, checksum, document)
                yield path, key, document

    def document(self, path: str) -> bytes:
        query = "SELECT checksum, document FROM documents WHERE path = ?"
        return _read_blob(self._connection, self._path, query, path)

    def fragments(self, path: str) -> bytes:
        return _read_fragments(self._connection, self._path, path)

    def close(self) -> None:
        self._connection.close()


def _read_fragments(connection: sqlite3.Connection, store: Path, path: str) -> bytes:
    query = "SELECT checksum, fragments FROM fragments WHERE path = ?"
    return _read_blob(connection, store, query, path)


def _read_blob(connection: sqlite3.Connection, store: Path, query: str, path: str) -> bytes:
    try:
        row = connection.execute(query, (path,)).fetchone()
    except sqlite3.DatabaseError as error:
        _raise_translated(error, store)
    if row is None:
        raise StoreCorrupted(f"{store} has no entry for {path}")
    checksum: int
    data: bytes
    checksum, data = row
    _verify(store, checksum, data)
    return data


def _require_writable(path: Path) -> None:
    """Raise PermissionError unless the store in `path` can be written; SQLite finds out late."""
    for one in (path.parent, path):
        if one.exists() and not os.access(one, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(one))


def _prepare(path: Path, version: str) -> list[str]:
    """Makes sure that a store of this version is at `path`: the old one, or an empty one."""
    notes = []
    _remove_leftovers(path)
    if path.exists():
        try:
            if _read_version(path) == version:
                return []
            _delete_files(path)
            notes = ["ssg or its settings have changed; reading all files again"]
        except StoreCorrupted:
            notes = [_delete_corrupt(path)]
    with _translate_errors(path), closing(_connect(path)) as connection:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO meta (version) VALUES (?)", (version,))
        connection.commit()
    return notes


def _read_version(path: Path) -> str:
    """Raises StoreCorrupted if there is none, OSError if the store cannot be written."""
    with _translate_errors(path), closing(_connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        if _read_pragma(connection, "application_id") != _APPLICATION_ID:
            raise StoreCorrupted(f"{path} is not a store")
        for (version,) in connection.execute("SELECT version FROM meta"):
            return str(version)
        raise StoreCorrupted(f"{path} has no version")


def _connect(path: Path) -> sqlite3.Connection:
    # With another isolation_level, the sqlite3 module begins transactions by itself.
    return sqlite3.connect(path, isolation_level=None)


def _connect_to_write(path: Path) -> sqlite3.Connection:
    connection = _connect(path)
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _read_pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _remove_leftovers(path: Path) -> None:
    """Removes what an interrupted VACUUM has left, and all that is no file or a link."""
    journal = _journal_path(path)
    for leftover in find_leftovers(path):
        if leftover == journal:
            # SQLite still needs it to roll an interrupted transaction back.
            remove_irregular(leftover)
        else:
            remove(leftover)


def _journal_path(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _delete_corrupt(path: Path) -> str:
    _delete_files(path)
    return f"the store {path} was corrupt and was deleted; reading all files again"


def _delete_files(path: Path) -> None:
    path.unlink(missing_ok=True)
    # Otherwise an interrupted transaction of the old store is rolled back into the new one.
    _journal_path(path).unlink(missing_ok=True)
    # It may be why the store counts as corrupt.
    remove(plan_cache_file(path))


def _summary_data(summary: Summary) -> tuple[bytes, ...]:
    texts = f"{summary.path} {summary.key} {summary.digest} {summary.outline}"
    return texts.encode(), summary.diagnostics


def _checksum(*data: bytes) -> int:
    checksum = 0
    for part in data:
        checksum = crc32(part, checksum)
    return checksum


def _verify(path: Path, checksum: int, *data: bytes) -> None:
    if _checksum(*data) != checksum:
        raise StoreCorrupted(f"{path} has data that differ from their checksum")


_DISK_ERRORS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_IOERR: errno.EIO,
}


@contextmanager
def _translate_errors(path: Path) -> Iterator[None]:
    """Raises StoreCorrupted if SQLite finds the store corrupt, and OSError if the disk fails."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        _raise_translated(error, path)


def _raise_translated(error: sqlite3.DatabaseError, path: Path) -> NoReturn:
    if str(error).startswith("Could not decode"):
        # Python's own message for text that is not UTF-8. It has no error code.
        raise StoreCorrupted(f"{path}: {error}") from error
    # The low byte is the kind of error: https://www.sqlite.org/rescode.html
    kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
    if kind == sqlite3.SQLITE_MISUSE:
        raise error
    if kind in _DISK_ERRORS:
        number = _DISK_ERRORS[kind]
        raise OSError(number, f"cannot use the store: {error}", str(path)) from error
    raise StoreCorrupted(f"{path}: {error}") from error
