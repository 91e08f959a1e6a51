"""Small sites, and functions that publish them and read the result."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from ssg.digest import digest_of
from ssg.publish.manifest import Build, OutputFile, PublishOrder
from ssg.publish.output import Output, open_output
from ssg.publish.published import Published

BUILT = "2026-03-01T12:00:00+00:00"

Site = dict[str, bytes]


def open_for_test(output: Path, **options: Any) -> AbstractContextManager[Output]:
    defaults: dict[str, Any] = {
        "site": output.parent / "site",
        "adopt": False,
        "wait_seconds": 0,
        "say": lambda _: None,
    }
    return open_output(output, **(defaults | options))


def order_of(path: str) -> PublishOrder:
    if path.endswith(".html"):
        return PublishOrder.LIST if path.startswith("topics/") else PublishOrder.PAGE
    return PublishOrder.ASSET


def files_of(site: Site) -> list[OutputFile]:
    return [
        OutputFile(path=path, digest=digest_of(data), order=order_of(path))
        for path, data in site.items()
    ]


def stage(output: Output, site: Site) -> list[OutputFile]:
    for path, data in site.items():
        file = output.staging / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return files_of(site)


def publish(
    folder: Path, site: Site, *, unchanged: Sequence[str] = (), **options: Any
) -> Published:
    """Publishes `site`, staging the files that are not `unchanged`."""
    with open_for_test(folder, **options) as output:
        staged = stage(output, {p: data for p, data in site.items() if p not in unchanged})
        kept = files_of({path: site[path] for path in unchanged})
        return output.publish(staged, unchanged=kept, build=Build(built=BUILT))


def tree(folder: Path) -> Site:
    """All files in the folder outside `.ssg`. The name of an empty folder ends with `/`."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] == ".ssg":
            continue
        if path.is_symlink() or path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{name}/"] = b""
    return found


# Every kind of change between the two: files that are new, changed, removed and unchanged, a file
# that becomes a folder, and a folder that becomes a file.
OLD: Site = {
    "CNAME": b"example.org",
    "assets/site.css": b"old css",
    "about": b"a file",
    "contact/index.html": b"contact",
    "contact/more/map.html": b"map",
    "index.html": b"old home",
    "same/index.html": b"same",
    "threads/gone/index.html": b"gone",
    "threads/old/index.html": b"old words",
    "topics/index.html": b"old list",
}
NEW: Site = {
    "CNAME": b"example.org",
    "assets/site.css": b"new css",
    "assets/new.js": b"new js",
    "about/index.html": b"a folder",
    "contact": b"a file now",
    "index.html": b"new home",
    "same/index.html": b"same",
    "threads/new/index.html": b"new thread",
    "threads/old/index.html": b"new words",
    "topics/index.html": b"new list",
    "topics/sleep/index.html": b"new topic",
}
