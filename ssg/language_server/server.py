"""The language server: what an editor asks, and which part answers it."""

import asyncio
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from ssg import __version__
from ssg.addresses import ADDRESSES_FILE
from ssg.config import SETTINGS_FILE
from ssg.editing.errors import EditError
from ssg.language_server.actions import find_actions
from ssg.language_server.completion import complete
from ssg.language_server.cursor import Cursor
from ssg.language_server.engine import Engine
from ssg.language_server.folders import find_only_site_below, find_site, path_in_site
from ssg.language_server.lines import Lines
from ssg.language_server.names import Names
from ssg.language_server.navigation import describe, find_definition, find_references
from ssg.language_server.open_site import Buffer, Told, read_text
from ssg.language_server.renaming import prepare_rename, rename
from ssg.language_server.stdio import is_running
from ssg.language_server.symbols import list_symbols
from ssg.ledger import LEDGER_FILE
from ssg.pipeline.progress import Progress

_TRIGGERS = types.CompletionOptions(trigger_characters=["[", "(", "/", "#", ",", " ", ":", "-"])
_FILES = (SETTINGS_FILE, LEDGER_FILE, ADDRESSES_FILE)
_WATCHED = ("**/content/**", "**/static/**", *(f"**/{name}" for name in _FILES))


class SiteServer(LanguageServer):
    """Answers an editor from the last good state of its sites, and never waits for them."""

    def __init__(self, progress: Progress) -> None:
        # The whole text at each change: positions in changes would have to be counted by lines, of
        # which pygls sees more than editors do.
        super().__init__("ssg", __version__, types.TextDocumentSyncKind.Full)
        self.engine = Engine(self._tell_later, progress)
        self.is_shut_down = False
        self._names = Names()
        self._loop: asyncio.AbstractEventLoop | None = None
        _register(self)

    def begin(self, params: types.InitializeParams) -> None:
        self._loop = asyncio.get_running_loop()
        if self.process_id is not None and not is_running(self.process_id):
            # The number means nothing here, as with containers.
            self.process_id = None
        self.engine.encoding = str(self.workspace.position_encoding)
        self.engine.start()
        for folder in self._roots(params):
            site = find_site(folder) or find_only_site_below(folder)
            if site:
                self.engine.keep(site)

    def watch(self) -> None:
        """Asks to be told which files change on the disk, if the editor can do that."""
        workspace = self.client_capabilities.workspace
        watching = workspace and workspace.did_change_watched_files
        if not watching or not watching.dynamic_registration:
            return
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
        registration = types.Registration(
            id="ssg-files",
            method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            register_options=options,
        )
        self.client_register_capability(types.RegistrationParams(registrations=[registration]))
        self.engine.is_watched = True

    @property
    def can_rename_files(self) -> bool:
        workspace = self.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace else None
        operations = (edits.resource_operations or ()) if edits else ()
        return types.ResourceOperationKind.Rename in operations

    def take(self, uri: str) -> None:
        """Takes the text of an open file."""
        file, document = to_file(uri), self.workspace.get_text_document(uri)
        if file:
            buffer = Buffer(uri=uri, text=document.source, version=document.version)
            self.engine.set_text(file, buffer)

    def cursor(self, uri: str, position: types.Position) -> Cursor | None:
        """A place in an open file; None if the file belongs to no site that was read."""
        file = to_file(uri)
        found = self.engine.snapshot_of(file) if file else None
        if found is None:
            return None
        snapshot, path = found
        return Cursor(
            snapshot,
            self._names,
            path,
            read=lambda path: self.read(snapshot.folder / path),
            position=position,
        )

    def read(self, file: Path) -> Lines:
        """The lines of a file as the editor has it, or as it is on the disk."""
        documents = list(self.workspace.text_documents.items())
        opened = next((one for uri, one in documents if to_file(uri) == file), None)
        text = opened.source if opened else read_text(file)
        return Lines(text, self.engine.encoding)

    def unsaved(self, folder: Path) -> dict[str, str]:
        """The texts of open files of a site that are others than on the disk, by path."""
        found = {}
        for uri, document in list(self.workspace.text_documents.items()):
            file = to_file(uri)
            path = path_in_site(folder, file) if file else ""
            if file and path and document.source != read_text(file):
                found[path] = document.source
        return found

    def _tell_later(self, told: list[Told]) -> None:
        if told and self._loop:
            # Without a loop, the server ends, and nobody listens.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._tell, told)

    def _tell(self, told: Iterable[Told]) -> None:
        for one in told:
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(
                    uri=one.uri, version=one.version, diagnostics=one.diagnostics
                )
            )

    @staticmethod
    def _roots(params: types.InitializeParams) -> Iterable[Path]:
        folders = [one.uri for one in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [params.root_uri]
        return filter(None, map(to_file, folders))


def to_file(uri: str) -> Path | None:
    """The file that an address names; None for text that is in no file."""
    path = uris.to_fs_path(uri)
    if not path or "\0" in path or not Path(path).is_absolute():
        return None
    return Path(os.path.normpath(path))


def _register(server: SiteServer) -> None:
    _register_texts(server)
    _register_folders(server)
    _register_questions(server)
    _register_rename(server)


def _register_texts(server: SiteServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.take(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.take(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(_: types.DidSaveTextDocumentParams) -> None:
        # What was saved may be settings, or a file of which the editor has another text open.
        server.engine.look_around()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        if file := to_file(params.text_document.uri):
            server.engine.close_text(file)


def _register_folders(server: SiteServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        server.watch()

    @server.feature(types.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.is_shut_down = True

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.engine.look_at(filter(None, (to_file(one.uri) for one in params.changes)))

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for one in params.event.removed:
            if site := find_site(to_file(one.uri) or Path()):
                server.engine.release(site)
        for one in params.event.added:
            if site := find_site(to_file(one.uri) or Path()):
                server.engine.keep(site)


def _register_questions(server: SiteServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, _TRIGGERS)
    def completion(params: types.CompletionParams) -> types.CompletionList | None:
        cursor = server.cursor(params.text_document.uri, params.position)
        return complete(cursor) if cursor else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> types.Location | None:
        cursor = server.cursor(params.text_document.uri, params.position)
        return find_definition(cursor) if cursor else None

    # It reads all files with a mention, which takes a moment on a large site.
    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    @server.thread()
    def references(params: types.ReferenceParams) -> list[types.Location]:
        cursor = server.cursor(params.text_document.uri, params.position)
        return find_references(cursor) if cursor else []

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        cursor = server.cursor(params.text_document.uri, params.position)
        return describe(cursor) if cursor else None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        start = types.Position(line=0, character=0)
        cursor = server.cursor(params.text_document.uri, start)
        return list_symbols(cursor.snapshot, cursor.path, cursor.lines) if cursor else []

    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        cursor = server.cursor(uri, params.range.start)
        if cursor is None:
            return []
        found = cursor.snapshot.diagnostics.get(cursor.path, ())
        return list(find_actions(found, cursor.lines, uri, params.range))


def _register_rename(server: SiteServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        cursor = server.cursor(params.text_document.uri, params.position)
        return prepare_rename(cursor) if cursor else None

    # It reads all files, which takes a moment on a large site.
    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    @server.thread()
    def rename_there(params: types.RenameParams) -> types.WorkspaceEdit | None:
        cursor = server.cursor(params.text_document.uri, params.position)
        try:
            if cursor is None:
                raise EditError("this file belongs to no site")
            if not server.can_rename_files:
                raise EditError("this editor cannot rename files", "run 'ssg rename' instead")
            return rename(cursor, params.new_name, server.unsaved(cursor.snapshot.folder))
        except EditError as error:
            message = f"{error.message}: {error.hint}" if error.hint else error.message
            raise JsonRpcRequestFailed(message) from error


class JsonRpcRequestFailed(JsonRpcException):
    """What was asked for cannot be done; no bug, so nothing is logged."""

    CODE = types.LSPErrorCodes.RequestFailed


class _NoBug(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcRequestFailed))


logging.getLogger("pygls.protocol.json_rpc").addFilter(_NoBug())
