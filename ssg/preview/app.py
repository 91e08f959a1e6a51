"""The application that serves the preview: who may ask, for what, and what is sent."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import livereload
from tornado.httputil import HTTPServerRequest
from tornado.web import Application

from ssg.preview.addresses import decode_path, remove_prefix
from ssg.preview.handlers import FileHandler, Refusal
from ssg.preview.hosts import AllowedHosts, Host, parse_host_header
from ssg.preview.reload import ReloadHandler, Reloads
from ssg.preview.shown import File, Page, Preview
from ssg.urls import output_path

Inject = Callable[[Page, str], bytes]
"""Makes the HTML that browsers get from a page and the path under which the site is served."""

_METHODS = ("GET", "HEAD")
_MESSAGE_BYTES = 16 * 1024
_PING_SECONDS = 30
_CLIENT = Path(__file__).parent / "client"
_LIVERELOAD = Path(livereload.__file__).parent / "vendors"
_CLIENT_FILES = {
    "/__ssg__/livereload.js": (_LIVERELOAD, "livereload.js"),
    "/__ssg__/preview.css": (_CLIENT, "preview.css"),
    "/__ssg__/preview.js": (_CLIENT, "preview.js"),
}


def make_app(
    preview: Preview, reloads: Reloads, hosts: AllowedHosts, inject: Inject
) -> Application:
    """The application: the site under `preview.prefix`, and under `/__ssg__/` what pages need."""
    return _PreviewApplication(
        hosts,
        [
            (r"/__ssg__/livereload", ReloadHandler, {"preview": preview, "reloads": reloads}),
            *((path, _ClientHandler, {"file": file}) for path, file in _CLIENT_FILES.items()),
        ],
        default_handler_class=_SiteHandler,
        default_handler_args={"preview": preview, "inject": inject},
        log_function=lambda _: None,
        websocket_max_message_size=_MESSAGE_BYTES,
        websocket_ping_interval=_PING_SECONDS,
    )


class _PreviewApplication(Application):
    """Answers only requests to read something, for an allowed host."""

    def __init__(self, hosts: AllowedHosts, handlers: list[Any], **settings: Any) -> None:
        super().__init__(handlers, **settings)
        self._hosts = hosts

    # Tornado has no public name for what both methods return.
    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        """The one way to all handlers."""
        host = parse_host_header(",".join(request.headers.get_list("Host")))
        if not self._hosts.allow(host):
            return self._refuse(request, 403, _describe_host(host))
        if request.method not in _METHODS:
            text = "The preview can only be read.\n"
            return self._refuse(request, 405, text, Allow=", ".join(_METHODS))
        return super().find_handler(request, **kwargs)

    def _refuse(self, request: HTTPServerRequest, status: int, text: str, **headers: str) -> Any:
        arguments = {"status": status, "text": text, "headers": headers}
        return self.get_handler_delegate(request, Refusal, arguments)


def _describe_host(host: Host | None) -> str:
    if host is None:
        return "The address of this preview is not valid: it has no host, or several.\n"
    # The name of an attacker leads to this machine, too: that is no reason to allow it.
    return (
        f"This preview is not served at {host}, so that other sites cannot read it.\n\n"
        "If you gave this machine that name yourself, start the preview again with:\n\n"
        f"    ssg serve --allow-host {host}\n"
    )


class _ClientHandler(FileHandler):
    """A script or style sheet that the pages of the preview use, and the site does not have."""

    def initialize(self, file: tuple[Path, str]) -> None:
        self._folder, self._name = file

    async def get(self) -> None:
        if not await self.send_file(self._folder, self._folder / self._name):
            self.send_text(404, "There is no such file.\n")

    head = get


class _SiteHandler(FileHandler):
    """The pages and files of the site."""

    def initialize(self, preview: Preview, inject: Inject) -> None:
        self._preview = preview
        self._inject = inject

    async def get(self) -> None:
        prefix = self._preview.prefix
        path = decode_path(self.request.path)
        if prefix and path in ("/", unquote(prefix)):
            self.redirect(f"{prefix}/")
            return
        address = remove_prefix(path, prefix) if path else None
        if address is None:
            self.send_text(404, f"There is nothing here. The site is at {prefix}/\n")
            return
        await self._send_address(address)

    head = get

    async def _send_address(self, address: str) -> None:
        found = await self._preview.find(output_path(address))
        if isinstance(found, Page):
            self._send_page(found)
            return
        if isinstance(found, File) and await self.send_file(self._preview.folder, found.path):
            return
        if await self._is_folder(address):
            self.redirect(f"{self._preview.prefix}{quote(address)}/")
            return
        self.set_status(404)
        self._send_page(await self._preview.not_found())

    async def _is_folder(self, address: str) -> bool:
        """Whether only the slash at the end of a page's address is missing."""
        if address.endswith("/"):
            return False
        return isinstance(await self._preview.find(output_path(f"{address}/")), Page)

    def _send_page(self, page: Page) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self._inject(page, self._preview.prefix))
