"""Serves a folder as a preview until its standard input ends, and prints the port.

python -m tests.serve.folder_server FOLDER PREFIX
"""

import asyncio
import sys
from pathlib import Path

from ssg.preview.app import make_app
from ssg.preview.hosts import AllowedHosts
from ssg.preview.reload import Reloads
from ssg.preview.server import bind, make_server
from ssg.preview.shown import File, Notes, Page

_HOST = "127.0.0.1"


class FolderPreview:
    """Believes that everything with a name in its folder is a file to serve, whatever it is.

    Only pages are real: the server gets their bytes.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        self.folder = folder.resolve()
        self.prefix = prefix

    async def find(self, output_path: str) -> Page | File | None:
        path = self.folder / output_path
        if path.suffix == ".html":
            is_page = path.is_file() and path.resolve() == path
            return Page(data=path.read_bytes(), notes=Notes()) if is_page else None
        return File(path=path) if path.exists() or path.is_symlink() else None

    async def not_found(self) -> Page:
        return Page(data=b"<p>There is no such page.</p>", notes=Notes())


async def _serve(folder: Path, prefix: str) -> None:
    preview = FolderPreview(folder, prefix)
    app = make_app(preview, Reloads(), AllowedHosts(_HOST), lambda page, _: page.data)
    sockets, port = bind(_HOST, 0)
    make_server(app).add_sockets(sockets)
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), sys.argv[2]))
