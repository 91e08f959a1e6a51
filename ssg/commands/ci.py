"""`ssg init --ci`: writes what a host needs to check, build and deploy a site."""

import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from msgspec import Struct

import ssg
from ssg.commands.exit_codes import CommandError

_FILES = Path(ssg.__file__).parent / "ci"
_LOCK = _FILES / "requirements.lock"
_REQUIREMENTS = "requirements.txt"

_HEAD = """\
# What installs ssg in CI: this version, and no file with another hash. Written by: ssg init --ci
# For another version of ssg: install it, delete this file, and run the command again.
--only-binary :all:
--require-hashes

"""
_UNKNOWN = "https://fill-in.invalid/ssg-{version}-py3-none-any.whl"


class Wheel(Struct, frozen=True, kw_only=True):
    """Where a wheel of ssg is, and its SHA-256 in hexadecimal digits."""

    url: str
    sha256: str


def find_wheel() -> Wheel | None:
    """The wheel that this ssg was installed from; None unless that was an address on the web.

    The installer has written it down: https://packaging.python.org/en/latest/specifications/direct-url/
    """
    try:
        text = distribution("ssg").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    origin = json.loads(text or "{}")
    url = origin.get("url", "")
    sha256 = origin.get("archive_info", {}).get("hashes", {}).get("sha256", "")
    if not url.startswith(("https://", "http://")) or not sha256:
        return None
    return Wheel(url=url, sha256=sha256)


def make_files(host: str) -> dict[str, bytes]:
    """What `host` needs: the content of each file by its name."""
    root = _FILES / host
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
    return {**files, _REQUIREMENTS: _make_requirements(find_wheel())}


def _make_requirements(wheel: Wheel | None) -> bytes:
    wheel = wheel or Wheel(url=_UNKNOWN.format(version=ssg.__version__), sha256="FILL-IN")
    pin = f"ssg @ {wheel.url} \\\n    --hash=sha256:{wheel.sha256}\n\n"
    return (_HEAD + pin).encode() + _LOCK.read_bytes()


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes all of them, or none if one is there already.

    Raises CommandError in that case, and OSError.
    """
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        raise CommandError(
            f"{folder} has {', '.join(taken)} already",
            "to have it written anew, delete it or give it another name, and run this again",
        )
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def describe_files(files: Mapping[str, bytes], host: str) -> str:
    """What was written, and what is left to do."""
    lines = [f"Wrote what {host} needs: {', '.join(files)}."]
    if find_wheel() is None:
        lines += [
            f"Fill in the line of {_REQUIREMENTS} that begins with 'ssg @': this ssg was not",
            "installed from an address. Write that of your wheel there, and its SHA-256.",
        ]
    return "\n".join([*lines, f"What is left to do for {host} is in ssg's docs/ci.md."])
