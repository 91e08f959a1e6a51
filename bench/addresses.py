"""`python -m bench.addresses`: what the list of addresses adds to a check of 10,000 threads.

It generates the site, lists its addresses, and checks it in turn without the list and with it, then
with a list in which every tenth address is lost. `--size` is another number of threads.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import Corpus
from bench.generators import write_site
from bench.generators.ssg import Ssg
from bench.workspace import PATIENCE
from ssg.addresses import ADDRESSES_FILE

_LOST_EVERY = 10


def main() -> None:
    options = _options()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        site = work / "site"
        site.mkdir()
        write_site(Ssg(), Corpus(size=options.size), site)
        # What later checks keep of the files is there for all of them alike.
        _run(site, "check")
        print(f"addresses --write: {_run(site, 'addresses', '--write')}")
        data = (site / ADDRESSES_FILE).read_text()
        lost = "".join(lose_some(data))
        print(f"the list: {len(data):,} bytes, {data.count(chr(10)):,} lines")
        for _ in range(options.rounds):
            (site / ADDRESSES_FILE).unlink()
            print(f"check without the list: {_run(site, 'check')}")
            (site / ADDRESSES_FILE).write_text(data)
            print(f"check with the list: {_run(site, 'check')}")
            (site / ADDRESSES_FILE).write_text(lost)
            print(f"check with lost addresses: {_run(site, 'check')}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.addresses", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    return parser.parse_args()


def _run(site: Path, *arguments: str) -> str:
    """How long the command takes, whether or not it finds anything wrong."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "ssg", "--site", str(site), *arguments]
    subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{wall:.2f} s, {cpu:.2f} s of processors"


def lose_some(data: str) -> Iterator[str]:
    """The list, with other addresses in place of some, at which there never was anything."""
    for number, line in enumerate(data.splitlines(keepends=True)):
        is_lost = line.startswith("/threads/") and number % _LOST_EVERY == 0
        yield line.replace("/threads/", "/threads/lost-", 1) if is_lost else line


if __name__ == "__main__":
    main()
